import { statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { ProfileContext } from './detector.ts';
import { filesUnder } from './folder.ts';
import type { MadeRows } from './made-table.ts';

const MOST_BYTES = 64 * 1024 * 1024;

/** The JSON of a file below the data folder, read once; null where it is none. */
export async function readJson(context: ProfileContext, file: string): Promise<unknown> {
  return context.once(`json ${file}`, async () => parseJson(path.join(context.root, file)));
}

/** The JSON of a file; null where it is none, or too large. */
export async function parseJson(absolute: string): Promise<unknown> {
  if (statSync(absolute).size > MOST_BYTES) return null;
  const text = await readFile(absolute, 'utf8');
  try {
    const content: unknown = JSON.parse(text.replace('\ufeff', ''));
    return content;
  } catch {
    // JSON lines, or broken: other readers say so.
    return null;
  }
}

export function jsonFiles({ folder }: ProfileContext): readonly string[] {
  return filesUnder(folder, 'table')
    .filter((file) => /\.json$/i.test(file))
    .slice(0, 50);
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Objects with at least two plain values each, as rows. */
export function recordRows(file: string, content: readonly unknown[]): MadeRows | null {
  const records = content.filter(isObject);
  if (records.length < 2 || records.length < content.length) return null;
  const names = [...new Set(records.flatMap((record) => Object.keys(record)))].filter((name) =>
    records.every((record) => cellText(record[name]) !== null),
  );
  if (names.length < 2) return null;
  const rows = records.map((record) => names.map((name) => cellText(record[name]) ?? ''));
  return { form: 'records', file, names, rows };
}

/** A plain value as text, lists of them joined by "|"; null for what is no cell. */
export function cellText(value: unknown): string | null {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) {
    const parts = value.map(cellText);
    return parts.every((part) => part !== null) ? parts.join('|') : null;
  }
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;
}
