import { isIdName } from './column-roles.ts';
import { nameWords } from './column-names.ts';
import type { Column, Table } from './table.ts';

/** Names of what has a series of its own. */
const SERIES_NAME =
  /\b(store|shop|item|product|sku|sensor|station|site|unit|machine|engine|device|user|customer|subject|region|country|city|zone|family|dept|department|branch|code|nr|no|number)\b/;
/** Columns that are tried as keys, and most of them together. */
const TRIED = 8;
const MOST_TOGETHER = 3;
/** Share of rows that are told apart by keys and time. */
const TOLD_APART = 0.995;
/** Steps that a series has on average. */
const LEAST_STEPS = 10;
/** Rows that are looked at: all of some times. */
const LOOKED_AT = 200_000;

/** The columns that tell apart the series of a table, and how long they are. */
export interface SeriesKeys {
  readonly columns: readonly Column[];
  readonly series: number;
  readonly shortest: number;
  readonly usual: number;
  readonly longest: number;
}

/** A whole number that names one of several series. */
export function isSeriesName({ integer, distinct, name }: Column, { count }: Table): boolean {
  return integer && distinct * 20 < count && (isIdName(name) || SERIES_NAME.test(nameWords(name)));
}

/** The fewest columns that, with the times in `parts`, tell the rows apart; null where none do. */
export async function findKeys(table: Table, parts: readonly Column[]): Promise<SeriesKeys | null> {
  const tried = table.columns
    .filter((column) => !parts.includes(column) && isKeyLike(column, table))
    .toSorted((a, b) => Number(isNamed(b)) - Number(isNamed(a)))
    .slice(0, TRIED);
  const times = parts.map(({ sql }) => sql).join(', ');
  const part = Math.max(1, Math.ceil(table.count / LOOKED_AT));
  const rows = `(FROM ${table.relation} WHERE hash(${times}) % ${part} = 0)`;
  for (let size = 1; size <= Math.min(MOST_TOGETHER, tried.length); size++) {
    const sets = subsets(tried, size);
    const counts = sets.map((set, at) => `count(DISTINCT (${times}, ${sqlOf(set)})) AS s${at}`);
    const [row] = await table.session.rows(
      `SELECT count(*) AS n, ${counts.join(', ')} FROM ${rows}`,
    );
    for (const [at, set] of sets.entries()) {
      if (Number(row?.[`s${at}`]) < Number(row?.['n']) * TOLD_APART) continue;
      const keys = await measureKeys(table, parts, set);
      if (keys.series > 1 && keys.series * LEAST_STEPS <= table.count) return keys;
    }
  }
  return null;
}

/** How many series these columns tell apart, and their steps. */
export async function measureKeys(
  table: Table,
  parts: readonly Column[],
  columns: readonly Column[],
): Promise<SeriesKeys> {
  const times = parts.map(({ sql }) => sql).join(', ');
  const [row] = await table.session.rows(
    `SELECT count(*) AS series, min(n) AS least, quantile_disc(n, 0.5) AS usual, max(n) AS most FROM (SELECT count(DISTINCT (${times})) AS n FROM ${table.relation} GROUP BY ${sqlOf(columns)})`,
  );
  return {
    columns,
    series: Number(row?.['series']),
    shortest: Number(row?.['least']),
    usual: Number(row?.['usual']),
    longest: Number(row?.['most']),
  };
}

function isKeyLike(column: Column, table: Table): boolean {
  if (column.distinct < 2 || column.missing > 0) return false;
  return column.role === 'category' || column.role === 'boolean' || isSeriesName(column, table);
}

function isNamed({ name }: Column): boolean {
  return isIdName(name) || SERIES_NAME.test(nameWords(name));
}

function sqlOf(columns: readonly Column[]): string {
  return columns.map(({ sql }) => sql).join(', ');
}

/** All sets of so many, those of the first columns first. */
function subsets<T>(all: readonly T[], size: number): readonly (readonly T[])[] {
  if (size === 0) return [[]];
  return all.flatMap((first, at) =>
    subsets(all.slice(at + 1), size - 1).map((others) => [first, ...others]),
  );
}
