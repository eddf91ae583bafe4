import type { ClassifiedField } from '../classifiers/fields.ts';

/** How a field's judges are weighed; chosen by cross-validation over blocks of training lines. */
export interface FieldFusion {
  /** So many nearest plans vote, each with its similarity to the power of `power`. */
  readonly neighbours: number;
  readonly power: number;
  /** Share of the linear classifier; the neighbours have the rest. */
  readonly classifier: number;
  /** Weight of the candidate sources beside those two, which sum to 1. */
  readonly candidates: number;
  /** Share of belief becomes confidence by this factor, so that on held-out plans it is right as often as it says. */
  readonly trust: number;
}

export const FIELD_FUSION: Readonly<Record<ClassifiedField, FieldFusion>> = {
  category: { neighbours: 25, power: 4, classifier: 0.3, candidates: 0.5, trust: 0.98 },
  loss: { neighbours: 10, power: 2, classifier: 0.4, candidates: 0.3, trust: 1.07 },
  optimizer: { neighbours: 25, power: 2, classifier: 0.5, candidates: 0.2, trust: 1.01 },
  metric: { neighbours: 10, power: 2, classifier: 0.3, candidates: 0.3, trust: 1.03 },
  learningRate: { neighbours: 25, power: 1, classifier: 0.6, candidates: 0.2, trust: 1 },
  batchSize: { neighbours: 100, power: 4, classifier: 0.6, candidates: 0.2, trust: 0.94 },
  // The classifier's best was worse than neighbours alone.
  epochs: { neighbours: 100, power: 4, classifier: 0, candidates: 0.2, trust: 0.59 },
};

/** A plan written as code counts so much beside one in words, for names and for layers. */
export const CODE_STYLE_WEIGHT = { names: 0.6, layers: 0.2 } as const;

export const LAYER_FUSION = {
  candidates: 50,
  references: 100,
  power: 2,
  /** Weight of all candidate sources beside the neighbours' 1. */
  sources: 0.3,
} as const;

export const TEXT_FUSION = { neighbours: 60, power: 2 } as const;

/** So many candidates are asked of each source. */
export const CANDIDATES = 12;

/** No field asks further plans than this. */
export const MOST_NEIGHBOURS = 100;
