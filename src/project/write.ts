import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { ProjectFiles } from '../artifacts/index.ts';
import {
  DLCodeGenError,
  isInside,
  readInside,
  refuseOccupied as refuse,
  writeFolder,
  writeInside,
} from '../core/index.ts';
import { MOST_BYTES } from './read.ts';

export interface WriteOptions {
  /** Replace a folder that is there and not empty. */
  readonly force: boolean;
}

/** What every project has and no other folder. */
const MARK = 'PROVENANCE.json';

/**
 * Writes a project at once. `prove` may look at it, run it and change it before the folder gets its name: where that
 * ends in an error nothing is left, and a project that was there stays.
 * Errors: BAD_INPUT (the folder is there and not empty, cannot be written, or a name leads out of it).
 */
export async function writeProject<T = void>(
  directory: string,
  files: ProjectFiles,
  { force }: WriteOptions,
  prove?: (scratch: string) => Promise<T>,
): Promise<T | undefined> {
  for (const name of files.keys()) {
    if (!isInside(name))
      throw new DLCodeGenError(
        'BAD_INPUT',
        `${JSON.stringify(name)} is no name of a project's file`,
      );
  }
  return writeFolder(directory, { force, mark: MARK }, async (scratch) => {
    for (const [name, text] of files) {
      const file = path.join(scratch, name);
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(file, text);
    }
    return prove?.(scratch);
  });
}

/**
 * Rewrites the files of a project that changed, each by one rename; other files stay. The record of a
 * verification no longer holds and goes.
 */
export async function updateProject(directory: string, files: ProjectFiles): Promise<void> {
  await rm(path.join(directory, 'verification.json'), { force: true });
  for (const [name, text] of files) {
    if (readInside(directory, name, MOST_BYTES) !== text) writeInside(directory, name, text);
  }
}

/** Ends early, before any work, where `writeProject` would refuse. Errors: BAD_INPUT. */
export function refuseOccupied(directory: string, force: boolean): void {
  refuse(directory, { force, mark: MARK });
}
