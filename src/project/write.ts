import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { ProjectFiles } from '../artifacts/index.ts';
import { DLCodeGenError } from '../core/index.ts';

export interface WriteOptions {
  /** Replace a folder that is there and not empty. */
  readonly force: boolean;
}

/**
 * Writes a project at once: into a hidden folder beside the target, then one rename, so that a killed
 * process leaves either the whole project or none of it. Left-overs of killed runs are removed.
 * Errors: BAD_INPUT (the folder is there and not empty, or cannot be written).
 */
export async function writeProject(
  directory: string,
  files: ProjectFiles,
  { force }: WriteOptions,
): Promise<void> {
  const target = path.resolve(directory);
  await refuseOccupied(target, force);
  const parent = path.dirname(target);
  const prefix = `.${path.basename(target)}.writing-`;
  try {
    await makeFolders(parent);
    await removeLeftovers(parent, prefix);
    const scratch = await mkdtemp(path.join(parent, prefix));
    for (const [name, text] of files) {
      const file = path.join(scratch, name);
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(file, text);
    }
    await replaceFolder(scratch, target);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new DLCodeGenError('BAD_INPUT', `cannot write the project to ${directory}: ${reason}`, {
      cause,
    });
  }
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
    if (old === text) continue;
    await writeFile(`${file}.writing`, text);
    await rename(`${file}.writing`, file);
  }
}

/** Ends early, before any work, where `writeProject` would refuse. */
export async function refuseOccupied(directory: string, force: boolean): Promise<void> {
  if (!existsSync(directory)) return;
  const entries = await readdir(directory).catch(() => {
    throw new DLCodeGenError(
      'BAD_INPUT',
      `expected a folder for the project, found a file: ${directory}`,
    );
  });
  if (entries.length === 0 || (force && entries.includes('PROVENANCE.json'))) return;
  const advice = force ? '--force replaces projects of dlcodegen only' : '--force replaces it';
  throw new DLCodeGenError(
    'BAD_INPUT',
    `${directory} is there and holds ${entries.length} entries; ${advice}`,
  );
}

/** `mkdir` with `recursive` never returns below folders that refuse entries, such as /proc. */
async function makeFolders(folder: string): Promise<void> {
  if (existsSync(folder)) return;
  await makeFolders(path.dirname(folder));
  await mkdir(folder);
}

async function replaceFolder(scratch: string, target: string): Promise<void> {
  const old = `${scratch}-old`;
  if (existsSync(target)) await rename(target, old);
  await rename(scratch, target);
  await rm(old, { recursive: true, force: true });
}

async function removeLeftovers(parent: string, prefix: string): Promise<void> {
  const names = (await readdir(parent)).filter((name) => name.startsWith(prefix));
  for (const name of names) await rm(path.join(parent, name), { recursive: true, force: true });
}
