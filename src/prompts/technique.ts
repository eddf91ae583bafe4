import type { PromptContext } from './context.ts';
import { CODE_ONLY, join, task } from './text.ts';

/** One question of a technique. */
export interface Step {
  /** Names the call in the run's events, e.g. `ps.plan`. */
  readonly stage: string;
  /** `earlier` holds the replies of the steps before, in their order. */
  readonly prompt: (context: PromptContext, earlier: readonly string[]) => string;
}

/** A program that an earlier step wrote is executed block by block; its trace takes the place of a reply. */
export interface ExecutionStep {
  readonly stage: string;
  /** Which reply holds the program. */
  readonly executes: number;
}

/** A way of making code with a language model: questions in order, the last reply holds the code. */
export interface Technique {
  readonly title: string;
  /** The paper that describes it, the section of ours that uses it, and what is done otherwise here. */
  readonly source: string;
  /** Baselines of the paper use 0, DLCodeGen 1.5 (IV-B). */
  readonly temperature: number;
  readonly steps: readonly (Step | ExecutionStep)[];
}

/** The first step: the task, and what is to be thought of it before there is code. */
export function thinkStep(stage: string, question: string, before = ''): Step {
  return { stage, prompt: (context) => join(before, task(context), question) };
}

/** A later step: the task, replies of earlier steps under their headings, and what is to be made of them. */
export function codeStep(
  stage: string,
  shown: Readonly<Record<string, number>>,
  then: string,
): Step {
  return {
    stage,
    prompt: (context, earlier) =>
      join(
        task(context),
        ...Object.entries(shown).map(([heading, step]) => `${heading}:\n${earlier[step] ?? ''}`),
        then,
        CODE_ONLY,
      ),
  };
}
