import type { Candidate, Reading } from '../artifacts/index.ts';
import { nameWords } from '../profile/columns.ts';

/** The only series of several in a table that the requirement names, by a value: `the price of AAA`; null where none or several. */
export async function namedSeries(
  candidate: Candidate,
  { requirement: { text } }: Reading,
): Promise<readonly [column: string, value: string] | null> {
  const said = ` ${nameWords(text)} `;
  const named = [...(await candidate.values())].flatMap(([column, values]) =>
    values.filter((value) => isSaid(value, said, text)).map((value) => [column, value] as const),
  );
  const [only] = named;
  return only === undefined || named.length > 1 ? null : only;
}

/** A short value is a code, which stands as it is written. */
const SHORTEST_WORD = 4;

function isSaid(value: string, said: string, text: string): boolean {
  const words = nameWords(value);
  if (words.length >= SHORTEST_WORD) return said.includes(` ${words} `);
  return (
    value.trim() !== '' &&
    /\p{L}/u.test(value) &&
    text.split(/[^\p{L}\p{N}]+/u).includes(value.trim())
  );
}
