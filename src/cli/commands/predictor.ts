import { existsSync } from 'node:fs';
import path from 'node:path';
import { DLCodeGenError, ownTable } from '../../core/index.ts';
import { PLAN_METRIC_ROWS, PLAN_METRICS } from '../../metrics/index.ts';
import { evaluatePredictors, exportCheckpoint, importCheckpoint } from '../../predictor/index.ts';
import type { CommandContext, RunCommand } from '../command.ts';
import { readSamples, readText } from '../inputs.ts';
import { textOf } from '../options.ts';

/** `predictor train|evaluate|import|export` (DESIGN 5). */
export const run: RunCommand = async (context) => {
  const [what = ''] = context.positionals;
  const action = Object.hasOwn(ACTIONS, what) ? ACTIONS[what] : undefined;
  if (action !== undefined) return action(context);
  const known = Object.keys(ACTIONS).join(', ');
  throw new DLCodeGenError('USAGE', `predictor takes one of ${known}, received "${what}"`);
};

const ACTIONS: Readonly<Record<string, RunCommand>> = ownTable({
  train: async (context) => (await import('./predictor-train.ts')).run(context),
  evaluate,
  import: (context) => {
    const { source, output } = folders(context, 'import');
    const { config, parameters, added } = importCheckpoint(source, output);
    const { console } = context;
    if (console.json) console.print(JSON.stringify({ output, parameters, added, config }));
    else console.talk(`${output}: ${parameters} parameters, ${added} markers added`);
    return Promise.resolve(0);
  },
  export: (context) => {
    const { source, output } = folders(context, 'export');
    const config = exportCheckpoint(source, output);
    const { console } = context;
    if (console.json) console.print(JSON.stringify({ output, config }));
    else console.talk(`${output}: for transformers' GPT2LMHeadModel and AutoTokenizer`);
    return Promise.resolve(0);
  },
});

async function evaluate({ positionals, values, console, signal }: CommandContext): Promise<number> {
  // The room is loaded only where it is asked for: training starts without it.
  const { groundWith } = await import('../../evaluation/index.ts');
  const training = textOf(values, 'training');
  const checkpoint = textOf(values, 'checkpoint');
  const { rows, problems, decided, calibration } = await evaluatePredictors(
    await readText(positionals[1] ?? ''),
    {
      ground: groundWith(await readSamples()),
      ...(training === undefined ? {} : { training: await readText(training) }),
      ...(checkpoint === undefined ? {} : { checkpoint }),
      signal,
      onRow: ({ id }, done, total) => console.progress(done, total, id),
    },
  );
  if (console.json) {
    const shown = rows.map(({ id, ships, ms, scores: { n, valid, metrics, signature } }) => ({
      id,
      ships,
      ms,
      n,
      valid,
      metrics,
      signature,
    }));
    console.print(JSON.stringify({ rows: shown, problems, decided, calibration }));
    return 0;
  }
  for (const { id, ships, scores, ms } of rows) {
    const note = ships ? '' : ', measured only';
    console.print(`${id} (${scores.n} plans, ${ms.toFixed(0)} ms each${note})`);
    for (const metric of PLAN_METRICS) {
      const { value, low, high } = scores.metrics[metric];
      const isShare = PLAN_METRIC_ROWS[metric].unit === '0-1';
      const show = (number: number): string => (isShare ? 100 * number : number).toPrecision(3);
      console.print(`  ${metric.padEnd(18)} ${show(value)} [${show(low)}, ${show(high)}]`);
    }
  }
  const shares = (of: Readonly<Record<string, number>>): string =>
    Object.entries(of)
      .map(([field, share]) => `${field} ${share.toFixed(3)}`)
      .join(', ');
  console.print(`share of plans that the language model decided: ${shares(decided)}`);
  console.print(`expected calibration error, fused: ${shares(calibration.fused)}`);
  console.print(`expected calibration error, grounded: ${shares(calibration.grounded)}`);
  console.print(rows[0]?.scores.signature ?? '');
  return 0;
}

function folders(
  { positionals, values }: CommandContext,
  what: string,
): { readonly source: string; readonly output: string } {
  const source = positionals[1] ?? '';
  const output = textOf(values, 'output');
  if (output === undefined) throw new DLCodeGenError('USAGE', `predictor ${what} needs -o DIR`);
  if (path.resolve(source) === path.resolve(output)) {
    throw new DLCodeGenError('USAGE', 'the two folders are the same');
  }
  if (existsSync(path.join(output, 'model.safetensors')) && values.force !== true) {
    throw new DLCodeGenError('BAD_INPUT', `${output} has a model; --force replaces it`);
  }
  return { source, output };
}
