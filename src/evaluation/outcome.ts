import * as z from 'zod';
import type { Plan, SettledAsk } from '../artifacts/index.ts';
import { isInside } from '../core/index.ts';
import { asItCame } from './as-it-came.ts';

/** What a system gave for one task. A failed sample is an outcome too and counts. */
export interface Outcome {
  readonly task: string;
  readonly code: string | null;
  readonly plan: Plan | null;
  /** The plan is one as given; false where it was read leniently. */
  readonly planValid: boolean;
  /** Pool samples that were taken, and those that were kept from the system since they are the task or nearly it. */
  readonly used: readonly string[];
  readonly withheld: readonly string[];
  readonly failure: { readonly code: string; readonly message: string } | null;
  /** The project's files, where they are asked for. */
  readonly files: Readonly<Record<string, string>> | null;
  /** What became of the requirement's asks in the project; null where there is none. */
  readonly asks: AskCounts | null;
  /** null where no language model was asked. */
  readonly asked: Asked | null;
}

/** Numbers of asks by how they ended. */
export interface AskCounts {
  readonly done: number;
  readonly substituted: number;
  readonly unmet: number;
}

export function countAsks(asked: readonly SettledAsk[]): AskCounts {
  const count = (wanted: SettledAsk['status']): number =>
    asked.filter(({ status }) => status === wanted).length;
  return { done: count('done'), substituted: count('substituted'), unmet: count('unmet') };
}

/** What a sample took of a language model; a kept reply counts as when it was asked for. */
export interface Asked {
  readonly calls: number;
  readonly failed: number;
  /** Tokens read and written, where the provider states them. */
  readonly input: number;
  readonly output: number;
  /** US dollars; null where a price or usage is not known. */
  readonly cost: number | null;
  /** Share of the project's segment lines that the model wrote, 0-1. */
  readonly share: number;
}

/** Failures of a provider, or of our limits: they say nothing of the sample, which is tried again in the next run. */
export const PROVIDER_FAULTS: ReadonlySet<string> = new Set([
  'PROVIDER_AUTH',
  'PROVIDER_LIMIT',
  'PROVIDER_REFUSED',
  'PROVIDER_FAILED',
  'BUDGET',
]);

export function hadProviderFault({ failure }: Pick<Outcome, 'failure'>): boolean {
  return failure !== null && PROVIDER_FAULTS.has(failure.code);
}

const TEXT = z.string().nullable();
const NUMBER = z.number().nullable();
const MOST_FILES = 500;
/** Files of a project by their names, none of which leads out of it. */
export const FILES = z
  .record(z.string().refine(isInside, 'leads out of the project'), z.string())
  .refine((files) => Object.keys(files).length <= MOST_FILES, 'too many files');

/** An outcome as it comes back from a worker or from the disk. */
export const OUTCOME: z.ZodType<Outcome> = asItCame(
  z.strictObject({
    task: z.string(),
    code: TEXT,
    plan: z
      .strictObject({
        category: z.string(),
        dataset: z.strictObject({ input: z.string(), output: z.string() }),
        preprocess: z.string(),
        layers: z.array(z.string()),
        hyperparameters: z.strictObject({
          optimizer: TEXT,
          loss: TEXT,
          learningRate: NUMBER,
          batchSize: NUMBER,
          epochs: NUMBER,
          metric: TEXT,
        }),
      })
      .nullable(),
    planValid: z.boolean(),
    used: z.array(z.string()),
    withheld: z.array(z.string()),
    failure: z.strictObject({ code: z.string(), message: z.string() }).nullable(),
    files: FILES.nullable(),
    asks: z
      .strictObject({ done: z.number(), substituted: z.number(), unmet: z.number() })
      .nullable(),
    asked: z
      .strictObject({
        calls: z.number(),
        failed: z.number(),
        input: z.number(),
        output: z.number(),
        cost: NUMBER,
        share: z.number(),
      })
      .nullable(),
  }),
);

export type Source =
  | 'measured here'
  | 'trivial baseline'
  | 'rescored from released outputs'
  | 'rescored from given outputs';

/** What a system's predictor was trained on; nobody says it of outputs made elsewhere. */
export type LearntFrom = 'training plans' | 'nothing' | 'unknown';

/** A row of an experiment with its outcomes, one for every task, in the tasks' order. */
export interface Row {
  readonly id: string;
  readonly method: string;
  readonly model: string;
  readonly source: Source;
  readonly learntFrom: LearntFrom;
  readonly outcomes: readonly Outcome[];
}

export function emptyOutcome(task: string): Outcome {
  return {
    task,
    code: null,
    plan: null,
    planValid: false,
    used: [],
    withheld: [],
    failure: null,
    files: null,
    asks: null,
    asked: null,
  };
}
