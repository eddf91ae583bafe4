import { NO_PLAN, type Plan } from '../artifacts/index.ts';
import { DLCodeGenError } from '../core/index.ts';
import {
  normalizeCategory,
  normalizeLoss,
  normalizeMetric,
  normalizeOptimizer,
  renderPlan,
} from '../plan/index.ts';
import { wordBleu } from './bleu.ts';
import { bootstrapMean, RESAMPLES, SEED, type Interval } from './bootstrap.ts';
import { levenshtein } from './levenshtein.ts';

export const PLAN_METRICS = [
  'overall',
  'category',
  'input',
  'output',
  'layers',
  'layerSequence',
  'learningRate',
  'loss',
  'optimizer',
  'batchSize',
  'epochs',
  'metric',
  'categoryAliases',
  'lossAliases',
  'optimizerAliases',
  'metricAliases',
] as const;
export type PlanMetric = (typeof PLAN_METRICS)[number];

interface Row {
  readonly better: 'higher' | 'lower';
  readonly unit: string;
  /** NaN where there is nothing to score. */
  readonly score: (reference: Plan, prediction: Plan) => number;
}

/** Every field of the paper's Table IV; the edit distance between the lists of layer kinds; names by what they mean. */
export const PLAN_METRIC_ROWS: Readonly<Record<PlanMetric, Row>> = {
  overall: bleu(renderPlan),
  category: exactMatch((plan) => plan.category),
  input: bleu((plan) => plan.dataset.input),
  output: bleu((plan) => plan.dataset.output),
  layers: {
    better: 'lower',
    unit: 'characters a layer',
    score: ({ layers }, prediction) => layerDistance(layers, prediction.layers),
  },
  layerSequence: {
    better: 'lower',
    unit: 'layers',
    score: ({ layers }, prediction) =>
      levenshtein(layers.map(layerKind), prediction.layers.map(layerKind)),
  },
  learningRate: {
    better: 'lower',
    unit: 'learning rate',
    score: ({ hyperparameters: reference }, { hyperparameters: prediction }) =>
      reference.learningRate === null || prediction.learningRate === null
        ? Number.NaN
        : Math.abs(reference.learningRate - prediction.learningRate),
  },
  loss: exactMatch((plan) => plan.hyperparameters.loss),
  optimizer: exactMatch((plan) => plan.hyperparameters.optimizer),
  batchSize: absoluteError('items', (plan) => plan.hyperparameters.batchSize),
  epochs: absoluteError('epochs', (plan) => plan.hyperparameters.epochs),
  metric: exactMatch((plan) => plan.hyperparameters.metric),
  categoryAliases: exactMatch(({ category }) => meant(normalizeCategory(category), category)),
  lossAliases: exactMatch(({ hyperparameters: { loss } }) => meant(normalizeLoss(loss), loss)),
  optimizerAliases: exactMatch(({ hyperparameters: { optimizer } }) =>
    meant(normalizeOptimizer(optimizer), optimizer),
  ),
  metricAliases: exactMatch(({ hyperparameters: { metric } }) =>
    meant(normalizeMetric(metric), metric),
  ),
};

export interface PlanScores {
  readonly n: number;
  /** Share of predictions that are plans. */
  readonly valid: number;
  readonly metrics: Readonly<Record<PlanMetric, Interval>>;
  /** Every plan's own values, in order; NaN is "not scored". */
  readonly perPlan: readonly Readonly<Record<PlanMetric, number>>[];
  readonly signature: string;
}

export interface PlanScoreOptions {
  /** False for a prediction that was only read leniently: its fields count, its form does not. Default: not null. */
  readonly valid?: readonly boolean[];
}

export const PLAN_SIGNATURE = [
  'plans:1',
  'names:exact,lower-alphanumeric',
  'aliases:exact,after-the-plan-vocabulary',
  'texts:sentence-BLEU-4,words,lower,nltk-method2',
  'layers:MLD-by-position,characters',
  'layer-sequence:levenshtein-of-kinds',
  'learning-rate:MAE-where-both',
  'counts:MAE,absent-as-0',
  'invalid:empty-plan',
  `bootstrap:percentile-95,${RESAMPLES},seed-${SEED}`,
].join('|');

