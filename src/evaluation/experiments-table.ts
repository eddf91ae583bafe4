import type { MethodName } from '../pipeline/index.ts';
import type { LearntFrom } from './outcome.ts';
import type { PredictorName } from './predictors.ts';
import type { PublishedTable } from './published-table.ts';
import type { TrivialName } from './trivial.ts';

/** How a row's samples come to be. */
export type Solver =
  | { readonly kind: 'pipeline'; readonly method: MethodName }
  | { readonly kind: 'predictor'; readonly predictor: PredictorName }
  | {
      readonly kind: 'model';
      readonly method: MethodName;
      /** `PROVIDER:NAME`. */
      readonly model: string;
      /** null for the method's own. */
      readonly temperature: number | null;
      readonly topP: number | null;
      readonly replyTokens: number;
      readonly exampleTokens: number;
    }
  | {
      /** A plan by a language model from examples. */
      readonly kind: 'plan';
      readonly shots: number;
      readonly model: string;
      readonly topP: number | null;
      readonly replyTokens: number;
    }
  | { readonly kind: 'trivial'; readonly trivial: TrivialName };

export interface System {
  /** As the paper names it. */
  readonly method: string;
  readonly model: string;
  readonly solver: Solver;
  /** Nothing where it is not given. */
  readonly learntFrom?: LearntFrom;
}

/** The shipped language model's decodings. */
const GREEDY = 'shipped GPT-2, greedy';
const BEAMS = 'shipped GPT-2, 3 beams';
const SAMPLES = 'shipped GPT-2, greedy and samples';

/** Everything that can be run; outputs made elsewhere come as rows of their own. */
export const SYSTEMS = {
  dlcodegen: {
    method: 'DLCodeGen',
    model: 'builtin',
    solver: { kind: 'pipeline', method: 'dlcodegen' },
    learntFrom: 'training plans',
  },
  'template-rag': {
    method: 'DLCodeGen w/o Comparison & CR',
    model: 'builtin',
    solver: { kind: 'pipeline', method: 'template-rag' },
    learntFrom: 'training plans',
  },
  'code-rag': {
    method: 'DLCodeGen w/o Comparison & TR',
    model: 'builtin',
    solver: { kind: 'pipeline', method: 'code-rag' },
    learntFrom: 'training plans',
  },
  'fused-plan': {
    method: 'fused plan, grounded (default)',
    model: SAMPLES,
    solver: { kind: 'predictor', predictor: 'fused-plan' },
    learntFrom: 'training plans',
  },
  'fused-plan-before-grounding': {
    method: 'fused plan, before grounding',
    model: SAMPLES,
    solver: { kind: 'predictor', predictor: 'fused-plan-before-grounding' },
    learntFrom: 'training plans',
  },
  'language-model-greedy': {
    method: 'language model alone',
    model: GREEDY,
    solver: { kind: 'predictor', predictor: 'language-model-greedy' },
    learntFrom: 'training plans',
  },
  'language-model-beams': {
    method: 'language model alone',
    model: BEAMS,
    solver: { kind: 'predictor', predictor: 'language-model-beams' },
    learntFrom: 'training plans',
  },
  'temperature-0.5': atTemperature('0.5'),
  'temperature-1': atTemperature('1'),
  'temperature-1.5': atTemperature('1.5'),
  'temperature-2': atTemperature('2'),
  'nearest-plan': {
    method: 'nearest plan, grounded',
    model: 'none',
    solver: { kind: 'predictor', predictor: 'nearest-plan' },
  },
  'random-other': {
    method: 'random other',
    model: 'none',
    solver: { kind: 'trivial', trivial: 'random-other' },
  },
  'constant-medoid': {
    method: 'constant medoid',
    model: 'none',
    solver: { kind: 'trivial', trivial: 'constant-medoid' },
  },
  'nearest-other': {
    method: 'nearest other',
    model: 'none',
    solver: { kind: 'trivial', trivial: 'nearest-other' },
  },
} as const satisfies Record<string, System>;
export type SystemName = keyof typeof SYSTEMS;

function atTemperature(temperature: '0.5' | '1' | '1.5' | '2'): System {
  return {
    method: 'language model alone',
    model: `shipped GPT-2, temperature ${temperature}`,
    solver: { kind: 'predictor', predictor: `language-model-${temperature}` },
    learntFrom: 'training plans',
  };
}

const TRIVIAL = ['random-other', 'constant-medoid', 'nearest-other'] as const;

