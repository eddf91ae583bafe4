import type { Issue } from '../core/index.ts';
import { someRows } from './some-rows.ts';
import type { Column, Table } from './table.ts';

/** Number columns that are tried two by two, and three by three. */
const MOST_IN_PAIRS = 40;
const MOST_IN_THREES = 12;
/** Share of the rows in which the target is just what the others make. */
const ALWAYS = 0.995;
/** Fewer rows, or values of the target, are alike by chance. */
const LEAST = 20;
/** Seconds of the units in which a span between two moments is told. */
const SPANS = [1, 60, 3600, 86_400];

/** Columns that together make the target, and how. */
export interface TargetParts {
  /** What is known only with the target. */
  readonly columns: readonly Column[];
  readonly finding: Issue;
}

/**
 * The columns that a target of numbers is computed from: a sum of two or three others, a difference, or the time between two moments, of
 * which the later one is known only with it. Null where it is none of these.
 */
export async function partsOfTarget(table: Table, target: Column): Promise<TargetParts | null> {
  if (!target.numeric || target.distinct < LEAST || table.count < LEAST) return null;
  const others = table.columns.filter((column) => column !== target && column.distinct > 1);
  const numbers = others.filter(({ numeric, role }) => numeric && role !== 'id');
  const dates = others.filter(({ type }) => /^(?:TIMESTAMP|DATE)/.test(type));
  const sums = [
    ...(numbers.length <= MOST_IN_PAIRS ? subsets(numbers, 2) : []),
    ...(numbers.length <= MOST_IN_THREES ? subsets(numbers, 3) : []),
  ].map((parts) => ({
    columns: parts,
    sql: parts.map(({ sql }) => sql).join(' + '),
    says: `${target.name} is the sum of ${listed(parts)}`,
  }));
  const differences = (numbers.length <= MOST_IN_PAIRS ? subsets(numbers, 2) : []).flatMap((pair) =>
    [pair, pair.toReversed()].map((parts) => ({
      columns: parts,
      sql: parts.map(({ sql }) => sql).join(' - '),
      says: `${target.name} is the difference of ${listed(parts)}`,
    })),
  );
  const spans = dates.flatMap((start) =>
    dates
      .filter((end) => end !== start)
      .flatMap((end) =>
        SPANS.map((seconds) => ({
          columns: [end],
          sql: `(epoch(${end.sql}) - epoch(${start.sql})) / ${seconds}`,
          says: `${target.name} is the time from ${start.name} to ${end.name}`,
        })),
      ),
  );
  const found = await firstThatHolds(table, target, [...sums, ...differences, ...spans]);
  // Where nothing else is there, something has to be learnt from.
  if (found === null || found.columns.length === others.length) return null;
  const names = listed(found.columns);
  const [is, known] = found.columns.length === 1 ? ['is', 'it is'] : ['are', 'they are'];
  return {
    columns: found.columns,
    finding: {
      code: 'LEFT_OUT',
      path: found.columns[0]?.name ?? '',
      message: `${names} ${is} left out: ${found.says}, so that ${known} known only with it.`,
      fix: `Name ${names} as what to learn from where ${known} known before.`,
    },
  };
}

interface Tried {
  readonly columns: readonly Column[];
  readonly sql: string;
  readonly says: string;
}

async function firstThatHolds(
  table: Table,
  target: Column,
  tried: readonly Tried[],
): Promise<Tried | null> {
  if (tried.length === 0) return null;
  const shares = tried.map(
    ({ sql }, at) =>
      `avg(CASE WHEN abs(${target.sql} - (${sql})) <= 1e-6 * greatest(1, abs(${target.sql})) THEN 1.0 ELSE 0.0 END) AS s${at}`,
  );
  const [row] = await table.session.rows(`SELECT ${shares.join(', ')} FROM (${someRows(table)})`);
  return tried.find((_, at) => Number(row?.[`s${at}`] ?? 0) >= ALWAYS) ?? null;
}

function subsets(columns: readonly Column[], size: number): readonly (readonly Column[])[] {
  if (size === 0) return [[]];
  return columns.flatMap((column, at) =>
    subsets(columns.slice(at + 1), size - 1).map((rest) => [column, ...rest]),
  );
}

function listed(columns: readonly Column[]): string {
  const names = columns.map(({ name }) => name);
  return names.length === 1
    ? String(names[0])
    : `${names.slice(0, -1).join(', ')} and ${String(names.at(-1))}`;
}
