import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { ProjectFiles } from '../artifacts/index.ts';
import { refuseOccupied as refuse, writeFolder, writeText } from '../core/index.ts';

export interface WriteOptions {
  /** Replace a folder that is there and not empty. */
  readonly force: boolean;
}

/** What every project has and no other folder. */
const MARK = 'PROVENANCE.json';

/** Writes a project at once. Errors: BAD_INPUT (the folder is there and not empty, or cannot be written). */
export async function writeProject(
  directory: string,
  files: ProjectFiles,
  { force }: WriteOptions,
): Promise<void> {
  await writeFolder(directory, { force, mark: MARK }, async (scratch) => {
    for (const [name, text] of files) {
      const file = path.join(scratch, name);
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(file, text);
    }
  });
}

/**
 * Rewrites the files of a project that changed, each by one rename; other files stay. The record of a
 * verification no longer holds and goes.
 */
export async function updateProject(directory: string, files: ProjectFiles): Promise<void> {
  await rm(path.join(directory, 'verification.json'), { force: true });
  for (const [name, text] of files) {
    const file = path.join(directory, name);
    const old = await readFile(file, 'utf8').catch(() => null);
    if (old !== text) writeText(file, text);
  }
}

/** Ends early, before any work, where `writeProject` would refuse. Errors: BAD_INPUT. */
export function refuseOccupied(directory: string, force: boolean): void {
  refuse(directory, { force, mark: MARK });
}
