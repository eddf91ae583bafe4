import type { DataKind } from '../artifacts/index.ts';
import { knownFacts, ofColumn, type KnownFacts } from '../kinds/index.ts';
import { OWN_HEAD, type Target } from './define-target.ts';

/** What a text is, by the data it is made of. */
const TEXTS: { readonly [Kind in DataKind]?: (facts: KnownFacts) => string } = {
  'image-table': () => 'The text that stands in the image',
  'image-captions': () => 'A sentence about the image, word by word',
  'text-pairs': ({ TARGET_LENGTH: length, TARGET_COLUMN: column }) =>
    `A text of up to ${length} words${ofColumn(column)}`,
};

/** A text, written word by word. */
export const textTarget: Target = {
  tasks: [
    { modality: 'image', goal: 'caption', kind: 'image-captions' },
    { modality: 'image', goal: 'read', kind: 'image-table' },
    { modality: 'text', goal: 'translate', kind: 'text-pairs' },
    { modality: 'text', goal: 'summarize', kind: 'text-pairs' },
    { modality: 'text', goal: 'answer', kind: 'text-pairs' },
  ],
  forms: [],
  head: () => OWN_HEAD,
  sizes: ['VOCABULARY_SIZE'],
  describe: ({ kind, facts }) => TEXTS[kind]?.(knownFacts(facts)) ?? 'A text',
  words: {
    must: /\b(?:captions?|texts?|words?|sequences?|sentences?|summar\w+|translat\w+|answers?|characters?|descriptions?)\b/i,
    never: /\bclass(?:es|ification)?\b|\bcategor/i,
  },
  makes: ['texts'],
};
