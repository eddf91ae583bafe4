import type { Reading } from '../artifacts/index.ts';
import { plainTarget } from '../profile/columns.ts';
import { statedOf } from '../requirement/index.ts';
import { askedThings, type AskedThing } from './asked-phrases.ts';
import { wordsOf } from './choose-target.ts';
import { matchColumn } from './match-column.ts';

/** Of a date and one other column the other is forecast. */
function isMoment(name: string): boolean {
  return /^(?:date|time|datetime|timestamp|day|month|year|hour|week|period)s?$|(?:date|time|timestamp)$/i.test(
    name,
  );
}

/** Matches below this are chance. */
const LEAST_MATCH = 0.5;

/**
 * Of the columns that a requirement lists the one that it predicts, where there are no data to look at: the one that is
 * meant by what it asks for, or whose name says so. Null where none is, or where it calls columns its targets.
 */
export function statedTarget(reading: Reading): string | null {
  const { columns } = statedOf(reading);
  if (columns.some(({ target }) => target)) return null;
  const names = columns.map(({ name }) => name).filter((name) => !isMoment(name));
  const [only] = names;
  if (names.length === 1 && names.length < columns.length) return only ?? null;
  const things = askedThings(wordsOf(reading));
  const named = bestMatch(
    names,
    things.filter(({ isTarget }) => isTarget),
  );
  // What is classified or detected may be the items, so that a column that says it is the label comes before it.
  return named ?? plainTarget(names) ?? bestMatch(names, things);
}

function bestMatch(names: readonly string[], things: readonly AskedThing[]): string | null {
  const matches = names.map((name) => ({
    name,
    score: Math.max(0, ...things.map((thing) => thing.weight * matchColumn(name, thing).score)),
  }));
  const [best, next] = matches.toSorted((left, right) => right.score - left.score);
  const isMeant =
    best !== undefined && best.score >= LEAST_MATCH && best.score > (next?.score ?? 0);
  return isMeant ? best.name : null;
}
