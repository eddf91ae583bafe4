import type { PromptContext } from '../context.ts';
import { codeStep, thinkStep, type Step, type Technique } from '../technique.ts';
import { CODE_ONLY, join, solution, task } from '../text.ts';

/** The model reasons before it writes. */
export const zeroShotCot: Technique = {
  title: 'Zero-shot chain of thought',
  source: 'Kojima et al., NeurIPS 2022; II-B',
  temperature: 0,
  steps: [
    thinkStep('zero-shot-cot.think', "Let's think step by step. Write no code yet."),
    codeStep('zero-shot-cot.code', { Reasoning: 0 }, 'Therefore, write the program.'),
  ],
};

/** Reasoning in the structures of programs. */
export const structuredCot: Technique = {
  title: 'Structured chain of thought',
  source: 'Li et al., TOSEM 2024; II-B, S-CoT',
  temperature: 0,
  steps: [
    thinkStep(
      'structured-cot.think',
      'Write the solving process as pseudocode. Begin with the input-output structure (what goes in, what comes out, with shapes), then use only three structures: sequence, branch (if ... else) and loop (for ... in, while). Write no Python yet.',
    ),
    codeStep(
      'structured-cot.code',
      { 'Solving process': 0 },
      'Check the solving process for errors, mend them, and implement it.',
    ),
  ],
};

/** The chain of a typical task of the category shows how to reason. */
export const clusterCot: Technique = {
  title: 'Cluster-CoT',
  source: 'Zhang et al. (Auto-CoT), ICLR 2023; IV-B, C-CoT',
  temperature: 0,
  steps: clusterSteps('c-cot.code', () => ''),
};

/** As the released code of the paper has it: C-CoT gets the predicted plan too. */
export const clusterCotReleased: Technique = {
  title: 'Cluster-CoT with the predicted plan',
  source: 'released code of the paper, where C-CoT gets the predicted plan',
  temperature: 0,
  steps: clusterSteps('c-cot-released.code', solution),
};

/** `plan` stands before the last words. The first question holds nothing of the task, so that its reply serves a category. */
function clusterSteps(stage: string, plan: (context: PromptContext) => string): readonly Step[] {
  return [
    {
      stage: 'c-cot.chain',
      prompt: (context) =>
        join(
          `Requirement:\n${typical(context)}`,
          "Let's think step by step about how to solve this with Keras. Write no code.",
        ),
    },
    {
      stage,
      prompt: (context, [chain = '']) =>
        join(
          `A typical task of this kind:\n${typical(context)}\n\nHow it is solved:\n${chain.trim()}`,
          `Now this task.\n\n${task(context)}`,
          plan(context),
          "Let's think step by step, then write the program.",
          CODE_ONLY,
        ),
    },
  ];
}

function typical({ representative, requirement }: PromptContext): string {
  return (representative ?? requirement).trim();
}
