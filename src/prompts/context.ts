import type { Plan, SettledAsk } from '../artifacts/index.ts';

/** A program that is shown to the model. */
export interface Example {
  readonly requirement: string;
  readonly code: string;
}

/** All that a prompt may tell a model of one task; a prompt takes what it needs. */
export interface PromptContext {
  readonly requirement: string;
  readonly attributes: string;
  /** null for techniques that plan for themselves. */
  readonly plan: Plan | null;
  readonly asked: readonly SettledAsk[];
  /** Names, types and counts of the user's data; never a value, unless the user shares samples. */
  readonly data: string;
  /** The program that retrieval by plan finds (III-C). */
  readonly similar: string;
  /** Programs with the nearest requirements, best first. */
  readonly examples: readonly Example[];
  /** Nearest by the tokens of the requirement and by the plan together, best first (ReACC). */
  readonly hybrid: readonly Example[];
  /** What the documentation of Keras says on the requirement, best first; read only where it is asked for. */
  readonly documentation: () => readonly string[];
  /** The template of the two nearest programs (paper III-C). */
  readonly template: string;
  /** The requirement of a typical task of the same category (C-CoT, IV-B); null where there is none. */
  readonly representative: string | null;
}
