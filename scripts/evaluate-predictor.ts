/**
 * `npm run evaluate:predictor`: `predictor evaluate` over the held-out blocks of the training plans, where choices are made:
 * memory, classifiers and rerankers are fitted on what the scored plans are not in.
 * Usage: npm run evaluate:predictor -- [--model FOLDER, a language model that has not seen the blocks] [--rows PART,PART]
 *   [--more FILE, which begins with the training plans (`choose-mined-plans.ts`): fitted on its other lines too]
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { groundWith } from '../src/evaluation/index.ts';
import { PLAN_METRIC_ROWS, PLAN_METRICS } from '../src/metrics/index.ts';
import { CLASSIFIED_FIELDS, trainFields } from '../src/predictor/classifiers/fields.ts';
import { evaluateRow, type GoldPlan } from '../src/predictor/evaluate.ts';
import { readGold } from '../src/predictor/evaluate-predictors.ts';
import { comparedRows, rememberCandidates } from '../src/predictor/evaluation-rows.ts';
import { summarize } from '../src/predictor/evaluation-summary.ts';
import type { FusionParts } from '../src/predictor/fusion/fuse-plan.ts';
import { rerankerExamples, trainReranker } from '../src/predictor/fusion/text-reranker.ts';
import type { TextReranker } from '../src/predictor/fusion/text-reranker.ts';
import { loadLanguageModelSource } from '../src/predictor/language-model-source.ts';
import { makeMemory, styleOf } from '../src/predictor/memory/make-memory.ts';
import { createMemory } from '../src/predictor/memory/plan-memory.ts';
import { isHeldOut, ProblemCounter } from '../src/predictor/train/examples.ts';
import { readPool } from '../src/retrieval/index.ts';
import { requireSharedData } from './shared-data.ts';

/** Lines that change their half together, so that neighbours do. */
const HALF_BLOCK = 460;

const { values } = parseArgs({
  options: { model: { type: 'string' }, rows: { type: 'string' }, more: { type: 'string' } },
});
const file = path.join(requireSharedData(), 'plans/train.jsonl');
const lines = readGold(readFileSync(file, 'utf8'), new ProblemCounter());
const learnt =
  values.more === undefined
    ? lines
    : readGold(readFileSync(values.more, 'utf8'), new ProblemCounter());
const training = learnt.filter(({ line }) => !isHeldOut(line));
const gold = lines.filter(
  ({ line, requirement }) => isHeldOut(line) && styleOf(requirement) === 'words',
);
console.error(`fitted on ${training.length} plans, scored on ${gold.length}`);

const memory = createMemory(makeMemory(training));
const model = values.model === undefined ? null : await loadLanguageModelSource(values.model);
const parts: FusionParts = {
  memory,
  classifiers: trainFields(memory, CLASSIFIED_FIELDS),
  sources: model === null ? [] : [rememberCandidates(model)],
  reranker: null,
};
const lineOf = new Map(gold.map(({ requirement, line }) => [requirement, line]));
const halves = model === null ? [] : await trainHalves();
const comparison = {
  gold,
  parts,
  model,
  ground: groundWith(await readPool(path.join(import.meta.dirname, '../pool'))),
  training,
  rerankerOf: (requirement: GoldPlan['requirement']): TextReranker | null =>
    halves[halfOf(requirement)] ?? null,
};
const wanted = values.rows?.split(',') ?? [''];
let signature = '';
for (const row of comparedRows(comparison)) {
  if (!wanted.some((part) => row.id.includes(part))) continue;
  const { scores, ms } = await evaluateRow(row, gold);
  const cells = PLAN_METRICS.map((metric) => {
    const { value, low, high } = scores.metrics[metric];
    const show = (number: number): string =>
      (PLAN_METRIC_ROWS[metric].unit === '0-1' ? 100 * number : number).toPrecision(3);
    return `${metric} ${show(value)} [${show(low)}, ${show(high)}]`;
  });
  console.log(
    `${row.id}${row.ships ? '' : ' (measured only)'} | ${cells.join(' | ')} | ${ms.toFixed(0)} ms`,
  );
  ({ signature } = scores);
}
console.log(signature);
if (values.rows === undefined) console.log(JSON.stringify(await summarize(comparison), null, 1));
await model?.close();

/** A reranker for each half of the held-out blocks, trained on the other. */
async function trainHalves(): Promise<readonly TextReranker[]> {
  const examples = await rerankerExamples(parts, gold);
  return [0, 1].map((half) =>
    trainReranker(examples.filter(({ requirement }) => halfOf(requirement) !== half)),
  );
}

function halfOf(requirement: GoldPlan['requirement']): number {
  return Math.floor((lineOf.get(requirement) ?? 0) / HALF_BLOCK) % 2;
}
