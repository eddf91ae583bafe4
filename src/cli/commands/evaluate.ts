import os from 'node:os';
import { DLCodeGenError, ERRORS } from '../../core/index.ts';
import {
  evaluate,
  EXPERIMENTS,
  renderMarkdown,
  type Asking,
  type Experiment,
  type ExperimentName,
} from '../../evaluation/index.ts';
import type { JobQueue } from '../../queue/index.ts';
import type { CommandContext, RunCommand } from '../command.ts';
import { METHODS, USUAL_SEED, type MethodName } from '../../pipeline/index.ts';
import { methodOf, seedOf } from '../generation-options.ts';
import { writerFrom } from '../model-options.ts';
import { runWithModel } from '../model-run.ts';
import { countOf, textOf, type OptionValues } from '../options.ts';

/** `evaluate EXPERIMENT` (DESIGN 5): tables on standard output, the report in files. */
export const run: RunCommand = async (context) => {
  const [name = ''] = context.positionals;
  if (!Object.hasOwn(EXPERIMENTS, name)) {
    const known = Object.keys(EXPERIMENTS).join(', ');
    throw new DLCodeGenError('USAGE', `evaluate takes one of ${known}, received "${name}"`);
  }
  return runExperiment(name as ExperimentName, context);
};

export async function runExperiment(
  name: ExperimentName,
  context: CommandContext,
): Promise<number> {
  const { values, signal } = context;
  const tasks = textOf(values, 'tasks');
  const output = textOf(values, 'output');
  if (tasks === undefined || output === undefined) {
    throw new DLCodeGenError('USAGE', `evaluate ${name} needs --tasks DIR and -o DIR`);
  }
  const seed = seedOf(values) ?? USUAL_SEED;
  const writer = await writerFrom(values, seed, signal);
  const run = async (asking: Asking | null): Promise<number> =>
    measure(name, context, { tasks, output, seed, asking });
  if (writer === null) return run(null);
  const methods = methodsOf(values);
  const { asked }: Experiment = EXPERIMENTS[name];
  if (methods !== null && asked?.methods === undefined)
    throw new DLCodeGenError('USAGE', `evaluate ${name} takes no --method`);
  const rows = methods ?? asked?.methods ?? [];
  const about = { command: 'evaluate', asked: name, methods: rows, seed };
  const { exampleTokens, callsAtOnce } = writer;
  return runWithModel(context, writer, about, async (record) =>
    run({ writer, exampleTokens, samplesAtOnce: callsAtOnce, methods, run: record }),
  );
}

/** Methods of `--method A,B`, or `all`; null for those of the experiment. Errors: USAGE. */
function methodsOf(values: OptionValues): readonly MethodName[] | null {
  const text = textOf(values, 'method');
  if (text === undefined) return null;
  if (text === 'all') return Object.keys(METHODS) as MethodName[];
  return text.split(',').map((method) => methodOf({ method: method.trim() }));
}

async function measure(
  name: ExperimentName,
  context: CommandContext,
  options: {
    readonly tasks: string;
    readonly output: string;
    readonly seed: number;
    readonly asking: Asking | null;
  },
): Promise<number> {
  const { values, console, signal } = context;
  const { tasks, output, seed, asking } = options;
  const only = textOf(values, 'only')
    ?.split(',')
    .map((id) => id.trim())
    .filter(Boolean);
  const outputs = textOf(values, 'outputs');
  const training = textOf(values, 'training');
  const queue = await openQueueOf(context);
  const { report, files, providerFaults } = await evaluate(name, {
    tasks,
    output,
    ...(asking === null ? {} : { asking }),
    ...(queue === null ? {} : { queue }),
    ...(outputs === undefined ? {} : { outputs }),
    ...(training === undefined ? {} : { training }),
    ...(only === undefined ? {} : { only }),
    seed,
    threads: countOf(values, 'jobs', os.availableParallelism()),
    raters: countOf(values, 'raters', 4),
    unsandboxed: values.unsandboxed === true,
    signal,
    onProgress: ({ done, total, text }) => console.progress(done, total, text),
  }).finally(async () => queue?.close());
  if (console.json) {
    const { drill: _drill, ...rest } = report;
    console.print(JSON.stringify({ ...rest, files }));
  } else console.print(renderMarkdown(report));
  for (const file of files) console.talk(`wrote ${file}`);
  return providerFaults > 0 ? ERRORS.PROVIDER.exit : 0;
}

/** The room is loaded only where it is asked for: the start stays instant. */
async function openQueueOf({ values, console }: CommandContext): Promise<JobQueue | null> {
  const text = textOf(values, 'queue');
  if (text === undefined) return null;
  const { openQueue, parseAddress } = await import('../../queue/index.ts');
  return openQueue(parseAddress(text), console.talk);
}
