import { knownFacts, quoted, type KnownFacts } from '../kinds/index.ts';
import { ARRAY_WORDS, denseHead, inColumn, type Target } from './define-target.ts';

/** What a description of numbers never speaks of. */
export const NO_NUMBERS =
  /\bclass(?:es|ification)?\b|\bcategor|\b(?:binary|generated|captions?|box(?:es)?|words?|masks?|probabilit\w+)\b/i;

function countNumbers({ TARGET: columns }: KnownFacts): number {
  return Array.isArray(columns) ? Math.max(1, columns.length) : 1;
}

/** One number or several. */
export const numberTarget: Target = {
  tasks: [
    { modality: 'image', goal: 'regress', kind: 'image-table' },
    { modality: 'image', goal: 'regress', kind: 'arrays', when: ARRAY_WORDS },
    { modality: 'mixed', goal: 'regress', kind: 'image-features-table' },
    { modality: 'text', goal: 'regress', kind: 'text-table' },
    { modality: 'audio', goal: 'regress', kind: 'audio-table' },
    { modality: 'signal', goal: 'regress', kind: 'signal-table' },
    { modality: 'table', goal: 'regress', kind: 'table' },
    { modality: 'arrays', goal: 'regress', kind: 'arrays' },
  ],
  forms: ['numbers'],
  head: (facts) => denseHead('numbers', countNumbers(facts), 'linear'),
  outputFits: (facts, output) => output.at(-1) === countNumbers(facts),
  describe: (data) => {
    const { TARGET: columns } = knownFacts(data.facts);
    return Array.isArray(columns) && columns.length > 1
      ? `${columns.length} numbers: columns ${quoted(columns)}`
      : `A number${inColumn(data)}`;
  },
  words: { never: NO_NUMBERS },
  makes: [],
};
