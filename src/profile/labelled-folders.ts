import type { ProfileContext } from './detector.ts';
import { allFolders, type FileGroup } from './folder.ts';
import { openReadable } from './open-tables.ts';
import { findTables } from './table-files.ts';

const MOST_TABLES = 8;
const ENOUGH = 0.6;
/** A column that names rows has a value of its own in so many of them. */
const OWN = 0.97;
const FEWEST = 3;

/**
 * Why folders of files are no classes where a table has a row for each folder: each is an item of several files. Null where no
 * table does.
 */
export async function labelledFolders(
  context: ProfileContext,
  group: FileGroup,
): Promise<string | null> {
  return context.once(`labelled folders ${group}`, async () => {
    const names = new Set(
      allFolders(context.folder).flatMap(({ name, files }) =>
        files[group].length > 0 ? [name] : [],
      ),
    );
    if (names.size < FEWEST) return null;
    const files = findTables(context.folder).train.slice(0, MOST_TABLES);
    for (const table of await openReadable(context, files)) {
      const column = table.columns.find((candidate) => {
        if (candidate.distinct < table.count * OWN || table.columns.length < 2) return false;
        const values = [...new Set(table.rawValues(candidate))].slice(0, 200);
        const known = values.filter((value) => names.has(value.trim()));
        return known.length >= Math.max(FEWEST, values.length * ENOUGH);
      });
      if (column !== undefined)
        return `${column.name} of ${table.file} names folders, each of them an item of several ${group} files: such items are not read. Write a row for each file, with its path and the label of its folder.`;
    }
    return null;
  });
}
