import type { Issue } from '../core/index.ts';
import { someRows } from './some-rows.ts';
import type { Column, Table } from './table.ts';

const WIDE = 100;
/** Columns with more values than this share of the rows determine a class, or a number, by chance. */
const DETERMINING_SHARE = { class: 0.1, number: 0.5 };

/** What is suspicious about a table: missing values, columns and rows twice, columns that give the target away. */
export async function tableFindings(
  table: Table,
  targets: readonly Column[],
): Promise<readonly Issue[]> {
  const columns = table.columns.slice(0, WIDE);
  return [
    ...table.findings,
    ...missingFindings(table, targets),
    ...(await repeatedColumns(table, columns, targets)),
    ...(await repeatedRows(table, targets)),
    ...(await leaks(table, columns, targets)),
  ];
}

function missingFindings({ columns }: Table, targets: readonly Column[]): readonly Issue[] {
  const percent = (share: number): string => `${Math.max(1, Math.round(share * 100))} %`;
  return columns
    .filter((column) => column.missing > 0.4 || (targets.includes(column) && column.missing > 0))
    .slice(0, 20)
    .map((column) => ({
      code: 'MISSING_VALUES',
      path: column.name,
      message: `${percent(column.missing)} of ${column.name} is missing${targets.includes(column) ? '; these rows cannot be learnt from' : ''}.`,
    }));
}

async function repeatedColumns(
  table: Table,
  columns: readonly Column[],
  targets: readonly Column[],
): Promise<readonly Issue[]> {
  const sums = columns
    .map(({ sql }, index) => `sum((hash(${sql}::VARCHAR) % 1000003) * (row % 9973)) AS h${index}`)
    .join(', ');
  const [row] = await table.session.rows(`SELECT ${sums} FROM (${someRows(table)})`);
  const first = new Map<string, Column>();
  return columns.flatMap((column, index) => {
    const key = String(row?.[`h${index}`]);
    const twin = first.get(key);
    first.set(key, twin ?? column);
    if (twin === undefined || column.role === 'constant') return [];
    return [
      {
        code:
          targets.includes(column) || targets.includes(twin) ? 'LEAK_SUSPECT' : 'REPEATED_COLUMN',
        path: column.name,
        message: `${column.name} holds the same values as ${twin.name}.`,
      },
    ];
  });
}

async function repeatedRows(table: Table, targets: readonly Column[]): Promise<readonly Issue[]> {
  const features = table.columns.filter(({ role }) => role !== 'id').slice(0, WIDE);
  // A label alone beside a name repeats by nature.
  if (features.every((column) => targets.includes(column))) return [];
  const list = features.map(({ sql }) => sql).join(', ');
  const [row] = await table.session.rows(
    `SELECT count(*) - count(DISTINCT h) AS repeated, count(*) AS n FROM (SELECT hash(${list}) AS h FROM ${table.sample})`,
  );
  const repeated = Number(row?.['repeated'] ?? 0);
  const looked = Number(row?.['n'] ?? 0);
  if (repeated < looked * 0.05) return [];
  return [
    {
      code: 'REPEATED_ROWS',
      path: table.file,
      message: `${repeated} of ${looked} rows looked at occur before; copies may stand in train and test.`,
    },
  ];
}

/** Columns that equal the target or of which each value has one target value only. */
async function leaks(
  table: Table,
  columns: readonly Column[],
  targets: readonly Column[],
): Promise<readonly Issue[]> {
  const [target] = targets;
  if (target === undefined || targets.length > 1 || target.distinct < 2) return [];
  const share = DETERMINING_SHARE[target.distinct > 50 ? 'number' : 'class'];
  const suspects = columns.filter(
    (column) =>
      column !== target &&
      column.role !== 'id' &&
      column.distinct > 1 &&
      column.distinct <= table.count * share,
  );
  if (suspects.length === 0) return [];
  const counts = suspects
    .map(
      ({ sql }, index) =>
        `count(DISTINCT (${sql}, ${target.sql})) - count(DISTINCT ${sql}) AS d${index}`,
    )
    .join(', ');
  const present = `${target.sql} IS NOT NULL`;
  const [row] = await table.session.rows(
    `SELECT ${counts} FROM (${someRows(table)}) WHERE ${present}`,
  );
  return suspects.flatMap((column, index) => {
    // A column with missing values has one pair more for them.
    if (Number(row?.[`d${index}`] ?? 1) > 0) return [];
    return [
      {
        code: 'LEAK_SUSPECT',
        path: column.name,
        message: `${column.name} determines the target ${target.name}: each of its ${column.distinct} values has one target value only.`,
        fix: 'Leave it out if it is known only after the target.',
      },
    ];
  });
}
