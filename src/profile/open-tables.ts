import { DLCodeGenError } from '../core/index.ts';
import type { ProfileContext } from './detector.ts';
import type { Table } from './table.ts';
import { findTables } from './table-files.ts';

/** The tables that can be read: one stray file beside the data does not spoil it. */
export async function openReadable(
  context: ProfileContext,
  files: readonly string[],
): Promise<readonly Table[]> {
  const tables: Table[] = [];
  for (const file of files) {
    context.signal?.throwIfAborted();
    try {
      tables.push(await context.table(file));
    } catch (error) {
      if (!(error instanceof DLCodeGenError)) throw error;
    }
  }
  return tables;
}

/** Columns of a sample submission that the table has too, without the key. */
export async function submissionColumns(
  context: ProfileContext,
  table: Table,
  key: string | null,
): Promise<readonly string[]> {
  const { submission, test } = findTables(context.folder);
  const own = table.columns.map(({ name }) => name);
  const isKey = (name: string): boolean =>
    name === key || table.columns.some((column) => column.name === name && column.role === 'id');
  for (const [file, absent] of [
    [submission, false],
    [test, true],
  ] as const) {
    if (file === null || file === table.file) continue;
    const [other] = await openReadable(context, [file]);
    const theirs = new Set(other?.columns.map(({ name }) => name));
    const found = own.filter((name) => theirs.has(name) !== absent && !isKey(name));
    // A test file with other columns altogether says nothing.
    const enough = found.length > 0 && found.length <= Math.max(1, own.length / (absent ? 2 : 1));
    if (other !== undefined && enough) return found;
  }
  return [];
}
