import type { PromptContext } from '../context.ts';
import type { Technique } from '../technique.ts';
import { CODE_ONLY, join, solution, task } from '../text.ts';

/** The model reasons before it writes. */
export const zeroShotCot: Technique = {
  title: 'Zero-shot chain of thought',
  source: 'Kojima et al., NeurIPS 2022; II-B',
  temperature: 0,
  steps: [
    {
      stage: 'zero-shot-cot.think',
      prompt: (context) => join(task(context), "Let's think step by step. Write no code yet."),
    },
    {
      stage: 'zero-shot-cot.code',
      prompt: (context, [chain = '']) =>
        join(task(context), `Reasoning:\n${chain}`, 'Therefore, write the program.', CODE_ONLY),
    },
  ],
};

/** Reasoning in the structures of programs. */
export const structuredCot: Technique = {
  title: 'Structured chain of thought',
  source: 'Li et al., TOSEM 2024; II-B, S-CoT',
  temperature: 0,
  steps: [
    {
      stage: 'structured-cot.think',
      prompt: (context) =>
        join(
          task(context),
          'Write the solving process as pseudocode. Begin with the input-output structure (what goes in, what comes out, with shapes), then use only three structures: sequence, branch (if ... else) and loop (for ... in, while). Write no Python yet.',
        ),
    },
    {
      stage: 'structured-cot.code',
      prompt: (context, [chain = '']) =>
        join(
          task(context),
          `Solving process:\n${chain}`,
          'Check the solving process for errors, mend them, and implement it.',
          CODE_ONLY,
        ),
    },
  ],
};

/** The chain of a typical task of the category shows how to reason. */
export const clusterCot: Technique = {
  title: 'Cluster-CoT',
  source: 'Zhang et al. (Auto-CoT), ICLR 2023; IV-B, C-CoT',
  temperature: 0,
  steps: [
    { stage: 'c-cot.chain', prompt: (context) => representativeQuestion(context) },
    {
      stage: 'c-cot.code',
      prompt: (context, [chain = '']) =>
        join(
          demonstration(context, chain),
          `Now this task.\n\n${task(context)}`,
          "Let's think step by step, then write the program.",
          CODE_ONLY,
        ),
    },
  ],
};

/** As the released code of the paper has it: C-CoT gets the predicted plan too. */
export const clusterCotReleased: Technique = {
  title: 'Cluster-CoT with the predicted plan',
  source: 'released code of the paper, where C-CoT gets the predicted plan',
  temperature: 0,
  steps: [
    { stage: 'c-cot.chain', prompt: (context) => representativeQuestion(context) },
    {
      stage: 'c-cot-released.code',
      prompt: (context, [chain = '']) =>
        join(
          demonstration(context, chain),
          `Now this task.\n\n${task(context)}`,
          solution(context),
          "Let's think step by step, then write the program.",
          CODE_ONLY,
        ),
    },
  ],
};

/** Without anything of the task itself, so that one reply serves every task of the category. */
function representativeQuestion({ representative, requirement }: PromptContext): string {
  return join(
    `Requirement:\n${(representative?.requirement ?? requirement).trim()}`,
    "Let's think step by step about how to solve this with Keras. Write no code.",
  );
}

function demonstration({ representative, requirement }: PromptContext, chain: string): string {
  return `A typical task of this kind:\n${(representative?.requirement ?? requirement).trim()}\n\nHow it is solved:\n${chain.trim()}`;
}