/** Layers longer than any plan's are not compared: the distance takes the product of the lengths. */
const MOST_LAYER_CHARACTERS = 20_000;
const MOST_LAYERS = 2000;

/**
 * Predicted plans against gold plans, field by field, in the definitions nearest to the paper's Table IV.
 * A missing prediction counts as an empty plan: no name matches, no word is shared, every layer is to be written.
 *
 * Paper: IV-C, III-B. Shapes: [n], [n]. Units: by metric, `PLAN_METRIC_ROWS`. Errors: BAD_INPUT where the counts differ.
 */
export function scorePlans(
  references: readonly Plan[],
  predictions: readonly (Plan | null)[],
  options: PlanScoreOptions = {},
): PlanScores {
  if (references.length !== predictions.length) {
    throw new DLCodeGenError(
      'BAD_INPUT',
      `${references.length} reference plans and ${predictions.length} predictions: give one prediction a plan`,
    );
  }
  const kept = predictions.map((prediction) =>
    prediction !== null && isComparable(prediction) ? prediction : null,
  );
  const perPlan = references.map((reference, at) => scorePlan(reference, kept[at] ?? null));
  const valid = kept.filter((plan, at) => plan !== null && options.valid?.[at] !== false).length;
  return {
    n: references.length,
    valid: references.length === 0 ? Number.NaN : valid / references.length,
    metrics: planRecord((metric) => bootstrapMean(perPlan.map((scores) => scores[metric]))),
    perPlan,
    signature: PLAN_SIGNATURE,
  };
}

/** One plan's values; `null` is a prediction that is no plan. */
export function scorePlan(reference: Plan, prediction: Plan | null): Record<PlanMetric, number> {
  return planRecord((metric) => PLAN_METRIC_ROWS[metric].score(reference, prediction ?? NO_PLAN));
}

function planRecord<T>(value: (metric: PlanMetric) => T): Record<PlanMetric, T> {
  return Object.fromEntries(PLAN_METRICS.map((metric) => [metric, value(metric)])) as Record<
    PlanMetric,
    T
  >;
}

function isComparable({ layers }: Plan): boolean {
  const characters = layers.reduce((sum, layer) => sum + layer.length, 0);
  return characters <= MOST_LAYER_CHARACTERS && layers.length <= MOST_LAYERS;
}

/** The one name of everything that means the same; the text itself where it is not understood. */
function meant(
  { known, name }: { readonly known: boolean; readonly name: string },
  text: string | null,
): string | null {
  return known ? name : text;
}

function exactMatch(read: (plan: Plan) => string | null): Row {
  const plain = (plan: Plan): string =>
    (read(plan) ?? '').toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');
  return {
    better: 'higher',
    unit: '0-1',
    score: (reference, prediction) =>
      prediction !== NO_PLAN && plain(reference) === plain(prediction) ? 1 : 0,
  };
}

function bleu(read: (plan: Plan) => string): Row {
  return {
    better: 'higher',
    unit: '0-1',
    score: (reference, prediction) =>
      prediction === NO_PLAN ? 0 : wordBleu(read(reference), read(prediction)),
  };
}

function absoluteError(unit: string, read: (plan: Plan) => number | null): Row {
  return {
    better: 'lower',
    unit,
    score: (reference, prediction) => Math.abs((read(reference) ?? 0) - (read(prediction) ?? 0)),
  };
}

/** Character distances position by position, the shorter list padded with empty texts, by the longer one's length. */
function layerDistance(reference: readonly string[], prediction: readonly string[]): number {
  const length = Math.max(reference.length, prediction.length);
  if (length === 0) return 0;
  let sum = 0;
  for (let at = 0; at < length; at += 1) {
    sum += levenshtein(reference[at] ?? '', prediction[at] ?? '');
  }
  return sum / length;
}

/** A layer's first word without its module, lower-cased: `layers.Dense(8)` and `Dense layer` are both `dense`. */
function layerKind(layer: string): string {
  return (/^\W*(?:\w+\.)*(\w+)/.exec(layer)?.[1] ?? layer.trim()).toLowerCase();
}
