import { closeSync, constants, fstatSync, lstatSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { DLCodeGenError } from './errors.ts';
import { writeText } from './write-at-once.ts';

/**
 * Files of a folder that others may have filled: a project, a result that came from elsewhere. No name leads out of
 * the folder, no link is followed, and what is no plain file (a pipe would be waited for without end) is refused.
 */

const MOST_NAME = 255;

/** Whether a name is a relative path below a folder, written with slashes, on every system. */
export function isInside(name: string): boolean {
  const parts = name.split('/');
  return (
    !/[\\:\0]/.test(name) &&
    parts.every((part) => !['', '.', '..'].includes(part) && Buffer.byteLength(part) <= MOST_NAME)
  );
}

/** Writes a file below a folder at once. Errors: BAD_INPUT (the name, a link or no plain file on the way, the disk). */
export function writeInside(folder: string, name: string, text: string): void {
  writeText(placeInside(folder, name), text);
}

/**
 * Reads a file below a folder; null where there is none.
 * Errors: BAD_INPUT (the name, a link or no plain file on the way, more than `mostBytes`, the disk).
 */
export function readInside(folder: string, name: string, mostBytes: number): string | null {
  const place = placeInside(folder, name);
  if (lstatSync(place, { throwIfNoEntry: false }) === undefined) return null;
  try {
    const file = openSync(place, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      const status = fstatSync(file);
      if (!status.isFile()) throw refusal(place, 'is no plain file');
      if (status.size > mostBytes) throw refusal(place, `is larger than ${mostBytes} bytes`);
      return readFileSync(file, 'utf8');
    } finally {
      closeSync(file);
    }
  } catch (cause) {
    if (cause instanceof DLCodeGenError) throw cause;
    throw refusal(place, 'cannot be read', cause);
  }
}

/** Errors: BAD_INPUT. */
function placeInside(folder: string, name: string): string {
  if (!isInside(name)) throw refusal(JSON.stringify(name), 'is no name of a file in a project');
  const parts = name.split('/');
  let place = folder;
  for (const [at, part] of parts.entries()) {
    place = path.join(place, part);
    const status = lstatSync(place, { throwIfNoEntry: false });
    if (status === undefined) continue;
    const isLast = at === parts.length - 1;
    if (status.isSymbolicLink()) throw refusal(place, 'is a symbolic link');
    if (isLast ? !status.isFile() : !status.isDirectory())
      throw refusal(place, isLast ? 'is no plain file' : 'is no folder');
  }
  return place;
}

function refusal(place: string, why: string, cause?: unknown): DLCodeGenError {
  return new DLCodeGenError('BAD_INPUT', `${place} ${why}; it is refused`, { cause });
}
