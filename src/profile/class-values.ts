import type { ClassCount, Facts } from '../artifacts/index.ts';
import type { Issue } from '../core/index.ts';
import { MISSING_CELLS, MISSING_WORDS } from './missing-cells.ts';
import type { Column, Table } from './table.ts';

/** The classes that the values of a column stand for. */
export interface ClassValues {
  /** Most frequent first. */
  readonly classes: readonly ClassCount[];
  /** How a program reads values that are not the names of their classes. */
  readonly facts: Facts;
  readonly findings: readonly Issue[];
}

/**
 * The classes of a column: its values; spellings that differ in case or outer blanks are one class, and so are cells that
 * hold nothing but one word for a missing value. `above`: whether each number is above that one.
 */
export async function readClassValues(
  table: Table,
  column: Column,
  above: number | undefined,
): Promise<ClassValues> {
  if (above !== undefined) return splitNumbers(table, column, above);
  const joined = joinSpellings(column, await valueCounts(table, column));
  const word = missingWord(table, column);
  if (word === null) return joined;
  const count = Math.round(column.missing * table.count);
  return {
    classes: [...joined.classes, { name: word, count }].sort((a, b) => b.count - a.count),
    facts: { ...joined.facts, MISSING_CLASS: word },
    findings: [
      ...joined.findings,
      finding(column, `${JSON.stringify(word)} is a class of ${column.name}, no missing value.`),
    ],
  };
}

function finding({ name }: Column, message: string): Issue {
  return { code: 'CLASS_VALUES', path: name, message };
}

async function splitNumbers(table: Table, column: Column, above: number): Promise<ClassValues> {
  const { relation, session } = table;
  const [row] = await session.rows(
    `SELECT count(*) FILTER (${column.sql} > ${above}) AS yes, count(*) FILTER (${column.sql} <= ${above}) AS no FROM ${relation}`,
  );
  const classes = ['yes', 'no'].map((name) => ({ name, count: Number(row?.[name] ?? 0) }));
  return {
    classes: classes.sort((a, b) => b.count - a.count),
    facts: { CLASS_ABOVE: above },
    findings: [
      finding(column, `${column.name} above ${above} is the class "yes", the rest is "no".`),
    ],
  };
}

/** Class names with counts, most frequent first. */
export async function valueCounts(table: Table, column: Column): Promise<readonly ClassCount[]> {
  const rows = await table.session.rows(
    `SELECT ${column.sql}::VARCHAR AS name, count(*) AS n FROM ${table.relation} WHERE ${column.sql} IS NOT NULL GROUP BY 1 ORDER BY n DESC, name LIMIT 2000`,
  );
  return rows.map((row) => ({ name: String(row['name']), count: Number(row['n']) }));
}

function joinSpellings(column: Column, values: readonly ClassCount[]): ClassValues {
  const groups = Map.groupBy(values, ({ name }) => foldSpelling(name));
  if (groups.size === values.length) return { classes: values, facts: {}, findings: [] };
  const classes = [...groups.values()].map((spellings) => ({
    name: spellings[0]?.name.trim() ?? '',
    count: spellings.reduce((sum, { count }) => sum + count, 0),
  }));
  const spelt = [...groups].flatMap(([folded, spellings], at) =>
    spellings.length > 1 ? [[folded, classes[at]?.name ?? ''] as const] : [],
  );
  const written = spelt.map(([folded, name]) => {
    const ways = groups.get(folded) ?? [];
    return `${ways.map((way) => JSON.stringify(way.name)).join(', ')} are ${JSON.stringify(name)}`;
  });
  return {
    classes: classes.sort((a, b) => b.count - a.count),
    facts: { CLASS_SPELLINGS: spelt },
    findings: [
      finding(
        column,
        `${column.name} writes classes in several ways: ${written.slice(0, 10).join('; ')}.`,
      ),
    ],
  };
}

/** Single letters differ in case: "a" and "A" may be two classes of handwriting. */
function foldSpelling(name: string): string {
  const trimmed = name.trim();
  return trimmed.length > 1 ? trimmed.toLowerCase() : trimmed;
}

/**
 * The word in all cells of a column that count as missing, where nothing else in the table is missing in such a way; null
 * where they are empty, few or of several kinds.
 */
function missingWord(table: Table, column: Column): string | null {
  if (column.numeric || column.missing < FEWEST_MISSING) return null;
  const [word, ...others] = rawMissing(table, column);
  if (word === undefined || others.length > 0 || !MISSING_WORDS.includes(word)) return null;
  const elsewhere = table.columns.some(
    (other) => other !== column && rawMissing(table, other).includes(word),
  );
  return elsewhere ? null : word;
}

const FEWEST_MISSING = 0.02;

/** What stands in the first cells of a column that count as missing. */
function rawMissing(table: Table, column: Column): readonly string[] {
  const words = table.rawValues(column).map((value) => value.trim());
  return [...new Set(words)].filter((word) => MISSING_CELLS.includes(word));
}
