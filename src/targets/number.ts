import { knownFacts, quoted, type KnownFacts } from '../kinds/index.ts';
import { denseHead, inColumn, type Target } from './define-target.ts';

/** What a description of numbers never speaks of. */
export const NO_NUMBERS =
  /\bclass(?:es|ification)?\b|\bcategor|\b(?:binary|generated|captions?|box(?:es)?|words?|masks?)\b/i;

function countNumbers({ TARGET: columns }: KnownFacts): number {
  return Array.isArray(columns) ? Math.max(1, columns.length) : 1;
}

/** One number or several. */
export const numberTarget: Target = {
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
