import { isSkeleton } from './word-similarity.ts';

/** A stretch of a name that stands for a word that was said. */
export interface Piece {
  /** Place of the word among those that were said. */
  readonly at: number;
  readonly length: number;
  /** How surely it stands for the word, 0-1. */
  readonly quality: number;
}

const WHOLE = 1;
const BEGINNING = 0.85;
const SKELETON = 0.75;
const INITIAL = 0.6;
const SHORTEST_BEGINNING = 3;
const LONGEST_SKELETON = 5;
const MOST_LETTERS = 30;
const FEWEST_INITIALS = 3;

/**
 * A name without marks cut into pieces that stand for words that were said, each once: whole words (`worldconsumption`),
 * beginnings (`arrdelay`), consonants (`mktprice`) in any order, initials (`mpg`) in theirs. Null where it is not made of two
 * words or more.
 */
export function splitName(name: string, said: readonly string[]): readonly Piece[] | null {
  if (name.length < 2 || name.length > MOST_LETTERS || !/^\p{L}+$/u.test(name)) return null;
  const pieces = cut(name, 0, said, new Set(), -1);
  if (pieces === null || pieces.length < 2) return null;
  const isInitials = pieces.every(({ length }) => length === 1);
  const hasWord = pieces.some(({ length }) => length >= SHORTEST_BEGINNING);
  return (isInitials ? pieces.length >= FEWEST_INITIALS : hasWord) ? pieces : null;
}

function cut(
  name: string,
  start: number,
  said: readonly string[],
  used: ReadonlySet<number>,
  last: number,
): readonly Piece[] | null {
  if (start === name.length) return [];
  const options = said
    .flatMap((word, at) => (used.has(at) ? [] : piecesAt(name, start, word, at)))
    // An initial goes on with the next word.
    .filter(({ at, length }) => length > 1 || start === 0 || at === last + 1)
    .toSorted((a, b) => b.length * b.quality - a.length * a.quality);
  for (const piece of options) {
    const rest = cut(name, start + piece.length, said, new Set([...used, piece.at]), piece.at);
    if (rest !== null) return [piece, ...rest];
  }
  return null;
}

function piecesAt(name: string, start: number, word: string, at: number): readonly Piece[] {
  if (word === '' || name[start] !== word[0]) return [];
  let common = 0;
  while (common < word.length && name[start + common] === word[common]) common += 1;
  const pieces: Piece[] = [{ at, length: 1, quality: word.length === 1 ? WHOLE : INITIAL }];
  for (let length = SHORTEST_BEGINNING; length <= common; length += 1)
    pieces.push({ at, length, quality: length === word.length ? WHOLE : BEGINNING });
  if (common === 2 && word.length === 2) pieces.push({ at, length: 2, quality: WHOLE });
  const longest = Math.min(LONGEST_SKELETON, name.length - start);
  for (let length = 2; length <= longest; length += 1)
    if (length > common && isSkeleton(name.slice(start, start + length), word))
      pieces.push({ at, length, quality: SKELETON });
  return pieces;
}
