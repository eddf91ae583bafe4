import { nameWords } from '../profile/columns.ts';
import { PLAIN_WORDS, UNITS } from './meaning-table.ts';
import { splitName } from './split-name.ts';
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
  /** Whether the language writes nouns together, the head last: `Kaufpreis`. */
  readonly joinsWords: boolean;
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
/** What two initials alone are worth. */
const TWO_INITIALS: ColumnMatch = { score: 0.55, named: 0.5, isHead: true };

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
  if (phrase.words.length === 0) return NO_MATCH;
  const words = columnWords(name);
  const joined = words.map(({ word }) => word).join('');
  const found = [
    matchWords(words, phrase),
    ...(words.length > 1 ? [matchWords([{ word: joined, weight: 1 }], phrase)] : []),
    ...(isTwoInitials(joined, phrase) ? [TWO_INITIALS] : []),
  ];
  return found.reduce((best, other) => (other.score > best.score ? other : best));
}

function matchWords(
  words: readonly NameWord[],
  { words: said, said: all, isClause, joinsWords }: Phrase,
): ColumnMatch {
  const heard = said.map(({ weight }) => ({ weight, similarity: 0 }));
  let size = 0;
  let named = 0;
  for (const { word, weight } of words) {
    const part = weight * Math.sqrt(word.length);
    const pieces = splitName(word, all);
    const letters = (pieces ?? []).reduce((sum, { length }) => sum + length, 0);
    const joined = (pieces ?? []).reduce(
      (sum, { length, quality }) => sum + (length * quality) / letters,
      0,
    );
    let best = joined;
    for (const [at, other] of said.entries()) {
      const inPieces = pieces?.find((piece) => all[piece.at] === other.word)?.quality ?? 0;
      const similarity = Math.max(
        wordSimilarity(word, other.word),
        joinsWords && endsInNoun(word, other.word) ? JOINED : 0,
      );
      best = Math.max(best, similarity);
      const own = heard[at];
      if (own !== undefined)
        own.similarity = Math.max(own.similarity, similarity * weight, inPieces);
    }
    size += part;
    named += part * best;
  }
  return size === 0 ? NO_MATCH : combine(named / size, heard, isClause);
}

const JOINED = 0.9;
const SHORTEST_NOUN = 4;

function endsInNoun(word: string, noun: string): boolean {
  return noun.length >= SHORTEST_NOUN && word.length > noun.length + 1 && word.endsWith(noun);
}

/** Half of the score says that the thing is meant, the rest how much of name and phrase agrees. */
function combine(
  named: number,
  heard: readonly { readonly weight: number; readonly similarity: number }[],
  isClause: boolean,
): ColumnMatch {
  if (named === 0) return NO_MATCH;
  const total = heard.reduce((sum, { weight }) => sum + weight, 0);
  const said = heard.reduce((sum, { weight, similarity }) => sum + weight * similarity, 0) / total;
  const isHead = heard.some(
    ({ weight, similarity }) => similarity >= ENOUGH && (isClause || weight === 1),
  );
  const score = isHead
    ? 0.4 + 0.35 * named + 0.25 * said
    : Math.min(0.45, 0.3 * named + 0.2 * said);
  return { score, named, isHead };
}

/** `hr` for home runs: a name of two letters and a head with the word before it. */
function isTwoInitials(name: string, { words }: Phrase): boolean {
  const head = words.findIndex(({ weight }) => weight === 1);
  const before = words[head - 1];
  return (
    name.length === 2 &&
    before !== undefined &&
    before.word[0] === name[0] &&
    words[head]?.word[0] === name[1]
  );
}

/** Is a word that was said made of the initials of the column's name, as `mpg` of `Miles_per_Gallon`? */
export function isInitials(said: string, name: string): boolean {
  const initials = nameWords(name)
    .split(' ')
    .map((word) => word[0] ?? '')
    .join('');
  return said.length >= 3 && said.toLowerCase() === initials;
}
