import type { Agreement, DataSpec, PlanField, PlanRecord } from '../artifacts/index.ts';
import {
  normalizeLoss,
  normalizeMetric,
  normalizeOptimizer,
  termsOfSum,
  type NormalizedName,
} from '../plan/index.ts';
import { outputFits } from '../targets/index.ts';
import type { LiveModel } from './evidence.ts';
import { layersAgree, squash, type FieldVerdict } from './layer-agreement.ts';

/** What is known of the program beside its model: artefacts of the training run. */
export interface Trained {
  readonly batchSize: number | null;
  /** Names of the metrics that the evaluation reports. */
  readonly reported: readonly string[];
}

/**
 * Where the running program keeps to its plan, field by field; read from the live model, never from text.
 * Fields that are prose and leave no trace in a model (`preprocess`) are null.
 */
export function agreeWithPlan(record: PlanRecord, live: LiveModel, trained: Trained): Agreement {
  const { plan, data } = record;
  const { hyperparameters } = plan;
  const fits = data === null ? null : outputFits(data, live.outputs);
  const found: Record<PlanField, FieldVerdict> = {
    category: plan.category === '' ? null : fits,
    input: plan.dataset.input === '' || data === null ? null : inputFits(data, live.inputs),
    output: plan.dataset.output === '' ? null : fits,
    preprocess: null,
    layers: plan.layers.length === 0 ? null : layersAgree(record, live),
    optimizer: named(
      normalizeOptimizer(hyperparameters.optimizer),
      live.optimizers.map((row) => row.class),
      normalizeOptimizer,
    ),
    loss: named(
      normalizeLoss(hyperparameters.loss),
      // A sum is named after its losses.
      live.losses.flatMap(termsOfSum),
      normalizeLoss,
    ),
    learningRate: numbersAgree(
      hyperparameters.learningRate,
      live.optimizers.map((row) => row.learningRate),
    ),
    batchSize: numbersAgree(hyperparameters.batchSize, [live.batchSize, trained.batchSize]),
    epochs: numbersAgree(hyperparameters.epochs, [live.epochs]),
    metric: named(
      normalizeMetric(hyperparameters.metric),
      [...live.metrics, ...live.tracked, ...trained.reported],
      normalizeMetric,
    ),
  };
  const rows = Object.entries(found).map(([field, verdict]) => [
    field,
    verdict === true && record.substituted.includes(field as PlanField) ? 'substituted' : verdict,
  ]);
  return Object.fromEntries(rows) as Agreement;
}

function named(
  stated: NormalizedName,
  found: readonly string[],
  normalize: (text: string) => NormalizedName,
): FieldVerdict {
  if (stated.name === '') return null;
  const names = new Set(found.flatMap((name) => [squash(name), squash(normalize(name).stated)]));
  if (names.has(squash(stated.stated))) return true;
  const wanted = squash(stated.name);
  const isAccuracy = (name: string): boolean => name.endsWith('accuracy');
  // Keras fits `accuracy` to the loss: it then has another name.
  const agrees = names.has(wanted) || (isAccuracy(wanted) && [...names].some(isAccuracy));
  return agrees && stated.substitute !== undefined ? 'substituted' : agrees;
}

function numbersAgree(stated: number | null, found: readonly (number | null)[]): FieldVerdict {
  if (stated === null) return null;
  // Rates are kept as 32-bit floats.
  return found.some(
    (value) => value !== null && Math.abs(value - stated) <= 1e-5 * Math.abs(stated),
  );
}

/** The shape of the inputs against the facts; null where the facts do not say it. */
function inputFits({ facts, target }: DataSpec, inputs: LiveModel['inputs']): boolean | null {
  // A generator takes noise; the images are what it learns from.
  if (target === 'sample') return null;
  const size = facts['IMAGE_SIZE'];
  if (Array.isArray(size)) return inputs.some((shape) => sameSizes(shape.slice(1, 3), size));
  for (const name of ['WINDOW', 'SEQUENCE_LENGTH', 'SIGNAL_LENGTH', 'SOURCE_LENGTH']) {
    const length = facts[name];
    if (typeof length === 'number')
      return inputs.some((shape) => shape[1] === length || shape[1] === null);
  }
  const shape = facts['INPUT_SHAPE'];
  if (Array.isArray(shape)) return inputs.some((input) => sameSizes(input.slice(1), shape));
  return null;
}

function sameSizes(shape: readonly (number | null)[], sizes: readonly unknown[]): boolean {
  return (
    shape.length === sizes.length && shape.every((size, at) => size === null || size === sizes[at])
  );
}
