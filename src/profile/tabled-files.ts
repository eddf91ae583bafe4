import type { ProfileContext } from './detector.ts';
import { findFileColumn, indexFiles, type TabledFiles } from './file-column.ts';
import { makeTable } from './made-table.ts';
import { openReadable } from './open-tables.ts';
import { findTables } from './table-files.ts';
import { FORM_READERS } from './table-forms.ts';

/** Tables that are looked at for names of files. */
const MOST_TABLES = 8;

/** The table and column that name most of the files. */
export async function findTabledFiles(
  context: ProfileContext,
  files: readonly string[],
): Promise<TabledFiles | null> {
  const index = indexFiles(files);
  const tables = await openReadable(
    context,
    findTables(context.folder).train.slice(0, MOST_TABLES),
  );
  for (const table of tables) {
    if (!table.header) continue;
    const names = findFileColumn(table, index);
    // A table of names alone labels nothing.
    if (names !== null && table.columns.length > 1) return { table, names };
  }
  for (const read of FORM_READERS) {
    const made = await read(context, index);
    const table = made === null ? null : await makeTable(context.session, made);
    const names = table === null ? null : findFileColumn(table, index);
    if (table !== null && names !== null) return { table, names };
  }
  return null;
}
