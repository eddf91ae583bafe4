import path from 'node:path';
import { z } from 'zod';
import { DLCodeGenError, numberedLines } from '../core/index.ts';

/** What a list says of an input. */
export interface Source {
  /** Absolute. */
  readonly path: string;
  /** As the list writes it, an SPDX name as a rule; null where it says nothing. */
  readonly licence: string | null;
  /** ISO 8601, or null. */
  readonly date: string | null;
}

/** Names of the columns, the first that is there. */
const COLUMNS = {
  path: ['path', 'local_path', 'file', 'key'],
  licence: ['licence', 'license'],
  date: ['date', 'last_modified'],
} as const;
type Column = keyof typeof COLUMNS;

const rowSchema = z.record(z.string(), z.unknown());

/**
 * The inputs that a list names, in its order: a JSON object a line, or lines of tab-separated values below a line of names, with
 * `path` (relative to the list's folder) and, where they are known, `licence` and `date`. One line is held at a time.
 * Errors: BAD_INPUT (no such file, no path; the line is named).
 */
export async function* readSourceList(file: string): AsyncGenerator<Source> {
  const folder = path.dirname(path.resolve(file));
  let heads: readonly string[] | null = null;
  let number = 0;
  try {
    for await (const { number: at, line } of numberedLines(file)) {
      number = at;
      const isObject = line.startsWith('{');
      if (!isObject && heads === null) {
        heads = line.replace(/^\uFEFF/, '').split('\t');
        continue;
      }
      const cells = line.split('\t');
      const row = isObject
        ? rowSchema.parse(JSON.parse(line))
        : Object.fromEntries((heads ?? []).map((head, at) => [head, cells[at]]));
      const place = cellOf(row, 'path');
      if (place === null) throw new Error(`no ${COLUMNS.path.join(', ')}`);
      yield {
        path: path.resolve(folder, place),
        licence: cellOf(row, 'licence'),
        date: toDate(cellOf(row, 'date')),
      };
    }
  } catch (cause) {
    const where = number === 0 ? file : `${file}, line ${number}`;
    throw new DLCodeGenError(
      'BAD_INPUT',
      `${where}: expected JSON objects, or tab-separated values below a line of names, with "path" and, where known, "licence" and "date" (${String(cause)})`,
      { cause },
    );
  }
}

function cellOf(row: Readonly<Record<string, unknown>>, column: Column): string | null {
  for (const name of COLUMNS[column]) {
    const cell = Object.hasOwn(row, name) ? row[name] : undefined;
    if (typeof cell === 'string' && cell.trim() !== '') return cell.trim();
  }
  return null;
}

function toDate(text: string | null): string | null {
  const time = text === null ? Number.NaN : Date.parse(text);
  if (Number.isFinite(time)) return new Date(time).toISOString();
  if (text === null) return null;
  throw new Error(`"${text}" is no date`);
}
