import path from 'node:path';
import type { Issue } from '../core/index.ts';
import { headerNames } from './csv-head.ts';
import type { ProfileContext } from './detector.ts';
import { knownFacts } from '../kinds/index.ts';
import { joinedFiles } from './joined-tables.ts';
import type { Column, Table } from './table.ts';
import { findTables } from './table-files.ts';

/** Columns of a table that its test table lacks: none of them is known where rows are predicted. */
export interface TestTable {
  readonly file: string;
  readonly lacking: readonly Column[];
  readonly shared: readonly Column[];
}

/** Share of the columns that a test table of other rows has at least. */
const SAME_TABLE = 0.5;

/** The table of rows to predict beside a table; null where there is none of its form. Errors: what a machine fault throws. */
export async function readTestTable(
  { root, folder }: ProfileContext,
  table: Table,
): Promise<TestTable | null> {
  const { test } = findTables(folder);
  if (test === null || test === table.file || !/\.(csv|tsv)$/i.test(test)) return null;
  const own = await headerNames(path.join(root, test), test);
  // What is joined by a column that the test table has is known of its rows too.
  const names = [...own, ...(await joinedNames(root, table, own))];
  const shared = table.columns.filter(({ name }) => names.includes(name));
  if (shared.length < table.columns.length * SAME_TABLE) return null;
  return {
    file: test,
    shared,
    lacking: table.columns.filter((column) => !shared.includes(column)),
  };
}

/** Names of the columns of joined files whose key is among these. */
async function joinedNames(
  root: string,
  table: Table,
  own: readonly string[],
): Promise<readonly string[]> {
  const { JOIN_COLUMNS: keys } = knownFacts(table.form);
  const files = joinedFiles(table).filter((_, at) => own.includes(keys?.[at] ?? ''));
  const heads = await Promise.all(
    files.map(async (file) => headerNames(path.join(root, file), file)),
  );
  return heads.flat();
}

/** What is no input, since it is not known of the rows that are to be predicted. */
export function lackingFindings(
  test: TestTable | null,
  targets: readonly Column[],
): readonly Issue[] {
  const names = (test?.lacking ?? []).flatMap((column) =>
    targets.includes(column) ? [] : [column.name],
  );
  const [first] = names;
  if (test === null || first === undefined) return [];
  const verb = names.length === 1 ? 'is no input' : 'are no inputs';
  return [
    {
      code: 'NOT_IN_TEST',
      path: first,
      message: `${names.join(', ')} ${verb}: ${test.file} does not have ${names.length === 1 ? 'it' : 'them'}.`,
    },
  ];
}
