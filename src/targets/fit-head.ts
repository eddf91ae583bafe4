import {
  NO_PLAN,
  type DataSpec,
  type Hyperparameters,
  type Plan,
  type TargetKind,
} from '../artifacts/index.ts';
import { knownFacts } from '../kinds/index.ts';
import {
  lossOf,
  metricOf,
  normalizeLoss,
  normalizeMetric,
  type HeadForm,
  type LossName,
  type MetricName,
  type NormalizedName,
} from '../plan/index.ts';
import type { TargetHead } from './define-target.ts';
import { TARGETS } from './targets.ts';

export interface Head {
  /** The last layer, or null where it belongs to the program and stays as it is. */
  readonly layer: string | null;
  readonly loss: string | null;
  readonly metric: string | null;
  readonly warnings: readonly string[];
  readonly substituted: readonly ('loss' | 'metric')[];
}

/** Taken where nothing that fits is asked for or predicted. */
const USUAL: Readonly<Record<HeadForm, { readonly loss: LossName; readonly metric: MetricName }>> =
  {
    'one probability': { loss: 'binary_crossentropy', metric: 'accuracy' },
    'class probabilities': { loss: 'sparse_categorical_crossentropy', metric: 'accuracy' },
    'label probabilities': { loss: 'binary_crossentropy', metric: 'auc' },
    'binary mask': { loss: 'binary_crossentropy', metric: 'mean_io_u' },
    'class mask': { loss: 'sparse_categorical_crossentropy', metric: 'mean_io_u' },
    numbers: { loss: 'mean_squared_error', metric: 'mean_absolute_error' },
    picture: { loss: 'mean_squared_error', metric: 'mean_absolute_error' },
  };

/**
 * Head, loss and metric that fit together and fit the target: what is stated where it fits, else what was predicted
 * where it fits, else the usual one. A stated value that cannot be kept, or that Keras has no equivalent of, is said.
 */
export function fitHead(data: DataSpec, stated: Hyperparameters, predicted: Plan): Head {
  const own = predicted.hyperparameters;
  const wantedLoss = normalizeLoss(stated.loss);
  const { form, layer } = headOf(data, wantsUnitPerClass(wantedLoss));
  const loss = {
    field: 'loss',
    stated: stated.loss,
    wanted: wantedLoss,
    named: normalizeLoss(own.loss),
    own: own.loss,
  } as const;
  const metric = {
    field: 'metric',
    stated: stated.metric,
    wanted: normalizeMetric(stated.metric),
    named: normalizeMetric(own.metric),
    own: own.metric,
  } as const;
  // A program that trains itself (GAN, captions, tags ...) brings its own loss, and counts right words beside what it reports.
  const counts = lossOf(loss.named.name)?.logits === true && loss.named.substitute === undefined;
  const taken =
    form === null
      ? [keepOwn(loss, []), keepOwn(metric, counts ? ['accuracy'] : [])]
      : [
          choose(loss, (name, asked) => fits(lossOf(name), form, asked), USUAL[form].loss),
          choose(metric, (name, asked) => fits(metricOf(name), form, asked), USUAL[form].metric),
        ];
  return {
    layer,
    loss: taken[0]?.text ?? null,
    metric: taken[1]?.text ?? null,
    // An evaluation may report a metric itself; the running program shows it.
    substituted: taken
      .filter(
        ({ field, isMisfit, substitute }) =>
          isMisfit || (field === 'loss' && substitute !== undefined),
      )
      .map(({ field }) => field),
    warnings: taken.flatMap(({ field, text, isMisfit, substitute }) => [
      ...(isMisfit
        ? [
            `The ${field} ${stated[field]} does not fit this target (${data.target}); ${text} is used instead.`,
          ]
        : []),
      ...(substitute === undefined
        ? []
        : [`The ${field} ${stated[field]} is done as ${substitute.with}: ${substitute.reason}.`]),
    ]),
  };
}

/** One field: what is stated and what was predicted, in their own words and as Keras' names. */
interface Choice {
  readonly field: 'loss' | 'metric';
  readonly stated: string | null;
  readonly wanted: NormalizedName;
  readonly named: NormalizedName;
  readonly own: string | null;
}

interface Taken {
  readonly field: 'loss' | 'metric';
  readonly text: string | null;
  /** Something else is stated, which does not fit. */
  readonly isMisfit: boolean;
  /** What is stated, done by something else that fits. */
  readonly substitute?: { readonly with: string; readonly reason: string };
}

/** Of what is stated the name that was predicted too, else the first that fits; else the prediction, else the usual. */
function choose(
  { field, stated, wanted, named, own }: Choice,
  fitting: (name: string, isStated: boolean) => boolean,
  usual: string,
): Taken {
  const asked = wanted.choices.filter((name) => fitting(name, true));
  const kept = asked.includes(named.name) ? named.name : asked[0];
  const name = kept ?? (fitting(named.name, false) ? named.name : usual);
  const isMisfit = wanted.stated !== '' && kept === undefined;
  const meansOwn = kept === undefined || wanted.stated === named.stated;
  if (name === named.name && meansOwn) return { field, text: own, isMisfit };
  const { substitute } = wanted;
  // Where Keras has no equivalent the stated words stay, so that every later step sees what is meant.
  return kept === undefined || substitute === undefined
    ? { field, text: name, isMisfit }
    : { field, text: stated, isMisfit, substitute: { ...substitute, with: name } };
}

/** A program's own name, or one that it counts beside. */
function keepOwn({ field, wanted, named, own }: Choice, beside: readonly string[]): Taken {
  const isSame = wanted.stated === named.stated;
  const isPlain = field === 'metric' || named.substitute === undefined;
  const names = isPlain ? [named.name, ...beside] : beside;
  const kept = isSame ? named.name : wanted.choices.find((name) => names.includes(name));
  const isMisfit = wanted.stated !== '' && kept === undefined;
  const { substitute } = wanted;
  return {
    field,
    text: kept === undefined || kept === named.name ? own : kept,
    isMisfit,
    ...(isSame || kept === undefined || substitute === undefined ? {} : { substitute }),
  };
}

/** Two classes may also be told apart by a softmax over two, where such a loss is asked for. */
function wantsUnitPerClass({ choices }: NormalizedName): boolean {
  const fitting = (form: HeadForm): boolean => choices.some((name) => fits(lossOf(name), form));
  return fitting('class probabilities') && !fitting('one probability');
}

interface Fits {
  readonly fits: readonly HeadForm[];
  readonly whereStated?: readonly HeadForm[];
}

function fits(row: Fits | null, form: HeadForm, isStated = false): boolean {
  return (
    row !== null &&
    (row.fits.includes(form) || (isStated && row.whereStated?.includes(form) === true))
  );
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
  return TARGETS[target].forms.length === 0;
}

function headOf({ target, facts }: DataSpec, unitPerClass: boolean): TargetHead {
  return TARGETS[target].head(knownFacts(facts), unitPerClass);
}
