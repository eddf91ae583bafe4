import { nameWords } from '../profile/index.ts';
import { PLAIN_WORDS, UNITS } from './meaning-table.ts';
import { wordSimilarity } from './word-similarity.ts';

/** A word that was said, and how much it says of the thing that is meant. */
export interface SaidWord {
  readonly word: string;
  /** 1 for the head of a phrase, less for what stands beside it. */
  readonly weight: number;
}

/** A few words that name one thing. */
export interface Phrase {
  /** As they follow one another. */
  readonly words: readonly SaidWord[];
  /** All words as they were said, for initials: `miles per gallon`. */
  readonly said: readonly string[];
  /** Any of the words may be the thing: `whether the patient is readmitted`. */
  readonly isClause: boolean;
}

export interface ColumnMatch {
  /** How surely the words mean this column, 0-1. */
  readonly score: number;
  /** Share of the column's name that was said, 0-1. */
  readonly named: number;
  /** Whether the word that says what the thing is stands in the name. */
  readonly isHead: boolean;
}

const NO_MATCH: ColumnMatch = { score: 0, named: 0, isHead: false };
const ENOUGH = 0.6;
const PLAIN_WEIGHT = 0.15;

interface NameWord {
  readonly word: string;
  readonly weight: number;
}

/** The words of a column's name without units; words that say nothing of the thing count less. */
export function columnWords(name: string): readonly NameWord[] {
  const bare = name.replaceAll(/\([^)]*\)|\[[^\]]*\]/g, ' ');
  const words = nameWords(bare.trim() === '' ? name : bare)
    .replaceAll(/(\p{L})(\d)/gu, '$1 $2')
    .split(' ');
  const kept = words.filter((word, at) => at === 0 || !UNITS.has(word));
  return kept.map((word) => ({
    word,
    weight: PLAIN_WORDS.has(word) || /^\d+$/.test(word) ? PLAIN_WEIGHT : 1,
  }));
}

/** How surely a phrase means a column, by the words of both, initials and joined words. */
export function matchColumn(name: string, phrase: Phrase): ColumnMatch {
  const words = columnWords(name);
  const apart = matchWords(words, phrase);
  const joined = matchJoined(words.map(({ word }) => word).join(''), phrase);
  return joined.score > apart.score ? joined : apart;
}

function matchWords(words: readonly NameWord[], phrase: Phrase): ColumnMatch {
  const best = (word: string): number =>
    Math.max(0, ...phrase.words.map((said) => wordSimilarity(word, said.word)));
  const size = words.reduce((sum, { word, weight }) => sum + weight * Math.sqrt(word.length), 0);
  if (size === 0 || phrase.words.length === 0) return NO_MATCH;
  const named =
    words.reduce((sum, { word, weight }) => sum + weight * Math.sqrt(word.length) * best(word), 0) /
    size;
  const heard = phrase.words.map(({ word, weight }) => ({
    weight,
    similarity: Math.max(0, ...words.map((own) => wordSimilarity(own.word, word) * own.weight)),
  }));
  return combine(named, heard, phrase.isClause);
}

/** Half of the score says that the thing is meant, the rest how much of name and phrase agrees. */
function combine(
  named: number,
  heard: readonly { readonly weight: number; readonly similarity: number }[],
  isClause: boolean,
): ColumnMatch {
  const total = heard.reduce((sum, { weight }) => sum + weight, 0);
  const said = heard.reduce((sum, { weight, similarity }) => sum + weight * similarity, 0) / total;
  const isHead = heard.some(
    ({ weight, similarity }) => similarity >= ENOUGH && (isClause || weight === 1),
  );
  const score = isHead
    ? 0.4 + 0.35 * named + 0.25 * said
    : Math.min(0.45, 0.3 * named + 0.2 * said);
  return { score: named === 0 ? 0 : score, named, isHead };
}

const MOST_LETTERS = 40;

/**
 * A name without marks that is made of what was said: whole words (`worldconsumption`), beginnings (`arrdelay`), initials
 * (`mpg`); or a word that was said made of the initials of the name.
 */
function matchJoined(name: string, phrase: Phrase): ColumnMatch {
  if (name.length < 2 || name.length > MOST_LETTERS || !/^\p{L}+$/u.test(name)) return NO_MATCH;
  const pieces = split(name, phrase.said);
  if (pieces === null) return NO_MATCH;
  const used = pieces.filter(({ length }) => length > 0);
  const initials = used.every(({ length }) => length === 1);
  // Two initials alone are met by chance.
  if (used.length < 2 || (initials && used.length < 3)) return NO_MATCH;
  const quality =
    used.reduce((sum, { length, of }) => sum + (length === of ? 1 : 0.8), 0) / used.length;
  const heard = phrase.words.map(({ word, weight }) => ({
    weight,
    similarity: used.some((piece) => piece.word === word) ? quality : 0,
  }));
  return combine(quality, heard, phrase.isClause);
}

interface Piece {
  readonly word: string;
  readonly length: number;
  readonly of: number;
}

/** The name cut into beginnings of words in their order; null where it is not made of them. The longest pieces win. */
function split(name: string, said: readonly string[]): readonly Piece[] | null {
  const from = (at: number, next: number): readonly Piece[] | null => {
    if (at === name.length) return [];
    for (let index = next; index < said.length; index += 1) {
      const word = said[index] ?? '';
      for (let length = common(name, at, word); length > 0; length -= 1) {
        // Initials are those of words that follow one another.
        if (length === 1 && word.length > 1 && index > next && at > 0) continue;
        const rest = from(at + length, index + 1);
        if (rest !== null) return [{ word, length, of: word.length }, ...rest];
      }
    }
    return null;
  };
  return from(0, 0);
}

function common(name: string, at: number, word: string): number {
  let length = 0;
  while (length < word.length && name[at + length] === word[length]) length += 1;
  return length;
}

/** Is a word that was said made of the initials of the column's name, as `mpg` of `Miles_per_Gallon`? */
export function isInitials(said: string, name: string): boolean {
  const initials = nameWords(name)
    .split(' ')
    .map((word) => word[0] ?? '')
    .join('');
  return said.length >= 3 && said.toLowerCase() === initials;
}
