import {
  NO_PLAN,
  type DataSpec,
  type Hyperparameters,
  type Plan,
  type TargetKind,
} from '../artifacts/index.ts';
import { normalizeLoss, normalizeMetric } from '../plan/index.ts';

export interface Head {
  /** The last layer, or null where it belongs to the program and stays as it is. */
  readonly layer: string | null;
  readonly loss: string | null;
  readonly metric: string | null;
  readonly warnings: readonly string[];
  readonly substituted: readonly ('loss' | 'metric')[];
}

interface HeadRow {
  readonly losses: readonly string[];
  readonly metrics: readonly string[];
}

const CLASS_METRICS = [
  'accuracy',
  'f1_score',
  'auc',
  'precision',
  'recall',
  'binary_accuracy',
  'categorical_accuracy',
  'sparse_categorical_accuracy',
  'top_k_categorical_accuracy',
  'f_beta_score',
];
const NUMBER_LOSSES = [
  'mean_squared_error',
  'mean_absolute_error',
  'huber',
  'log_cosh',
  'mean_squared_logarithmic_error',
  'mean_absolute_percentage_error',
  'poisson',
];
const NUMBER_METRICS = [
  'mean_absolute_error',
  'root_mean_squared_error',
  'mean_squared_error',
  'r2_score',
  'mean_absolute_percentage_error',
  'mean_squared_logarithmic_error',
];
const MASK_METRICS = ['mean_io_u', 'accuracy', 'binary_io_u'];
const PICTURE_LOSSES = [
  'mean_squared_error',
  'mean_absolute_error',
  'binary_crossentropy',
  'huber',
  'log_cosh',
];

/** What fits a target; the first is taken where nothing that fits is asked for. A target not listed keeps its program's own. */
const FITTING: Readonly<Partial<Record<TargetKind, HeadRow>>> = {
  labels: {
    losses: ['binary_crossentropy', 'binary_focal_crossentropy'],
    metrics: ['auc', ...CLASS_METRICS],
  },
  number: { losses: NUMBER_LOSSES, metrics: NUMBER_METRICS },
  future: { losses: NUMBER_LOSSES, metrics: NUMBER_METRICS },
  image: { losses: PICTURE_LOSSES, metrics: NUMBER_METRICS },
};
const TWO_MASK_CLASSES: HeadRow = {
  losses: ['binary_crossentropy', 'dice', 'binary_focal_crossentropy', 'tversky'],
  metrics: MASK_METRICS,
};
const MORE_MASK_CLASSES: HeadRow = {
  // Masks hold class numbers; losses over one-hot masks do not take them.
  losses: ['sparse_categorical_crossentropy'],
  metrics: MASK_METRICS,
};
const TWO_CLASSES: HeadRow = {
  losses: ['binary_crossentropy', 'binary_focal_crossentropy', 'hinge'],
  metrics: CLASS_METRICS,
};
const MORE_CLASSES: HeadRow = {
  losses: [
    'sparse_categorical_crossentropy',
    'categorical_crossentropy',
    'categorical_focal_crossentropy',
    'kl_divergence',
    'categorical_hinge',
  ],
  metrics: CLASS_METRICS,
};

/** Taken where stated: over the scores of more than two classes they fit one-hot targets. */
const STATED_ONLY = ['binary_crossentropy', 'mean_squared_error'];

/**
 * Head, loss and metric that fit together and fit the target: what is stated where it fits, else what was predicted
 * where it fits, else the usual one. Only a stated value that cannot be kept is worth a warning.
 */
