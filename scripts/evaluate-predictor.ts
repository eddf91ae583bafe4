/**
 * `npm run evaluate:predictor [-- --final]`: every predictor on plans it has not seen, field by field.
 * Without --final: fitted on the training plans outside the held-out blocks, scored on those. With --final: fitted on
 * all training plans, scored on evaluation.jsonl.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Plan, PlanRecord, Requirement } from '../src/artifacts/index.ts';
import { DLCodeGenError } from '../src/core/index.ts';
import { expectedCalibrationError, PLAN_METRICS, PLAN_METRIC_ROWS } from '../src/metrics/index.ts';
import type { Judged } from '../src/metrics/index.ts';
import { CLASSIFIED_FIELDS, trainFields } from '../src/predictor/classifiers/fields.ts';
import type { ClassifiedField } from '../src/predictor/classifiers/fields.ts';
import {
  evaluateRow,
  fusedRow,
  majorityRow,
  nearestRow,
  trainingPlanSource,
} from '../src/predictor/evaluate.ts';
import type { EvaluatedRow, EvaluationRow, GoldPlan } from '../src/predictor/evaluate.ts';
import { createFusedPlanPredictor, PREDICTOR_FOLDER } from '../src/predictor/fused-plan.ts';
import { confidenceIn, nameOf } from '../src/predictor/fusion/beliefs.ts';
import type { Candidate, CandidateSource } from '../src/predictor/fusion/candidates.ts';
import { fusePlan, IDEAS } from '../src/predictor/fusion/fuse-plan.ts';
import type { FusionParts, Idea } from '../src/predictor/fusion/fuse-plan.ts';
import { CANDIDATES } from '../src/predictor/fusion/fusion-table.ts';
import {
  readReranker,
  rerankerExamples,
  trainReranker,
} from '../src/predictor/fusion/text-reranker.ts';
import type { TextReranker } from '../src/predictor/fusion/text-reranker.ts';
import { shippedRow } from '../src/predictor/evaluation-rows.ts';
import type { LanguageModelSource } from '../src/predictor/language-model-source.ts';
import { loadLanguageModelSource } from '../src/predictor/language-model-source.ts';
import { makeMemory } from '../src/predictor/memory/make-memory.ts';
import { createMemory } from '../src/predictor/memory/plan-memory.ts';
import { nearestPlanPredictor } from '../src/predictor/nearest-plan.ts';
import type { PlanPredictor } from '../src/predictor/predictor.ts';
import { readPool } from '../src/retrieval/index.ts';
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
const samples = await readPool(path.join(import.meta.dirname, '../pool'));
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
const source = model === null ? null : rememberCandidates(model);
const base = { memory, classifiers, sources: [], reranker: null };
const parts: FusionParts = {
  ...base,
  sources: source === null ? [] : [source],
  reranker: values.final ? readReranker(PREDICTOR_FOLDER) : null,
};
const halves = values.final || source === null ? [] : await trainHalves(parts);
const fused = (
  id: string,
  ideas: readonly Idea[] = IDEAS,
  own: FusionParts = parts,
): EvaluationRow => ({
  id,
  ships: true,
  predict: async (requirement) => {
    // The reranker of the other half: it has not seen this plan.
    const reranker = halves[halfOf(requirement)] ?? own.reranker;
    return (await fusePlan({ ...own, reranker }, requirement, ideas)).plan;
  },
});
const ideas = IDEAS.filter(
  (idea) => source !== null || (idea !== 'candidates' && idea !== 'reranker'),
);
const sentences = { ...base, sources: [trainingPlanSource(memory, fit, 2)] };
const rows: EvaluationRow[] = [
  majorityRow(fit.filter(words)),
  nearestRow(memory, fit),
  fusedRow('k-nearest vote', base, ['neighbours'], false),
  fusedRow('linear classifiers', base, ['classifiers']),
  ...(model === null
    ? []
    : [
        { id: 'language model, greedy', ships: true, predict: best(1) },
        { id: 'language model, 3 beams', ships: true, predict: best(3) },
        fused(`language model, ${CANDIDATES} candidates`, [
          'minimum-risk',
          'candidates',
          'neighbours',
        ]),
        fused('fused, language model of another line', IDEAS, {
          ...parts,
          sources: source === null ? [] : [shuffle(source)],
        }),
      ]),
  ...ideas.map((idea) =>
    fused(
      `fused without ${idea}`,
      IDEAS.filter((other) => other !== idea),
    ),
  ),
  fused('fused'),
  asShipped(nearestPlanPredictor),
  asShipped(createFusedPlanPredictor(parts)),
  fusedRow('fused with training sentences', sentences, IDEAS, false),
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
const whole = results.find(({ id }) => id === 'fused');
const alone = results.find(({ id }) => id === 'fused without candidates');
if (whole !== undefined && alone !== undefined) {
  process.stderr.write(
    `fields that the language model decided: ${decided(whole.plans, alone.plans)}\n`,
  );
}
process.stderr.write(`expected calibration error: ${calibration(await judge(asPredicted))}\n`);
process.stderr.write(`the same, grounded: ${calibration(await judge(asGrounded))}\n`);
await model?.close();

type Believed = Pick<PlanRecord, 'plan' | 'confidence'>;

async function asPredicted(requirement: Requirement): Promise<Believed> {
  const { plan, beliefs } = await fusePlan(parts, requirement);
  const confidence = Object.fromEntries(
    CLASSIFIED_FIELDS.map((field) => [field, confidenceIn(beliefs, field, valueOf(plan, field))]),
  );
  return { plan, confidence };
}

/** Null for what is refused. */
async function asGrounded(requirement: Requirement): Promise<Believed | null> {
  try {
    return await createFusedPlanPredictor(parts).predict(requirement, { profile: null, samples });
  } catch (error) {
    if (error instanceof DLCodeGenError && error.code !== 'UNEXPECTED') return null;
    throw error;
  }
}

