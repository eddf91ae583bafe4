import type { Technique } from '../technique.ts';
import { CODE_ONLY, join, openAsks, solution, task, untrusted } from '../text.ts';

/** Code 1: plan and the most similar program (III-C, III-D). */
export const codeRag: Technique = {
  title: 'Code RAG',
  source: 'III-C and III-D, code 1',
  temperature: 1.5,
  steps: [
    {
      stage: 'code-rag',
      prompt: (context) =>
        join(
          task(context),
          solution(context),
          openAsks(context),
          `A program for a similar task:\n${untrusted(context.similar)}`,
          'Write the program for this task. Keep to the plan; take from the similar program what fits. Keep the names and arguments of its functions and its "# %%" headings.',
          CODE_ONLY,
        ),
    },
  ],
};

/** Code 2: plan and the template of the two most similar programs (III-C, III-D). */
export const templateRag: Technique = {
  title: 'Template RAG',
  source: 'III-C and III-D, code 2',
  temperature: 1.5,
  steps: [
    {
      stage: 'template-rag',
      prompt: (context) =>
        join(
          task(context),
          solution(context),
          openAsks(context),
          `A template of similar programs; ⟨NAME⟩ is to be filled:\n${untrusted(context.template)}`,
          'Write the program for this task: fill the template, keep to the plan. Keep the names and arguments of its functions and its "# %%" headings.',
          CODE_ONLY,
        ),
    },
  ],
};
