import type {
  DataProfile,
  Hyperparameters,
  Plan,
  PlanField,
  PlanRecord,
  Requirement,
} from '../artifacts/index.ts';
import { adaptLayers } from './adapt-layers.ts';
import { chooseBase } from './choose-base.ts';
import { decideTask } from './decide-task.ts';
import type { DecidedTask } from './decide-task.ts';
import { describeData } from './describe-data.ts';
import { fitHead } from './head.ts';
import { nearestSamples } from './nearest-samples.ts';
import type { PredictionContext } from './predictor.ts';
import { readRequirement } from './read-requirement.ts';
import type { Stated } from './read-requirement.ts';

/** So many nearest plans are asked whether they agree. */
const NEIGHBOURS = 5;
/** With fewer items than this, smaller batches give enough steps an epoch. */
const FEW_ITEMS = 500;
const SMALL_BATCH = 16;

const HYPERPARAMETER_WORDS: Readonly<Record<keyof Hyperparameters, string>> = {
  optimizer: 'Optimizer',
  loss: 'Loss function',
  learningRate: 'Learning rate',
  batchSize: 'Batch size',
  epochs: 'Epochs',
  metric: 'Evaluation metric',
};
const HYPERPARAMETERS = Object.keys(HYPERPARAMETER_WORDS) as (keyof Hyperparameters)[];

/**
 * Grounds a predicted plan in requirement and data: what is stated wins, then what the data says, then the prediction.
 *
 * Paper: III-B. Every default that nobody stated is listed under `assumptions`. Confidence is 1 for what is stated or
 * profiled, else the share of the 5 nearest pool plans that agree; a field for which neither can be said has none.
 * Errors: UNSUPPORTED_TASK, UNKNOWN_COLUMN, POOL_EMPTY.
 */
export function ground(
  predicted: PlanRecord,
  requirement: Requirement,
  context: PredictionContext,
): PlanRecord {
  const stated = readRequirement(requirement);
  const task = decideTask(requirement, stated, context);
  const base = chooseBase(requirement, stated, task.data, context.samples);
  // The layers of a plan for another task do not fit; those of the nearest program that fits do.
  const source = base === null || isSameTask(predicted, task) ? predicted.plan : base.plan;
  const head = fitHead(task.data, stated.hyperparameters, source);
  const adapted = adaptLayers(
    source.layers,
    head.layer,
    stated,
    task.data,
    base?.topology ?? 'trunk',
  );
  const plan: Plan = {
    category: task.category,
    ...describeData(task.data, task.classNames, source),
    layers: adapted.layers,
    hyperparameters: {
      ...fillHyperparameters(stated, source, context.profile),
      loss: head.loss,
      metric: head.metric,
    },
  };
  const replaced = stated.substitutes.map(
    ({ name, words }) =>
      `${name} is not part of a Keras project of its own; ${words} takes its place.`,
  );
  const layersFrom =
    adapted.built === null
      ? `Layers: those of the nearest program (${base?.id ?? 'none'}), fitted to the data.`
      : `Layers: a small ${adapted.built} network, as no program for this data has one.`;
  return {
    plan,
    data: task.data,
    confidence: confidence(plan, stated, requirement, context),
    alternatives: task.runnerUp === null ? {} : { category: [task.runnerUp] },
    warnings: [...task.warnings, ...replaced, ...head.warnings],
    assumptions: [...task.assumptions, ...assumedValues(plan, stated, base?.id), layersFrom],
    substituted: [
      ...(replaced.length > 0 ? ['layers' as const] : []),
      ...head.substituted,
    ] satisfies PlanField[],
  };
}

function isSameTask({ data, plan }: PlanRecord, task: DecidedTask): boolean {
  if (plan.layers.length === 0) return false;
  if (data === null) return plan.category === task.category;
  return data.kind === task.data.kind && data.target === task.data.target;
}

/** Loss and metric are decided together with the head. */
function fillHyperparameters(
  { hyperparameters: said }: Stated,
  { hyperparameters: own }: Plan,
  profile: DataProfile | null,
): Omit<Hyperparameters, 'loss' | 'metric'> {
  const usualBatch = own.batchSize ?? 32;
  const few = profile !== null && profile.count < FEW_ITEMS;
  return {
    optimizer: said.optimizer ?? own.optimizer ?? 'Adam',
    learningRate: said.learningRate ?? own.learningRate ?? 0.001,
    batchSize: said.batchSize ?? (few ? Math.min(SMALL_BATCH, usualBatch) : usualBatch),
    epochs: said.epochs ?? own.epochs ?? 20,
  };
}

function assumedValues(plan: Plan, stated: Stated, sample: string | undefined): string[] {
  const from = sample === undefined ? '' : ` (nearest program: ${sample})`;
  return HYPERPARAMETERS.filter(
    (name) => stated.hyperparameters[name] === null && plan.hyperparameters[name] !== null,
  ).map((name) => `${HYPERPARAMETER_WORDS[name]}: ${String(plan.hyperparameters[name])}${from}.`);
}

function confidence(
  plan: Plan,
  stated: Stated,
  requirement: Requirement,
  { samples, profile }: PredictionContext,
): PlanRecord['confidence'] {
  const near = nearestSamples(requirement, samples).slice(0, NEIGHBOURS);
  const share = (agrees: (other: Plan) => boolean): number =>
    near.filter((sample) => agrees(sample.plan)).length / near.length;
  const values = HYPERPARAMETERS.map((name) => {
    const value = plan.hyperparameters[name];
    const kept = stated.hyperparameters[name] !== null && stated.hyperparameters[name] === value;
    return [name, kept ? 1 : share((other) => other.hyperparameters[name] === value)] as const;
  });
  return {
    category: share((other) => other.category === plan.category),
    ...(profile === null ? {} : { input: 1, output: 1 }),
    ...Object.fromEntries(values),
  };
}
