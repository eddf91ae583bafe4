import type { Example } from '../context.ts';
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
        join(examples(context.examples, 1), `Now this task.\n\n${task(context)}`, CODE_ONLY),
    },
  ],
};

/** Retrieved code and its summary stand before the requirement. */
export const redcoder: Technique = {
  title: 'REDCODER',
  source:
    'Parvez et al., Findings of EMNLP 2021, section 3 (SCODE-G-EXT: code with its summary, joined to the input); II-C. Here the retriever is BM25, theirs a trained encoder',
  temperature: 0,
  steps: [
    {
      stage: 'redcoder',
      prompt: (context) =>
        join(
          task(context),
          'Retrieved code that may help:',
          examples(context.examples, 2),
          CODE_ONLY,
        ),
    },
  ],
};

/** Similar code as the beginning of a file that the model continues. */
export const reacc: Technique = {
  title: 'ReACC',
  source:
    'Lu et al., ACL 2022, section 3: scores by tokens (BM25) and by meaning are added; II-C. Here meaning is the similarity of plans, theirs that of a trained encoder, and the query is the requirement, since there is no unfinished code',
  temperature: 0,
  steps: [
    {
      stage: 'reacc',
      prompt: (context) =>
        join(
          examples(context.hybrid, 1),
          `The next file of the same project solves another task.\n\n${task(context)}`,
          'Write the whole next file.',
          CODE_ONLY,
        ),
    },
  ],
};

/** Fragments of the documentation stand before the requirement. */
export const docPrompting: Technique = {
  title: 'DocPrompting',
  source:
    "Zhou et al., ICLR 2023, sections 2-3: BM25 over the library's documentation, then generation from the fragments; II-C. Here the docstrings of the installed Keras",
  temperature: 0,
  steps: [
    {
      stage: 'docprompting',
      prompt: (context) =>
        join(
          'Documentation that may help:',
          ...context.documentation().map(untrusted),
          task(context),
          CODE_ONLY,
        ),
    },
  ],
};

function examples(found: readonly Example[], count: number): string {
  return found
    .slice(0, count)
    .map(
      ({ requirement, code }) =>
        `Example requirement:\n${untrusted(requirement)}\n\nExample program:\n${untrusted(code)}`,
    )
    .join('\n\n');
}
