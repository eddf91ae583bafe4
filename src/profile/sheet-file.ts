import { stat } from 'node:fs/promises';
import path from 'node:path';
import { DLCodeGenError } from '../core/index.ts';
import { fileAdvice } from './file-advice.ts';
import type { MadeRows } from './made-table.ts';

const MOST_BYTES = 64 * 1024 ** 2;
/** A sheet of data has a header, two rows and two columns at least. */
const FEWEST = { rows: 3, columns: 2 };
/** Lines above the column names that are looked past: titles, notes. */
const MOST_TITLES = 10;

type Cell = string | number | boolean | Date | null;
type Row = readonly Cell[];

/**
 * The rows of an Excel workbook: of its first sheet that holds a table; the names of others are said. Titles above the column
 * names are left out.
 *
 * Errors: BAD_DATA (too large, damaged or protected, no table in it).
 */
export async function readSheetRows(absolute: string, file: string): Promise<MadeRows> {
  const { size } = await stat(absolute);
  if (size > MOST_BYTES)
    throw new DLCodeGenError(
      'BAD_DATA',
      `${file} has ${Math.round(size / 1024 ** 2)} MB; workbooks are read up to 64 MB: ${fileAdvice(file, 'foreign')}.`,
    );
  const sheets = await readWorkbook(absolute, file);
  const tables = sheets.flatMap(({ name, rows }) => {
    const skipped = titlesAbove(rows);
    const [header = [], ...data] = rows.slice(skipped);
    const isTable = data.length + 1 >= FEWEST.rows && header.length >= FEWEST.columns;
    return isTable ? [{ name, skipped, header, data }] : [];
  });
  const [first, ...others] = tables;
  if (first === undefined)
    throw new DLCodeGenError(
      'BAD_DATA',
      `${file} has no sheet with column names and two rows below them; its sheets: ${sheets.map(({ name }) => name).join(', ') || 'none'}.`,
    );
  return {
    form: 'sheet',
    file,
    names: first.header.map((cell, at) => cellText(cell) || `column ${at + 1}`),
    rows: first.data.map((row) => first.header.map((_, at) => cellText(row[at]))),
    facts: { SHEET: first.name, TITLE_ROWS: first.skipped },
    findings:
      others.length === 0
        ? []
        : [
            {
              code: 'UNUSED_SHEETS',
              path: file,
              message: `The sheet ${first.name} of ${path.basename(file)} is read; not read: ${others.map(({ name }) => name).join(', ')}.`,
            },
          ],
  };
}

async function readWorkbook(
  absolute: string,
  file: string,
): Promise<readonly { readonly name: string; readonly rows: readonly Row[] }[]> {
  const { default: readWorkbookFile } = await import('read-excel-file/node');
  try {
    const sheets = await readWorkbookFile(absolute);
    return sheets.map(({ sheet, data }) => ({ name: sheet, rows: data as readonly Row[] }));
  } catch (cause) {
    throw new DLCodeGenError(
      'BAD_DATA',
      `${file} cannot be read as an Excel workbook (it is damaged, protected by a password, or of another format): ${fileAdvice(file, 'foreign')}.`,
      { cause },
    );
  }
}

/** How many rows stand above the column names: those with fewer than half the cells of the widest of the first rows. */
function titlesAbove(rows: readonly Row[]): number {
  const filled = rows
    .slice(0, MOST_TITLES + 1)
    .map((row) => row.filter((cell) => cell !== null).length);
  const most = Math.max(...filled);
  return Math.max(
    0,
    filled.findIndex((count) => count * 2 > most),
  );
}

/** A cell as pandas writes it as text. */
function cellText(cell: Cell = null): string {
  if (cell === null) return '';
  if (typeof cell === 'boolean') return cell ? 'True' : 'False';
  if (!(cell instanceof Date)) return String(cell).trim();
  const [day = '', time = ''] = cell.toISOString().split('T');
  return time.startsWith('00:00:00') ? day : `${day} ${time.slice(0, 8)}`;
}
