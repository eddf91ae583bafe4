import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { isDraft, ownTable } from '../core/index.ts';

export const VERIFICATION_FILE = 'verification.json';
/** Never part of what was proven: results of runs and what tools leave. */
const LEFT_OUT = new Set([
  VERIFICATION_FILE,
  'artifacts',
  'data',
  '__pycache__',
  '.git',
  '.pytest_cache',
]);

/** SHA-256 of every plain file of a project, by relative path. */
export async function hashFiles(directory: string): Promise<Record<string, string>> {
  const hashes: Record<string, string> = ownTable({});
  const visit = async (folder: string): Promise<void> => {
    const entries = await readdir(path.join(directory, folder), { withFileTypes: true });
    for (const entry of entries.sort((one, other) => (one.name < other.name ? -1 : 1))) {
      const file = path.posix.join(folder, entry.name);
      if (LEFT_OUT.has(entry.name) || isDraft(entry.name)) continue;
      if (entry.isDirectory()) await visit(file);
      else if (entry.isFile()) {
        hashes[file] = hashOf(await readFile(path.join(directory, file)));
      }
    }
  };
  await visit('');
  return hashes;
}

/** SHA-256 of a file's content, 64 hexadecimal digits. */
export function hashOf(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/** Files that are other in one list than in the other, or there in one only. */
export function changedFiles(
  before: Readonly<Record<string, string>>,
  now: Readonly<Record<string, string>>,
): string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(now)]);
  return [...names].filter((name) => before[name] !== now[name]).sort();
}
