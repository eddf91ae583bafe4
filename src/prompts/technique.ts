import type { PromptContext } from './context.ts';

/** One question of a technique. */
export interface Step {
  /** Names the call in the run's events, e.g. `ps.plan`. */
  readonly stage: string;
  /** `earlier` holds the replies of the steps before, in their order. */
  readonly prompt: (context: PromptContext, earlier: readonly string[]) => string;
}

/** A way of making code with a language model: questions in order, the last reply holds the code. */
export interface Technique {
  readonly title: string;
  /** The paper that describes it, and the section of ours that uses it. */
  readonly source: string;
  /** Baselines of the paper use 0, DLCodeGen 1.5 (IV-B). */
  readonly temperature: number;
  readonly steps: readonly Step[];
}
