import { DLCodeGenError, ERRORS } from '../../core/index.ts';
import { probeContamination, type ProbeReport } from '../../corpus/index.ts';
import { USUAL_SEED } from '../../pipeline/index.ts';
import type { RunCommand } from '../command.ts';
import { seedOf } from '../generation-options.ts';
import { writerFrom } from '../model-options.ts';
import { runWithModel, writerOf } from '../model-run.ts';
import { textOf, type OptionValues } from '../options.ts';

const USUAL_COUNT = 100;
const MOST_COUNT = 100_000;

/** `corpus probe MINED --model PROVIDER:NAME`. Exit status 4 where a question was not answered. */
export const run: RunCommand = async (context) => {
  const { positionals, values, console, signal } = context;
  const [, mined, ...more] = positionals;
  if (mined === undefined || more.length > 0) {
    throw new DLCodeGenError('USAGE', 'corpus probe needs the folder of a corpus mine');
  }
  const seed = seedOf(values) ?? USUAL_SEED;
  const count = readCount(values);
  const writer = await writerFrom(values, seed, signal);
  if (writer === null) {
    throw new DLCodeGenError('USAGE', 'corpus probe needs --model PROVIDER:NAME, the model to ask');
  }
  const isDry = values['dry-run'] === true;
  const probe = async (onReply?: typeof writer.onReply): Promise<ProbeReport> =>
    probeContamination(mined, {
      model: writer.model,
      sampling: { ...writer.sampling, temperature: writer.temperature ?? 0 },
      count,
      seed,
      atOnce: writer.callsAtOnce,
      signal,
      ...(onReply === undefined ? {} : { onReply }),
    });
  if (isDry) {
    await probe();
    const { model, isHosted, tokens, cost, questions } = writer.estimate();
    const told = { model, isHosted, tokens, cost, questions: questions.length };
    console.print(console.json ? JSON.stringify(told) : describeEstimate(told));
    return 0;
  }
  const about = { command: 'corpus probe', asked: mined, methods: [], seed };
  return runWithModel(context, writer, about, async (record) => {
    const { onReply } = writerOf(writer, record, { task: '', method: 'probe' }, context);
    const report = await probe(onReply);
    if (console.json) console.print(JSON.stringify(report));
    else for (const line of describe(report)) console.print(line);
    return report.failed === 0 ? 0 : ERRORS.PROVIDER.exit;
  });
};

function readCount(values: OptionValues): number {
  const text = textOf(values, 'count');
  if (text === undefined) return USUAL_COUNT;
  const count = /^[1-9]\d{0,5}$/.test(text) ? Number(text) : 0;
  if (count >= 2 && count <= MOST_COUNT) return count;
  throw new DLCodeGenError(
    'USAGE',
    `--count must be a number from 2 to ${MOST_COUNT}, received "${text}"`,
  );
}

function describeEstimate(told: {
  readonly model: string;
  readonly isHosted: boolean;
  readonly tokens: number;
  readonly cost: number | null;
  readonly questions: number;
}): string {
  const { model, isHosted, tokens, cost, questions } = told;
  const price = cost === null ? 'cost not known' : `$${cost.toFixed(4)} at most`;
  const where = isHosted ? 'leave this machine' : 'stay on this machine';
  return `${questions} questions to ${model} would ${where}: ${tokens} tokens at most, ${price}`;
}

function describe({ model, n, failed, measures, signature }: ProbeReport): string[] {
  const rows = Object.entries(measures).map(([name, { own, control, difference }]) =>
    [
      name.padEnd(7),
      `own ${percent(own)}`,
      `another program ${percent(control)}`,
      `difference ${percent(difference)}`,
    ].join('  '),
  );
  return [
    `${model}: ${n} programs continued, ${failed} not answered; % of the second half that the continuation holds [95 %]`,
    ...rows,
    signature,
  ];
}

function percent({ value, low, high }: { value: number; low: number; high: number }): string {
  const shown = [value, low, high].map((one) => (100 * one).toFixed(1));
  return `${shown[0]} [${shown[1]}, ${shown[2]}]`;
}
