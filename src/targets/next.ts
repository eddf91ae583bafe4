import { knownFacts } from '../kinds/index.ts';
import { OWN_HEAD, type Target } from './define-target.ts';

/** The next word of a text. */
export const nextTarget: Target = {
  tasks: [{ modality: 'text', goal: 'generate-text', kind: 'text-file' }],
  forms: [],
  head: ({ VOCABULARY_SIZE: words }) => ({
    ...OWN_HEAD,
    goal: { units: words ?? 1, activation: 'softmax' },
  }),
  sizes: ['VOCABULARY_SIZE'],
  describe: ({ facts }) => `The next word, one of ${knownFacts(facts).VOCABULARY_SIZE}`,
  words: {
    must: /\b(?:words?|characters?|tokens?|texts?|sequences?)\b/i,
    never: /\bclass(?:es|ification)?\b|\bcategor/i,
  },
  makes: ['texts'],
};
