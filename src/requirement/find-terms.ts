import type { Ask, AskKind, FactValue } from '../artifacts/index.ts';
import type { ReadableText } from './readable-text.ts';
import { TERMS } from './terms/index.ts';
import { findPhrases } from './terms/term.ts';
import { COMPILED_VALUES } from './value-table.ts';

const FINDERS = TERMS.map((term) => ({ ...term, find: findPhrases(term.heard) }));

/** `no dropout`, `instead of an LSTM`, `without using attention`. */
const NEGATION =
  /(?:\b(?:no|not|without|instead of|rather than|avoid(?:ing)?|except|excluding)(?: using| use)?|\b(?:do(?:es)? not|don'?t)(?: want| use| need)*)(?: an?| the| any)?\s+$/u;
/** `augmentation is not needed`. */
const UNNEEDED = /^\s+(?:is|are) (?:not|never) (?:needed|necessary|required|wanted|asked for)\b/u;
const LONGEST_NEGATION = 40;

/** Is what begins there asked not to be? */
export function isNegated(words: string, start: number): boolean {
  return NEGATION.test(words.slice(Math.max(0, start - LONGEST_NEGATION), start));
}

/** The ask of a stretch of `words`. */
export function askAt(
  text: ReadableText,
  kind: AskKind,
  name: string,
  value: FactValue,
  start: number,
  end: number,
): Ask {
  const span = text.place(start, end);
  return { kind, name, value, words: text.original.slice(...span), span };
}

/** Every mention of a term; false is the value of what is asked not to be, its own words that of one of a group. */
export function findTerms(text: ReadableText): readonly Ask[] {
  return FINDERS.flatMap(({ kind, name, isGroup, find }) =>
    find(text.words).map((match) => {
      const end = match.index + match[0].length;
      const isWanted =
        !isNegated(text.words, match.index) &&
        !UNNEEDED.test(text.words.slice(end, end + LONGEST_NEGATION));
      const value = isWanted && isGroup === true ? match[0] : isWanted;
      return askAt(text, kind, name, value, match.index, end);
    }),
  );
}

/** Every value that the text states: its own words before what is said of the data. */
export function findValues(text: ReadableText): readonly Ask[] {
  const parts = [
    { from: 0, words: text.words.slice(0, text.attributesAt.words) },
    { from: text.attributesAt.words, words: text.words.slice(text.attributesAt.words) },
  ];
  return COMPILED_VALUES.flatMap(({ kind, name, expressions, read }) => {
    for (const { from, words } of parts) {
      for (const expression of expressions) {
        const match = expression(words).exec(words);
        if (match === null) continue;
        const written = match.slice(1).find((group) => group !== undefined) ?? match[0];
        const value = read(written, match);
        if (value === null) continue;
        const start = from + match.index;
        return [askAt(text, kind, name, value, start, start + match[0].length)];
      }
    }
    return [];
  });
}