export function fitHead(data: DataSpec, stated: Hyperparameters, predicted: Plan): Head {
  const own = predicted.hyperparameters;
  const classes = classCount(data);
  // Two classes may also be told apart by a softmax over two, where such a loss is asked for.
  const asTwo = classes === 2 && !MORE_CLASSES.losses.includes(normalizeLoss(stated.loss).name);
  const byCount: Readonly<Partial<Record<TargetKind, HeadRow>>> = {
    class: asTwo ? TWO_CLASSES : MORE_CLASSES,
    mask: asTwo ? TWO_MASK_CLASSES : MORE_MASK_CLASSES,
  };
  const row = byCount[data.target] ?? FITTING[data.target];
  const named = { loss: normalizeLoss(own.loss), metric: normalizeMetric(own.metric) };
  const wanted = { loss: normalizeLoss(stated.loss), metric: normalizeMetric(stated.metric) };
  // A program that trains itself (GAN, captions, tags ...) brings its own loss: what it means, not what stands in for it.
  const form = row === undefined ? 'stated' : 'name';
  const losses = row?.losses ?? [named.loss.stated];
  const metrics = row?.metrics ?? ownMetrics(own);
  const asked = { loss: wanted.loss[form], metric: wanted.metric.name };
  const many = data.target === 'class' && classes > 2;
  const kept = losses.includes(asked.loss) || (many && STATED_ONLY.includes(asked.loss));
  const ownLoss = named.loss[form];
  const loss = kept ? asked.loss : losses.includes(ownLoss) ? ownLoss : losses[0];
  const sameLoss = loss === ownLoss && (!kept || wanted.loss.stated === named.loss.stated);
  const metric =
    [asked.metric, named.metric.name].find((name) => metrics.includes(name)) ?? metrics[0];
  const taken = {
    // The program's own words where they are kept: they may say more than the name.
    loss: sameLoss ? own.loss : (loss ?? null),
    metric: metric === named.metric.name ? own.metric : (metric ?? null),
  };
  const substituted = (['loss', 'metric'] as const).filter(
    (field) => stated[field] !== null && (field === 'loss' ? loss : metric) !== asked[field],
  );
  return {
    ...taken,
    layer: headLayer(data, asTwo, classes),
    substituted,
    warnings: substituted.map(
      (field) =>
        `The ${field} ${stated[field]} does not fit this target (${data.target}); ${taken[field]} takes its place.`,
    ),
  };
}

/** Whether a predicted loss or metric would stand as it is, with the same head. */
export function fitsHead(
  data: DataSpec,
  plan: Plan,
  field: 'loss' | 'metric',
  value: string | null,
): boolean {
  const hyperparameters = { ...plan.hyperparameters, [field]: value };
  const head = fitHead(data, NO_PLAN.hyperparameters, { ...plan, hyperparameters });
  const { layer } = fitHead(data, NO_PLAN.hyperparameters, plan);
  return value !== null && head[field] === value && head.layer === layer;
}

/** Whether loss and metric are not chosen for the target but come with the program that makes it. */
export function hasOwnLoss(target: TargetKind): boolean {
  return target !== 'class' && target !== 'mask' && FITTING[target] === undefined;
}

/** Programs that score words or classes count right ones as well as what they report. */
function ownMetrics({ loss, metric }: Hyperparameters): readonly string[] {
  const scores = normalizeLoss(loss).stated.endsWith('crossentropy');
  return [normalizeMetric(metric).name, ...(scores ? ['accuracy'] : [])];
}

function headLayer(data: DataSpec, asTwo: boolean, classes: number): string | null {
  if (data.target === 'class')
    return asTwo ? "Dense(1, activation='sigmoid')" : `Dense(${classes}, activation='softmax')`;
  if (data.target === 'mask')
    return asTwo
      ? "Conv2D(1, 1, activation='sigmoid')"
      : `Conv2D(${classes}, 1, activation='softmax')`;
  if (data.target === 'tags') return `TimeDistributed(Dense(${classes}, activation='softmax'))`;
  if (data.target === 'labels') return `Dense(${classes}, activation='sigmoid')`;
  if (data.target === 'number') return `Dense(${numberCount(data)})`;
  if (data.target === 'future') return `Dense(${Number(data.facts['HORIZON'] ?? 1)})`;
  return null;
}

/** Classes, or labels that may hold together. */
export function classCount({ target, facts }: DataSpec): number {
  const counted = facts['CLASS_COUNT'];
  if (typeof counted === 'number' && counted > 0) return counted;
  return target === 'labels' && Array.isArray(facts['TARGET']) ? facts['TARGET'].length : 2;
}

function numberCount({ facts }: DataSpec): number {
  return Array.isArray(facts['TARGET']) ? Math.max(1, facts['TARGET'].length) : 1;
}
