import type { Issue } from '../core/index.ts';
import { quoteText } from './duckdb.ts';
import { FREQUENCIES, type Frequency } from './series-steps.ts';
import type { Column, Table } from './table.ts';

/** How the dates of a table follow one another. */
export interface Steps {
  readonly frequency: Frequency;
  /** Share of steps of the usual length. */
  readonly regular: number;
  readonly unique: boolean;
  /** Steps forward in time. */
  readonly moves: number;
  readonly repeated: number;
  readonly gaps: number;
  readonly ascending: boolean;
}

/** Dates in forms that DuckDB does not take for dates by itself. */
const FORMATS = [
  '%d-%b-%Y',
  '%d %b %Y',
  '%b %d, %Y',
  '%B %d, %Y',
  '%d-%b-%y',
  '%Y-%m',
  '%m/%Y',
  '%d.%m.%Y',
  '%d.%m.%Y %H:%M:%S',
  '%d/%m/%Y %H:%M',
  '%d/%m/%Y',
  '%m/%d/%Y',
  '%Y/%m/%d',
  '%Y%m%d',
];

/** SQL of a date in seconds; years count from 0. */
export function secondsOf(date: Column): string {
  if (/^(DATE|TIMESTAMP)/.test(date.type)) return `epoch(${date.sql}::TIMESTAMP)`;
  if (date.numeric)
    return Number(date.maximum) > 3000 ? date.sql : `${date.sql}::DOUBLE * 31557600`;
  return `epoch(try_strptime(${date.sql}, [${FORMATS.map(quoteText).join(', ')}]))`;
}

/** The usual step between times in seconds, over the first 100,000 rows; null where there is none. */
export async function readSteps(table: Table, seconds: string): Promise<Steps | null> {
  const [row] = await table.session.rows(
    `WITH seconds AS (SELECT ${seconds} AS s, row_number() OVER () AS row FROM (FROM ${table.relation} LIMIT 100000)),
     steps AS (SELECT s - lag(s) OVER (ORDER BY s) AS step, s - lag(s) OVER (ORDER BY row) AS written FROM seconds WHERE s IS NOT NULL),
     usual AS (SELECT quantile_disc(step, 0.5) AS step FROM steps WHERE step > 0)
     SELECT (SELECT step FROM usual) AS usual, count(*) FILTER (step > 0) AS moves, count(*) FILTER (step = 0) AS repeated,
       count(*) FILTER (abs(step - (SELECT step FROM usual)) <= (SELECT step FROM usual) * 0.12) AS regular,
       count(*) FILTER (step > (SELECT step FROM usual) * 1.5) AS gaps, count(*) FILTER (written < 0) AS back FROM steps`,
  );
  const usual = Number(row?.['usual'] ?? 0);
  const moves = Number(row?.['moves'] ?? 0);
  if (usual <= 0 || moves < 2) return null;
  const repeated = Number(row?.['repeated'] ?? 0);
  const distance = (seconds: number): number => Math.abs(Math.log(seconds / usual));
  const frequency = FREQUENCIES.reduce((a, b) =>
    distance(b.seconds) < distance(a.seconds) ? b : a,
  );
  return {
    frequency,
    regular: Number(row?.['regular'] ?? 0) / moves,
    unique: repeated === 0,
    moves,
    repeated,
    gaps: Number(row?.['gaps'] ?? 0),
    ascending: Number(row?.['back'] ?? 0) === 0,
  };
}

/** What is uneven about the dates. */
export function stepFindings(date: Column, steps: Steps): readonly Issue[] {
  const { gaps, repeated, ascending, frequency } = steps;
  const path = date.name;
  const found: readonly (Issue | null)[] = [
    gaps === 0
      ? null
      : {
          path,
          code: 'GAPS',
          message: `${date.name} has ${gaps} gaps longer than one ${frequency.name}.`,
        },
    repeated === 0
      ? null
      : {
          path,
          code: 'REPEATED_DATES',
          message: `${repeated} dates of ${date.name} occur before: several series stand in one table; their mean is used.`,
          fix: 'Keep one series to forecast it by itself.',
        },
    ascending
      ? null
      : {
          path,
          code: 'UNSORTED_DATES',
          message: `${date.name} is not in time order; rows are sorted by it.`,
        },
  ];
  return found.filter((finding) => finding !== null);
}
