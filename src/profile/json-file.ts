import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { ProfileContext } from './detector.ts';
import { filesUnder } from './folder.ts';

const MOST_BYTES = 64 * 1024 * 1024;

/** The JSON of a file below the data folder, read once; null where it is none. */
export async function readJson(context: ProfileContext, file: string): Promise<unknown> {
  return context.once(`json ${file}`, async () => parseFile(context, file));
}

async function parseFile(context: ProfileContext, file: string): Promise<unknown> {
  const text = await readFile(path.join(context.root, file), 'utf8');
  if (text.length > MOST_BYTES) return null;
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
