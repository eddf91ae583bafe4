import type { DataSpec } from './data-spec.ts';
import type { SettledAsk } from './reading.ts';

/** The solution plan (paper III-B), one spelling, every field normalised to text, number or null. */
export interface Plan {
  readonly category: string;
  readonly dataset: { readonly input: string; readonly output: string };
  readonly preprocess: string;
  /** Layers as written; `plan/layers.ts` reads them into typed layers. */
  readonly layers: readonly string[];
  readonly hyperparameters: Hyperparameters;
}

/** `null` where the plan does not state it. */
export interface Hyperparameters {
  readonly optimizer: string | null;
  readonly loss: string | null;
  readonly learningRate: number | null;
  readonly batchSize: number | null;
  readonly epochs: number | null;
  readonly metric: string | null;
}

/** States nothing; stands where no plan could be made. */
export const NO_PLAN: Plan = {
  category: '',
  dataset: { input: '', output: '' },
  preprocess: '',
  layers: [],
  hyperparameters: {
    optimizer: null,
    loss: null,
    learningRate: null,
    batchSize: null,
    epochs: null,
    metric: null,
  },
};

export const PLAN_FIELDS = [
  'category',
  'input',
  'output',
  'preprocess',
  'layers',
  'optimizer',
  'loss',
  'learningRate',
  'batchSize',
  'epochs',
  'metric',
] as const;
export type PlanField = (typeof PLAN_FIELDS)[number];

/** A plan with everything that is known about how it came to be; what `plan.json` holds. */
export interface PlanRecord {
  readonly plan: Plan;
  /** What the data looks like; null until the plan is grounded. */
  readonly data: DataSpec | null;
  /** 0-1 per field, where the predictor gives it. */
  readonly confidence: Readonly<Partial<Record<PlanField, number>>>;
  readonly alternatives: Readonly<Partial<Record<PlanField, readonly string[]>>>;
  /** What could not be done as stated and was substituted. */
  readonly warnings: readonly string[];
  /** Defaults that nobody stated. */
  readonly assumptions: readonly string[];
  /** Fields whose value replaces something Keras cannot do. */
  readonly substituted: readonly PlanField[];
  /** Everything that the requirement states, and what became of it. */
  readonly asked: readonly SettledAsk[];
}

/** The record of a plan of which nothing else is known. */
export function recordOf(plan: Plan, data: DataSpec | null = null): PlanRecord {
  return {
    plan,
    data,
    confidence: {},
    alternatives: {},
    warnings: [],
    assumptions: [],
    substituted: [],
    asked: [],
  };
}

/** An argument of a layer call: a Python literal, a nested call, or an expression kept as text. */
export type LayerArgument =
  | { readonly kind: 'literal'; readonly value: LiteralValue }
  | { readonly kind: 'layer'; readonly layer: LayerCall }
  | { readonly kind: 'expression'; readonly text: string };

export type LiteralValue = string | number | boolean | null | readonly LiteralValue[];

export interface LayerCall {
  readonly kind: 'call';
  /** Keras class or function name as written, without module prefix, e.g. `Conv2D`. */
  readonly name: string;
  readonly positional: readonly LayerArgument[];
  readonly named: Readonly<Record<string, LayerArgument>>;
  /** The name of its output, by which later layers take it. */
  readonly label?: string;
  /** Names of the outputs that it takes, `inputs` for the network's input; where absent, the output of the layer before. */
  readonly inputs?: readonly string[];
}

/** Words that name no single layer call, e.g. `Decoder blocks with Conv2DTranspose`. */
export interface ProseLayer {
  readonly kind: 'prose';
  readonly text: string;
}

export type TypedLayer = LayerCall | ProseLayer;
