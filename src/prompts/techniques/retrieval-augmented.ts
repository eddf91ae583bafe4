import type { PromptContext } from '../context.ts';
import type { Technique } from '../technique.ts';
import { CODE_ONLY, join, task, untrusted } from '../text.ts';

/** One example: the nearest requirement with its code. */
export const cedar: Technique = {
  title: 'CEDAR',
  source: 'Nashid et al., ICSE 2023; IV-B, sparse retrieval over requirements, one example',
  temperature: 0,
  steps: [
    {
      stage: 'cedar',
      prompt: (context) =>
        join(examples(context, 1), `Now this task.\n\n${task(context)}`, CODE_ONLY),
    },
  ],
};

/** Retrieved code and its summary stand before the requirement. */
export const redcoder: Technique = {
  title: 'REDCODER',
  source: 'Parvez et al., EMNLP 2021; II-C, retrieved code with its summary augments the input',
  temperature: 0,
  steps: [
    {
      stage: 'redcoder',
      prompt: (context) =>
        join(task(context), 'Retrieved code that may help:', examples(context, 2), CODE_ONLY),
    },
  ],
};

/** Similar code as the beginning of a file that the model continues. */
export const reacc: Technique = {
  title: 'ReACC',
  source: 'Lu et al., ACL 2022; II-C. Here similar by tokens alone (BM25); theirs by meaning too',
  temperature: 0,
  steps: [
    {
      stage: 'reacc',
      prompt: (context) =>
        join(
          examples(context, 1),
          `The next file of the same project solves another task.\n\n${task(context)}`,
          'Write the whole next file.',
          CODE_ONLY,
        ),
    },
  ],
};

function examples({ examples: found }: PromptContext, count: number): string {
  return found
    .slice(0, count)
    .map(
      ({ requirement, code }) =>
        `Example requirement:\n${untrusted(requirement)}\n\nExample program:\n${untrusted(code)}`,
    )
    .join('\n\n');
}
