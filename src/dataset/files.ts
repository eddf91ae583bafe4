import { lstat, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { DLCodeGenError } from '../core/index.ts';

const MOST_BYTES = 64_000_000;
const MOST_FILES = 20_000;

/** Text of a file of sensible size; bytes that are no UTF-8 become the replacement character. Errors: BAD_INPUT. */
export async function readTextFile(file: string): Promise<string> {
  try {
    const { size } = await lstat(file);
    if (size > MOST_BYTES) throw new Error(`${size} bytes are more than ${MOST_BYTES}`);
    return new TextDecoder().decode(await readFile(file));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new DLCodeGenError('BAD_INPUT', `cannot read ${file}: ${reason}`, { cause });
  }
}

/** As `readTextFile`; null where there is no such file. */
export async function readTextIfThere(file: string): Promise<string | null> {
  const status = await lstat(file).catch(() => null);
  return status?.isFile() === true ? readTextFile(file) : null;
}

export interface Listed {
  readonly name: string;
  readonly isFolder: boolean;
}

/** Plain files and folders in a folder, by name; links and hidden ones are left out. Errors: BAD_INPUT. */
export async function listFolder(folder: string): Promise<readonly Listed[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((cause: unknown) => {
    throw new DLCodeGenError('BAD_INPUT', `the folder ${folder} cannot be read`, { cause });
  });
  return entries
    .filter((entry) => (entry.isFile() || entry.isDirectory()) && !entry.name.startsWith('.'))
    .map((entry) => ({ name: entry.name, isFolder: entry.isDirectory() }))
    .toSorted((left, right) => (left.name < right.name ? -1 : 1));
}

/** Every plain file below a folder, as relative paths with forward slashes. Errors: BAD_INPUT. */
export async function walkFolder(folder: string): Promise<readonly string[]> {
  const found: string[] = [];
  const visit = async (inside: string): Promise<void> => {
    for (const { name, isFolder } of await listFolder(path.join(folder, inside))) {
      const file = path.posix.join(inside, name);
      if (isFolder) await visit(file);
      else found.push(file);
      if (found.length > MOST_FILES) {
        throw new DLCodeGenError('BAD_INPUT', `${folder} holds more than ${MOST_FILES} files`);
      }
    }
  };
  await visit('');
  return found;
}
