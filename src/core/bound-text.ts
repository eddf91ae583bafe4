/** Units of both: characters. No word of a language, no name and no number that means something is as long. */
const LONGEST_WORD = 120;
const LONGEST_SPACE = 8;

const LONG_WORD = new RegExp(
  String.raw`([\p{L}\p{M}\p{N}_]{${LONGEST_WORD}})[\p{L}\p{M}\p{N}_]+`,
  'gu',
);
const LONG_SPACE = new RegExp(String.raw`(\s{${LONGEST_SPACE}})\s+`, 'gu');

/**
 * A text as it can be read in bounded time: at most `most` characters, and no longer a run of letters, digits or white
 * space than people write. Ordinary texts come back as they are. Linear in the length kept.
 */
export function boundText(text: string, most: number): string {
  return text.slice(0, most).replace(LONG_WORD, '$1').replace(LONG_SPACE, '$1');
}
