import type { Requirement } from '../artifacts/index.ts';
import { correctWord } from './spelling.ts';

/** A requirement as terms are looked for in it: as written, and in corrected lower-case English. */
export interface ReadableText {
  /** Text, a line feed, attributes; an object of attributes without its marks, character by character. */
  readonly original: string;
  /** The same in lower-case English with typos corrected. */
  readonly words: string;
  /** Where the attributes begin. */
  readonly attributesAt: { readonly original: number; readonly words: number };
  /** Offsets of a stretch of `words` in `original`. */
  place(start: number, end: number): readonly [number, number];
}

/** A word whose correction has another length. */
interface Change {
  readonly start: number;
  readonly end: number;
  readonly originStart: number;
  readonly originEnd: number;
}

const WORD = /[\p{L}\p{M}]+/gu;

export function readText({ text, attributes }: Requirement): ReadableText {
  const original = `${text}\n${plainAttributes(attributes)}`;
  const changes: Change[] = [];
  let words = '';
  let last = 0;
  let attributesAt = 0;
  for (const match of original.matchAll(WORD)) {
    words += original.slice(last, match.index);
    if (match.index <= text.length) attributesAt = words.length + text.length - match.index;
    const corrected = correctWord(match[0]);
    last = match.index + match[0].length;
    if (corrected.length !== match[0].length) {
      const end = words.length + corrected.length;
      changes.push({ start: words.length, end, originStart: match.index, originEnd: last });
    }
    words += corrected;
    if (last <= text.length) attributesAt = words.length + text.length - last;
  }
  words += original.slice(last);
  const originOf = (offset: number, side: 'originStart' | 'originEnd'): number => {
    const before = changes.findLast(({ start }) => start < offset);
    if (before === undefined) return offset;
    return offset < before.end ? before[side] : offset - before.end + before.originEnd;
  };
  return {
    original,
    words,
    attributesAt: { original: text.length + 1, words: attributesAt + 1 },
    place: (start, end) => [originOf(start, 'originStart'), originOf(end, 'originEnd')],
  };
}

/** `{"Target labels": ["a", "b"]}` as ` Target labels :   a ,  b  .`: of the same length, so that offsets hold. */
function plainAttributes(attributes: string): string {
  if (!/^\s*\{\s*["']/.test(attributes)) return attributes;
  return attributes
    .replace(/["'](?=\s*,\s*["'][^"']{1,60}["']\s*:)/g, '.')
    .replace(/[{}\]]/g, '.')
    .replace(/["'[](?![\p{L}])|(?<![\p{L}])["']|\[/gu, ' ');
}
