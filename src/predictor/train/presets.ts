import type { AdamW } from '../gpt2/adamw-graph.ts';
import type { Gpt2Config } from '../gpt2/config.ts';

export interface TrainingPreset {
  /** What the row stands for, in a sentence. */
  readonly about: string;
  /** The vocabulary's size comes from the tokenizer. */
  readonly model: Omit<Gpt2Config, 'vocabulary'>;
  /** Tokens of the domain's own BPE; null takes the `tokenizer.json` that lies in the folder. */
  readonly tokenizerSize: number | null;
  readonly epochs: number;
  /** Examples of one update. */
  readonly batchExamples: number;
  /** Rows (examples times longest) that are run at once; an update gathers as many runs as it needs. */
  readonly maxRows: number;
  readonly peakRate: number;
  readonly warmupSteps: number;
  readonly schedule: keyof typeof SCHEDULES;
  readonly adamW: AdamW;
  readonly dropout: number;
  /** Weight of a prompt token in the loss, beside 1 for a plan token. */
  readonly promptWeight: number;
  /** Updates between two looks at the held-out loss. */
  readonly evaluateEvery: number;
  /** Updates between two checkpoints. */
  readonly saveEvery: number;
  /** Looks without a better held-out loss after which training ends. */
  readonly patience: number;
  readonly seed: number;
}

/** Share of the peak rate that is left after warm-up; `progress` runs from 0 to 1. */
export const SCHEDULES = {
  constant: () => 1,
  cosine: (progress: number) => 0.05 + 0.475 * (1 + Math.cos(Math.PI * progress)),
} as const satisfies Record<string, (progress: number) => number>;

const DEFAULT: TrainingPreset = {
  about: 'what we ship: from scratch, not pretrained, under 90 minutes on 2 cores',
  model: { context: 512, width: 256, layers: 6, heads: 4 },
  tokenizerSize: 4096,
  epochs: 9,
  batchExamples: 16,
  maxRows: 2048,
  peakRate: 1e-3,
  warmupSteps: 100,
  schedule: 'cosine',
  adamW: { beta1: 0.9, beta2: 0.98, epsilon: 1e-8, weightDecay: 0.1, clip: 1 },
  dropout: 0.1,
  promptWeight: 0.3,
  evaluateEvery: 90,
  saveEvery: 45,
  patience: 4,
  seed: 1,
};

const GPT2_LARGE = { context: 1024, width: 1280, layers: 36, heads: 20 };
const TORCH_ADAMW: AdamW = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.01, clip: 1 };

/** Training settings by name; a row lists what differs from the default. Paper: IV-E. */
export const PRESETS = {
  default: DEFAULT,
  paper: {
    ...DEFAULT,
    about: "the paper's text: GPT-2-large, AdamW 1e-3, batch 16, 8 epochs",
    model: GPT2_LARGE,
    tokenizerSize: null,
    epochs: 8,
    maxRows: 1024,
    warmupSteps: 0,
    schedule: 'constant',
    adamW: TORCH_ADAMW,
    promptWeight: 0,
  },
  artifact: {
    ...DEFAULT,
    about:
      "the paper's released code: cosine, 100 warm-up steps, block 1024, accumulation 8, 6 epochs",
    model: GPT2_LARGE,
    tokenizerSize: null,
    epochs: 6,
    batchExamples: 8,
    maxRows: 1024,
    adamW: TORCH_ADAMW,
    promptWeight: 1,
  },
} as const satisfies Record<string, TrainingPreset>;

export type PresetName = keyof typeof PRESETS;

/** Learning rate of an update; `step` counts from 0. */
export function learningRate(preset: TrainingPreset, step: number, steps: number): number {
  const warmup = Math.min(1, (step + 1) / Math.max(1, preset.warmupSteps));
  const progress = (step - preset.warmupSteps) / Math.max(1, steps - preset.warmupSteps);
  const share = SCHEDULES[preset.schedule](Math.min(1, Math.max(0, progress)));
  return preset.peakRate * Math.min(warmup, share);
}
