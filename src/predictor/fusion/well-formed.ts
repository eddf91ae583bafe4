import { forText } from '../../core/index.ts';

/** Endings after which something is missing. */
const OPEN_END =
  /(?:,|:|;|\(|-|\b(?:a|an|the|of|and|or|with|for|in|on|to|from|by|as|such as|like|including|each|their|its|is|are|per|between|into))$/i;
/** A list that names one thing of many: it was cut at a comma. */
const CUT_LIST = /\b(?:such as|like|including)\s+[\p{L}\p{N}_-]+$/iu;
const DOUBLED = /\b(\p{L}{3,})\s+\1\b/iu;
/** A number of nothing: `Sequences of 500`. */
const BARE_COUNT = /\b(?:of|up to|length|size)\s+\d+$/i;
const UNITS_BEFORE = /\b(?:length|size)\s+\d+$/i;

/** Whether a description is a whole phrase: nothing cut off, no word twice, no number without what it counts. */
export function isWellFormed(description: string): boolean {
  const text = description.trim().replace(/\.$/, '');
  return (
    text !== '' &&
    !OPEN_END.test(text) &&
    !forText(CUT_LIST, text).test(text) &&
    !forText(DOUBLED, text).test(text) &&
    (!BARE_COUNT.test(text) || UNITS_BEFORE.test(text))
  );
}
