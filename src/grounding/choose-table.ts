import type { Candidate, OtherTable, ReadData, Reading } from '../artifacts/index.ts';
import { DLCodeGenError } from '../core/index.ts';
import { namedColumn, unknownColumn } from '../profile/columns.ts';
import { askedThings } from './asked-phrases.ts';
import { optionColumns, wordsOf } from './choose-target.ts';
import { matchColumn } from './match-column.ts';
import { asksToRecommend, isRatings } from './recommending.ts';

/** A match of a column that is worth reading another table. */
const PLAIN_MATCH = 0.8;

/**
 * The candidates that come into question: those of the table that the requirement names, or that has the wanted target, else
 * those of the data as they were read. Errors: UNKNOWN_COLUMN where no table has the wanted target.
 */
export async function candidatesOf(
  reading: Reading,
  data: ReadData,
  option: string | null,
): Promise<readonly Candidate[]> {
  const { candidates, others } = data;
  const named = others.filter(({ file }) => isNamed(reading, file));
  const isMainNamed = candidates.some(({ place }) => place !== '' && isNamed(reading, place));
  const [only] = named;
  const own =
    only !== undefined && named.length === 1 && !isMainNamed ? await only.open() : candidates;
  if (option === null) return own === candidates ? withBetterTable(reading, data) : own;
  const holds = ({ columns }: Pick<Candidate, 'columns'>): boolean =>
    optionColumns(option, columns) !== null;
  const holding = own.filter(holds);
  if (holding.length > 0) return holding;
  for (const other of others) {
    if (other.columns.length > 0 && !hasAll(option, other.columns)) continue;
    const opened = await openOrNone(other);
    if (opened.some(holds)) return opened.filter(holds);
  }
  if (own.every(({ columns }) => columns.length === 0) && /^(class|label)$/i.test(option))
    return own;
  const tabled = own.find(({ columns }) => columns.length > 0);
  const names = (tabled?.columns ?? []).map(({ name }) => name);
  const missing = option.split(',').find((name) => !hasAll(name, names)) ?? option;
  throw unknownColumn(missing.trim(), names, tabled?.place ?? data.path, 'The target');
}

function hasAll(option: string, names: readonly string[]): boolean {
  const columns = names.map((name) => ({ name }));
  return (
    names.includes(option) ||
    option.split(',').every((name) => namedColumn(name.trim(), columns) !== null)
  );
}

function isNamed({ requirement: { text } }: Reading, file: string): boolean {
  return text.includes(file.slice(file.lastIndexOf('/') + 1));
}

async function openOrNone(other: OtherTable): Promise<readonly Candidate[]> {
  try {
    return await other.open();
  } catch (error) {
    if (error instanceof DLCodeGenError) return [];
    throw error;
  }
}

/** Another table, where only its columns are called what the requirement asks for, or it holds ratings to recommend from. */
async function withBetterTable(
  reading: Reading,
  { candidates, others }: ReadData,
): Promise<readonly Candidate[]> {
  if (others.length === 0 || candidates.every(({ columns }) => columns.length === 0))
    return candidates;
  if (asksToRecommend(reading) && !candidates.some(isRatings)) {
    for (const other of others) {
      const opened = await openOrNone(other);
      if (opened.some(isRatings)) return opened;
    }
  }
  const things = askedThings(wordsOf(reading));
  const best = (names: readonly string[]): number =>
    Math.max(0, ...names.flatMap((name) => things.map((thing) => matchColumn(name, thing).score)));
  const own = best(columnNames(candidates));
  const least = Math.max(PLAIN_MATCH, own + PLAIN_MATCH / 2);
  if (least > 1) return candidates;
  for (const other of others) {
    const { columns } = other;
    const opened = columns.length === 0 || best(columns) >= least ? await openOrNone(other) : [];
    if (best(columnNames(opened)) >= least) return opened;
  }
  return candidates;
}

function columnNames(candidates: readonly Candidate[]): readonly string[] {
  return candidates.flatMap(({ columns }) => columns.map(({ name }) => name));
}