export interface Experiment {
  readonly kind: 'code' | 'plans' | 'ladder' | 'forms' | 'audit';
  readonly title: string;
  readonly question: string;
  readonly systems: readonly SystemName[];
  /** Released outputs that belong here, by method. */
  readonly released: RegExp | null;
  readonly published: readonly PublishedTable[];
  /** Rows of a language model, where one is named; the first is compared with all others. */
  readonly asked?: {
    readonly methods?: readonly MethodName[];
    /** Few-shot plan prediction: a row for each number of examples. */
    readonly shots?: readonly number[];
    /** A row each; the method's own where they are not given. */
    readonly temperatures?: readonly number[];
  };
  /** Of a ladder: run on data that stand beside each task, and beat the baseline there. */
  readonly onData?: boolean;
  /** Only tasks that no predictor has seen in training; otherwise figures with and without them. */
  readonly unseenOnly?: boolean;
}

/** The paper's method and its baselines (IV-B), and ours. */
const COMPARED = ['dlcodegen', 'direct', 'ps', 'c-cot', 'cedar', 'dlcodegen-fill'] as const;

const ABLATION = /w[/_]?o[ _]|comparison/i;
const TEMPERATURE = /temperature/i;
/** Neither an ablation nor a temperature. */
const METHOD = /^(?!.*(w[/_]?o[ _]|temperature))/i;

/** The experiments as rows (paper V), and ours. */
export const EXPERIMENTS = {
  rq1: {
    kind: 'code',
    title: 'RQ1: effectiveness',
    question: 'How near does generated code come to what people wrote for the same requirement?',
    systems: ['dlcodegen', 'template-rag', 'code-rag', ...TRIVIAL],
    released: METHOD,
    published: ['II'],
    asked: { methods: COMPARED },
  },
  rq2: {
    kind: 'forms',
    title: 'RQ2: judged by people',
    question: 'Is the code compliant, helpful and idiomatic?',
    systems: ['dlcodegen'],
    released: METHOD,
    published: ['III'],
    asked: { methods: ['dlcodegen'] },
    unseenOnly: true,
  },
  rq3: {
    kind: 'plans',
    title: 'RQ3: the plan predictor',
    question: 'How near do predicted plans come to the gold plans, field by field?',
    systems: [
      'fused-plan',
      'fused-plan-before-grounding',
      'language-model-greedy',
      'language-model-beams',
      'nearest-plan',
      ...TRIVIAL,
    ],
    released: METHOD,
    published: ['IV'],
    asked: { shots: [3, 5] },
  },
  rq4: {
    kind: 'code',
    title: 'RQ4: contribution of the components',
    question: 'What is lost without Code RAG, Template RAG or the comparison?',
    systems: ['dlcodegen', 'template-rag', 'code-rag'],
    released: ABLATION,
    published: ['V'],
    asked: {
      methods: [
        'dlcodegen',
        'without-code-rag',
        'without-template-rag',
        'without-both',
        'template-rag',
        'code-rag',
      ],
    },
  },
  rq5: {
    kind: 'code',
    title: 'RQ5: temperature',
    question: 'What does the temperature, 0 to 2, change? The built-in method has none.',
    systems: [],
    released: TEMPERATURE,
    published: ['figure 5'],
    asked: { methods: ['dlcodegen'], temperatures: [0, 0.5, 1, 1.5, 2] },
  },
  temperature: {
    kind: 'plans',
    title: 'RQ5 for the plan predictor: temperature',
    question: 'What does the temperature of the plan predictor, 0 to 2, change?',
    systems: [
      'language-model-greedy',
      'temperature-0.5',
      'temperature-1',
      'temperature-1.5',
      'temperature-2',
    ],
    released: null,
    published: [],
  },
  ladder: {
    kind: 'ladder',
    title: 'Pass ladder',
    question: 'How far does a generated project run, S0 to S5, on data made from its plan?',
    systems: ['dlcodegen', 'template-rag', 'code-rag'],
    released: null,
    published: [],
    asked: { methods: COMPARED },
  },
  learning: {
    kind: 'ladder',
    title: 'Learning on real data',
    question:
      'Trained as written, does the project beat the trivial baseline on its own test split?',
    systems: ['dlcodegen'],
    released: null,
    published: [],
    asked: { methods: ['dlcodegen'] },
    onData: true,
  },
  audit: {
    kind: 'audit',
    title: 'Contamination audit',
    question: 'Is an evaluated task, or nearly one, among what a system may have learnt from?',
    systems: [],
    released: null,
    published: [],
  },
} as const satisfies Record<string, Experiment>;
export type ExperimentName = keyof typeof EXPERIMENTS;
