/**
 * `npm run evaluate:predictor [-- --final]`: every predictor on plans it has not seen, field by field.
 * Without --final: fitted on the training plans outside the held-out blocks, scored on those. With --final: fitted on
 * all training plans, scored on evaluation.jsonl.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Plan } from '../src/artifacts/index.ts';
import { PLAN_METRICS, PLAN_METRIC_ROWS } from '../src/metrics/index.ts';
import { CLASSIFIED_FIELDS, trainFields } from '../src/predictor/classifiers/fields.ts';
import {
  ablationRows,
  evaluateRow,
  fusedRow,
  majorityRow,
  nearestRow,
  trainingPlanSource,
} from '../src/predictor/evaluate.ts';
import type { EvaluatedRow, EvaluationRow, GoldPlan } from '../src/predictor/evaluate.ts';
import { loadLanguageModelSource } from '../src/predictor/language-model-source.ts';
import { makeMemory } from '../src/predictor/memory/make-memory.ts';
import { createMemory } from '../src/predictor/memory/plan-memory.ts';
import { isHeldOut, ProblemCounter, readPlanLines } from '../src/predictor/train/examples.ts';
import { requireSharedData } from './shared-data.ts';

const { values } = parseArgs({
  options: {
    final: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    model: { type: 'string' },
    rows: { type: 'string' },
    limit: { type: 'string' },
  },
});
const folder = path.join(requireSharedData(), 'plans');
const read = (name: string): (GoldPlan & { line: number })[] =>
  readPlanLines(readFileSync(path.join(folder, name), 'utf8'), new ProblemCounter()).map(
    ({ line, requirement, attributes, plan }) => ({
      line,
      requirement: { text: requirement, attributes },
      plan,
    }),
  );
const train = read('train.jsonl');
const fit = values.final ? train : train.filter(({ line }) => !isHeldOut(line));
const entries = makeMemory(fit);
const memory = createMemory(entries);
const words = (gold: GoldPlan): boolean => !/^(?:I want|The goal)\b/.test(gold.requirement.text);
const gold = (
  values.final ? read('evaluation.jsonl') : train.filter((row) => isHeldOut(row.line) && words(row))
).slice(0, Number(values.limit ?? 1e9));
process.stderr.write(`fitted on ${fit.length} plans, scored on ${gold.length}\n`);
const classifiers = trainFields(memory, CLASSIFIED_FIELDS);
const model = values.model === undefined ? null : await loadLanguageModelSource(values.model);
const parts = { memory, classifiers, sources: model === null ? [] : [model] };
const withTexts = { ...parts, sources: [trainingPlanSource(memory, fit, 2)] };
const rows: EvaluationRow[] = [
  majorityRow(fit.filter(words)),
  nearestRow(memory, fit),
  fusedRow('k-nearest vote', { ...parts, sources: [] }, ['neighbours'], false),
  fusedRow('linear classifiers', { ...parts, sources: [] }, ['classifiers']),
  ...(model === null
    ? []
    : [
        {
          id: 'language model, greedy',
          ships: true,
          predict: async (requirement: GoldPlan['requirement']): Promise<Plan> =>
            await model.best(requirement, 1),
        },
      ]),
  ...ablationRows(parts),
  ...(model === null ? [] : [fusedRow('fused, no language model', { ...parts, sources: [] })]),
  fusedRow('fused + training sentences', withTexts, undefined, false),
];
const wanted = rows.filter(
  ({ id }) => values.rows === undefined || values.rows.split(',').some((part) => id.includes(part)),
);
const results: EvaluatedRow[] = [];
for (const row of wanted) {
  const result = await evaluateRow(row, gold);
  results.push(result);
  if (!values.json) process.stdout.write(`${renderRow(result)}\n`);
}
if (values.json) {
  const shown = results.map(({ id, ships, scores, ms }) => ({
    id,
    ships,
    ms,
    n: scores.n,
    valid: scores.valid,
    metrics: scores.metrics,
    signature: scores.signature,
  }));
  process.stdout.write(`${JSON.stringify(shown, null, 1)}\n`);
} else process.stdout.write(`${results[0]?.scores.signature ?? ''}\n`);
await model?.close();

function renderRow({ id, ships, scores, ms }: EvaluatedRow): string {
  const cells = PLAN_METRICS.map((metric) => {
    const { value, low, high } = scores.metrics[metric];
    const scale = PLAN_METRIC_ROWS[metric].unit === '0-1' ? 100 : 1;
    const digits = metric === 'learningRate' ? 4 : 1;
    const show = (number: number): string => (number * scale).toFixed(digits);
    return `${metric} ${show(value)} [${show(low)}, ${show(high)}]`;
  });
  return `${id}${ships ? '' : ' (measured only)'} | ${cells.join(' | ')} | ${ms.toFixed(0)} ms`;
}