/** How sure the predictor was of each value that the gold plans have too, and whether it was right. */
async function judge(
  believe: (requirement: Requirement) => Promise<Believed | null>,
): Promise<ReadonlyMap<ClassifiedField, readonly Judged[]>> {
  const judged = new Map<ClassifiedField, Judged[]>();
  for (const { requirement, plan } of gold) {
    const believed = await believe(requirement);
    if (believed === null) continue;
    for (const field of CLASSIFIED_FIELDS) {
      const value = valueOf(believed.plan, field);
      const wanted = valueOf(plan, field);
      if (value === null || wanted === null) continue;
      const one = {
        confidence: believed.confidence[field] ?? 0,
        right: nameOf(field, value) === nameOf(field, wanted),
      };
      judged.set(field, [...(judged.get(field) ?? []), one]);
    }
  }
  return judged;
}

function calibration(judged: ReadonlyMap<ClassifiedField, readonly Judged[]>): string {
  return [...judged]
    .map(([field, all]) => `${field} ${expectedCalibrationError(all).toFixed(3)}`)
    .join(', ');
}

function valueOf(plan: Plan, field: ClassifiedField): string | number | null {
  return field === 'category' ? plan.category : plan.hyperparameters[field];
}

/** As it answers a user, grounded. */
function asShipped(predictor: PlanPredictor): EvaluationRow {
  return { ...shippedRow(predictor, samples), id: `${predictor.id}, grounded` };
}

function best(beams: number): EvaluationRow['predict'] {
  return (requirement) => (model as LanguageModelSource).best(requirement, beams);
}

/** Many rows ask for the same candidates. */
function rememberCandidates(inner: CandidateSource): CandidateSource {
  const known = new Map<string, Promise<readonly Candidate[]>>();
  return {
    id: inner.id,
    candidates: (requirement, count, category) => {
      const key = JSON.stringify([requirement, count, category]);
      const found = known.get(key) ?? inner.candidates(requirement, count, category);
      known.set(key, found);
      return found;
    },
  };
}

/** The candidates of the next line: what a model that does not read its prompt is worth. */
function shuffle(inner: CandidateSource): CandidateSource {
  return {
    id: 'shuffled',
    candidates: (requirement, count) => {
      const at = gold.findIndex((other) => other.requirement === requirement);
      const other = gold[(at + 1 + (gold.length >> 1)) % gold.length] ?? gold[0];
      return inner.candidates((other as GoldPlan).requirement, count);
    },
  };
}

function halfOf(requirement: GoldPlan['requirement']): number {
  const line = gold.find((other) => other.requirement === requirement)?.line ?? 0;
  return Math.floor(line / 460) % 2;
}

/** A reranker for each half of the held-out blocks, trained on the other. */
async function trainHalves(own: FusionParts): Promise<TextReranker[]> {
  const examples = await rerankerExamples(own, gold);
  return [0, 1].map((half) =>
    trainReranker(examples.filter(({ requirement }) => halfOf(requirement) !== half)),
  );
}

function decided(plans: readonly Plan[], without: readonly Plan[]): string {
  const fields: Readonly<Record<string, (plan: Plan) => unknown>> = {
    category: (plan) => plan.category,
    input: (plan) => plan.dataset.input,
    output: (plan) => plan.dataset.output,
    layers: (plan) => plan.layers,
    ...Object.fromEntries(
      (['optimizer', 'loss', 'learningRate', 'batchSize', 'epochs', 'metric'] as const).map(
        (field) => [field, (plan: Plan): unknown => plan.hyperparameters[field]],
      ),
    ),
  };
  return Object.entries(fields)
    .map(([field, of]) => {
      const changed = plans.filter(
        (plan, at) => JSON.stringify(of(plan)) !== JSON.stringify(of(without[at] as Plan)),
      );
      return `${field} ${((100 * changed.length) / plans.length).toFixed(0)} %`;
    })
    .join(', ');
}

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
