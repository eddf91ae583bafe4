import { editDistance } from '../profile/columns.ts';
import { SAME_MEANING } from './meaning-table.ts';

const EXACT = 1;
const INFLECTED = 0.95;
const TYPO = 0.9;
const MEANING = 0.85;
const SHORTENED = 0.8;
const SKELETON = 0.7;

/** How surely a word of a column's name and a word that was said mean the same, 0-1. */
export function wordSimilarity(word: string, said: string): number {
  if (word === said || isYearOf(word, said)) return EXACT;
  const stems = [stem(word), stem(said)] as const;
  if (stems[0] === stems[1]) return INFLECTED;
  const isNear = stems[0].length >= 6 && addsLetter(...stems);
  if (isTypo(word, said) || addsLetter(word, said) || isNear) return TYPO;
  if (SAME_MEANING.some((group) => isIn(group, word) && isIn(group, said))) return MEANING;
  if (shortens(word, said) || shortens(said, word)) return SHORTENED;
  if (isSkeleton(word, said)) return SKELETON;
  return 0;
}

/** `82` in a name is 1982. */
function isYearOf(word: string, said: string): boolean {
  return /^\d\d$/.test(word) && /^(?:19|20)\d\d$/.test(said) && said.endsWith(word);
}

function isIn(group: ReadonlySet<string>, word: string): boolean {
  return group.has(word) || group.has(word.replace(/s$/, ''));
}

const ENDINGS =
  /(?:ations?|itions?|tions?|ments?|nesses|ness|ings?|ers?|ors?|ies|ied|ed|es|en|s|ity|ical|ic|al|y|e)$/;
const SHORTEST_STEM = 4;

/** Without its endings, as long as enough is left: `delays`, `delayed` -> `delay`; `survival`, `survived` -> `surviv`. */
export function stem(word: string): string {
  let rest = word;
  for (;;) {
    const shorter = rest.replace(ENDINGS, '');
    if (shorter === rest || shorter.length < SHORTEST_STEM) return undouble(plural(rest));
    rest = shorter;
  }
}

/** Short words lose their plural only: `cars`, `tips`. */
function plural(word: string): string {
  return word.length > 3 && /[^su]s$/.test(word) ? word.slice(0, -1) : word;
}

function undouble(word: string): string {
  return word.length > SHORTEST_STEM && word.at(-1) === word.at(-2) ? word.slice(0, -1) : word;
}

/** One edit in a word of five letters, two in one of nine; the first letter stands. */
function isTypo(word: string, said: string): boolean {
  const shorter = Math.min(word.length, said.length);
  const allowed = shorter >= 9 ? 2 : shorter >= 5 ? 1 : 0;
  return (
    allowed > 0 &&
    word[0] === said[0] &&
    /^\p{L}+$/u.test(word + said) &&
    editDistance(word, said, allowed) <= allowed
  );
}

/** `give` and `given`, `tip` and `tipp`: a letter more at the end. */
function addsLetter(left: string, right: string): boolean {
  const [short, long] = left.length < right.length ? [left, right] : [right, left];
  return short.length >= 3 && long.length === short.length + 1 && long.startsWith(short);
}

/** `temp` for temperature, `dept` with its dot gone; a word of three letters must open a long one. */
function shortens(short: string, long: string): boolean {
  return (
    short.length >= 3 &&
    long.length >= short.length + 2 &&
    (short.length >= 4 || long.length >= 6) &&
    long.startsWith(short)
  );
}

/** `qty` for quantity, `wt` for weight: consonants of the word in order, its first letter first. */
export function isSkeleton(word: string, said: string): boolean {
  if (word.length < 2 || word.length > 5 || said.length < word.length + 2) return false;
  if (word[0] !== said[0] || /[aeiou]/.test(word.slice(1))) return false;
  const consonants = said[0] + said.slice(1).replaceAll(/[aeiou]/g, '');
  let at = 0;
  for (const letter of consonants) if (letter === word[at]) at += 1;
  // "ht" ends as "height" does; letters from the middle alone are chance.
  return at === word.length && (word.length >= 3 || word.at(-1) === said.at(-1) || word === 'hp');
}
