import type { Session } from './duckdb.ts';
import type { Column } from './table-columns.ts';
import type { WrittenNumbers } from './written-numbers.ts';

/** Numbers without units and thousands, and no blanks around cells; with a decimal comma. */
export type CellForm = 'plain' | 'comma';

/**
 * How the cells of a table are written; null where programs have to clean them. Blanks around longer texts are
 * no matter; those before a cell of delimited text are skipped.
 */
export async function readCellForm(
  session: Session,
  sample: string,
  columns: readonly Column[],
  written: WrittenNumbers | null,
  isDelimited: boolean,
): Promise<CellForm | null> {
  const words = columns.filter(({ type, role }) => type === 'VARCHAR' && role !== 'text');
  if (columns.some(({ name }) => name !== (isDelimited ? name.trimEnd() : name.trim())))
    return null;
  if (words.length > 0) {
    const blank = words
      .map(({ sql }) => `${sql} <> ${isDelimited ? 'rtrim' : 'trim'}(${sql})`)
      .join(' OR ');
    const [row] = await session.rows(`SELECT count(*) AS n FROM ${sample} WHERE ${blank}`);
    if (Number(row?.['n'] ?? 0) > 0) return null;
  }
  return written === null ? 'plain' : written.form;
}
