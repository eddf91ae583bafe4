import { DLCodeGenError } from '../core/index.ts';
import { fileAdvice } from './file-advice.ts';
import type { MadeRows } from './made-table.ts';

const MOST_ROWS = 1_000_000;

type Cell = string | number | bigint | null | Uint8Array;

/**
 * The rows of an SQLite database: of its largest table; the names of others are said.
 *
 * Errors: BAD_DATA (damaged, no table with two rows and two columns).
 */
export async function readDatabaseRows(absolute: string, file: string): Promise<MadeRows> {
  const { DatabaseSync } = await import('node:sqlite');
  try {
    const database = new DatabaseSync(absolute, { readOnly: true });
    try {
      const names = database
        .prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        .all()
        .map(({ name }) => String(name));
      const count = (name: string): number =>
        Number(database.prepare(`SELECT count(*) AS n FROM ${quoted(name)}`).get()?.['n']);
      const [largest, ...others] = names.toSorted((one, two) => count(two) - count(one));
      if (largest === undefined || count(largest) < 2)
        throw new DLCodeGenError('BAD_DATA', `${file} has no table of two or more rows.`);
      const select = database.prepare(`SELECT * FROM ${quoted(largest)} LIMIT ${MOST_ROWS}`);
      select.setReadBigInts(true);
      const rows = select.all() as readonly Readonly<Record<string, Cell>>[];
      const columns = Object.keys(rows[0] ?? {});
      return {
        form: 'database',
        file,
        names: columns,
        rows: rows.map((row) => columns.map((name) => cellText(row[name] ?? null))),
        facts: { TABLE_NAME: largest },
        findings:
          others.length === 0
            ? []
            : [
                {
                  code: 'UNUSED_TABLES',
                  path: file,
                  message: `The table ${largest} of ${file} is read; not read: ${others.join(', ')}.`,
                },
              ],
      };
    } finally {
      database.close();
    }
  } catch (cause) {
    if (cause instanceof DLCodeGenError) throw cause;
    throw new DLCodeGenError(
      'BAD_DATA',
      `${file} cannot be read as an SQLite database (it is damaged or of another format): ${fileAdvice(file, 'foreign')}.`,
      { cause },
    );
  }
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A cell as text; bytes are no data of a table. */
function cellText(cell: Cell): string {
  return cell === null || cell instanceof Uint8Array ? '' : String(cell).trim();
}
