import type { Candidate, Reading } from '../artifacts/index.ts';
import { nameWords } from '../profile/columns.ts';
import { wordSimilarity } from './word-similarity.ts';

/** The only series of several in a table that the requirement names, by a value: `the price of AAA`; null where none or several. */
export async function namedSeries(
  candidate: Candidate,
  { requirement: { text } }: Reading,
): Promise<readonly [column: string, value: string] | null> {
  const said = ` ${nameWords(text)} `;
  const named = [...(await candidate.values())].flatMap(([column, values]) =>
    values
      .filter((value) => isSaid(column, value, said, text))
      .map((value) => [column, value] as const),
  );
  const [only] = named;
  return only === undefined || named.length > 1 ? null : only;
}

/** A short value is a code, which stands as it is written. */
const SHORTEST_WORD = 4;

function isSaid(column: string, value: string, said: string, text: string): boolean {
  const words = nameWords(value);
  if (words.length >= SHORTEST_WORD) return said.includes(` ${words} `);
  if (!/\p{L}/u.test(value)) return false;
  // A letter by itself is an article as often, or a part of a name: "N-BEATS".
  if (value.trim().length === 1) return said.includes(` ${nameWords(column)} ${words} `);
  return text.split(/[^\p{L}\p{N}-]+/u).includes(value.trim());
}

const EACH = /\b(?:each|every|per|all|by)\s+([^.;:!?\n]+)/gi;
/** One number over all series. */
const TOTAL = /\b(?:total|overall|combined|altogether|aggregated?|sum of)\b/i;
/** Words of what is said need not be those of the column: `stores`, `store_nbr`. */
const SAID = 0.85;

/** The columns that tell series apart which stand behind "each", "every" or "per"; none where all or none do. */
export function namedKeys(
  { keys = [] }: Candidate,
  { requirement: { text } }: Reading,
): readonly string[] {
  const said = [...text.matchAll(EACH)].flatMap(([, words = '']) => nameWords(words).split(' '));
  const named = keys.filter((key) =>
    nameWords(key)
      .split(' ')
      .some((word) => word.length > 2 && said.some((one) => wordSimilarity(one, word) >= SAID)),
  );
  return named.length === keys.length ? [] : named;
}

/** Points of several series that are learnt together, where the words ask for one of them or for their total. */
const ONE_POINTS = -10;
/** Points of columns that are series, where several are to be forecast, and where they are not. */
const COLUMNS_POINTS = [-20, 1] as const;

/** Points for learning several series together. */
export async function severalSeriesPoints(
  candidate: Candidate,
  targets: number,
  reading: Reading,
): Promise<number> {
  if (candidate.kind !== 'series-table') return 0;
  if (candidate.keys?.length === 0) return COLUMNS_POINTS[targets > 1 ? 1 : 0];
  const { text } = reading.requirement;
  const isTotal = TOTAL.test(text) && text.search(EACH) < 0;
  return isTotal || (await namedSeries(candidate, reading)) !== null ? ONE_POINTS : 0;
}
