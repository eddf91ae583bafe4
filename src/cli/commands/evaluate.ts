import os from 'node:os';
import { DLCodeGenError } from '../../core/index.ts';
import {
  evaluate,
  EXPERIMENTS,
  renderMarkdown,
  type ExperimentName,
} from '../../evaluation/index.ts';
import type { JobQueue } from '../../queue/index.ts';
import type { CommandContext, RunCommand } from '../command.ts';
import { USUAL_SEED } from '../../pipeline/index.ts';
import { seedOf } from '../generation-options.ts';
import { countOf, textOf } from '../options.ts';

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
  const { values, console, signal } = context;
  const tasks = textOf(values, 'tasks');
  const output = textOf(values, 'output');
  if (tasks === undefined || output === undefined) {
    throw new DLCodeGenError('USAGE', `evaluate ${name} needs --tasks DIR and -o DIR`);
  }
  const only = textOf(values, 'only')
    ?.split(',')
    .map((id) => id.trim())
    .filter(Boolean);
  const outputs = textOf(values, 'outputs');
  const training = textOf(values, 'training');
  const queue = await openQueueOf(context);
  const { report, files } = await evaluate(name, {
    tasks,
    output,
    ...(queue === null ? {} : { queue }),
    ...(outputs === undefined ? {} : { outputs }),
    ...(training === undefined ? {} : { training }),
    ...(only === undefined ? {} : { only }),
    seed: seedOf(values) ?? USUAL_SEED,
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
  return 0;
}

/** The room is loaded only where it is asked for: the start stays instant. */
async function openQueueOf({ values, console }: CommandContext): Promise<JobQueue | null> {
  const text = textOf(values, 'queue');
  if (text === undefined) return null;
  const { openQueue, parseAddress } = await import('../../queue/index.ts');
  return openQueue(parseAddress(text), console.talk);
}
