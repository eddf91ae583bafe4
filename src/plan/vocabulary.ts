import { BACKBONES, OTHER_BACKBONES } from './backbones.ts';
import { LOSSES, OTHER_LOSSES } from './losses.ts';
import { METRICS, OTHER_METRICS } from './metrics.ts';
import { createNames, type HeardName, type NameTable, type NormalizedName } from './names.ts';
import { OPTIMIZERS, OTHER_OPTIMIZERS } from './optimizers.ts';

export type NamedField = 'optimizer' | 'loss' | 'metric' | 'backbone';

const NAMES: Readonly<Record<NamedField, NameTable>> = {
  optimizer: createNames(OPTIMIZERS, OTHER_OPTIMIZERS, {
    noun: 'optimi[sz]ers?',
    before: 'optimi[sz](?:ed?|ing) (?:it |them |the model )?(?:with|by|using)',
  }),
  loss: createNames(LOSSES, OTHER_LOSSES, {
    noun: '(?:loss(?:es)?|cost|objective)(?: functions?)?|criterion',
  }),
  metric: createNames(METRICS, OTHER_METRICS, {
    noun: 'metrics?',
    before:
      '(?:measur|evaluat|scor|judg)(?:e|es|ed|ing)? (?:it |them )?(?:by|with|using|on|in terms of)|monitor(?:s|ed|ing)?|track(?:s|ed|ing)?|report(?:s|ed|ing)?',
  }),
  backbone: createNames(BACKBONES, OTHER_BACKBONES, null),
};

/** Optimizer of a plan as its Keras class name. Paper: III-B. */
export function normalizeOptimizer(text: string | null): NormalizedName {
  return NAMES.optimizer.normalize(text);
}

/** Loss of a plan as Keras' function name, e.g. `sparse_categorical_crossentropy`. */
export function normalizeLoss(text: string | null): NormalizedName {
  return NAMES.loss.normalize(text);
}

/**
 * Metric of a plan as Keras names it, e.g. `accuracy`, `auc`, `mean_io_u`.
 * Of several metrics the first named is taken. What cannot run inside `fit` (BLEU, FID) has a substitute.
 */
export function normalizeMetric(text: string | null): NormalizedName {
  return NAMES.metric.normalize(text);
}

/** Network of `keras.applications` that a layer's name stands for, e.g. `ResNet50` for `resnet34`, with the substitute. */
export function normalizeBackbone(text: string | null): NormalizedName {
  return NAMES.backbone.normalize(text);
}

/** Every metric that a plan names, in order, without doubles. */
export function normalizeMetrics(text: string | null): readonly NormalizedName[] {
  const parts = (text ?? '').split(/[,;/]|\band\b/i).filter((part) => part.trim() !== '');
  const names = parts.map((part) => normalizeMetric(part));
  return names.filter((name, at) => names.findIndex((other) => other.name === name.name) === at);
}

/**
 * Names of one field that a requirement states, in the order of the text, each with its words and where they stand.
 * Never fails; a name that means something else without its field's noun (`Poisson`) is heard beside that only.
 */
export function hearNames(field: NamedField, text: string): readonly HeardName[] {
  return NAMES[field].hear(text);
}
