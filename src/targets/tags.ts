import { knownFacts } from '../kinds/index.ts';
import { countClasses, givesClasses, type Target } from './define-target.ts';

/** A tag for each word. */
export const tagsTarget: Target = {
  tasks: [{ modality: 'text', goal: 'tag', kind: 'tagged-words' }],
  forms: [],
  head: (facts) => ({
    form: null,
    layer: `TimeDistributed(Dense(${countClasses(facts)}, activation='softmax'))`,
    goal: null,
  }),
  outputFits: givesClasses,
  map: ({ SEQUENCE_LENGTH: length, CLASS_COUNT: tags }) => [length ?? null, tags ?? null],
  sizes: ['CLASS_COUNT'],
  describe: ({ facts }) => `One of ${countClasses(knownFacts(facts))} tags for each word`,
  words: { must: /\b(?:tags?|labels?|entit\w+)\b/i, never: /\bbinary\b/i },
  makes: ['texts'],
};
