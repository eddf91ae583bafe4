import { lstat, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { findSandbox } from './find.ts';
import { runSandboxed } from './run-sandboxed.ts';
import type { Limits } from './sandbox-table.ts';
import { createScratch } from './scratch.ts';

const LIMITS: Limits = {
  memoryBytes: 2 ** 30,
  cpuSeconds: 60,
  fileBytes: 2 ** 20,
  diskBytes: 2 ** 20,
  processes: 16,
  wallMs: 120_000,
  tmpBytes: 2 ** 20,
};

/** No path of the system is deeper: it has at most 4096 characters. */
const MOST_DEPTH = 4096;

export interface Look {
  readonly said: string;
  /** User of this machine that the script's file `mark` belongs to; null where it made none. */
  readonly owner: number | null;
}

/** Runs a shell script of our own in the sandbox, with paths to read. Errors: ENVIRONMENT (no sandbox works). */
export async function lookInside(
  script: string,
  args: readonly string[],
  readOnly: readonly string[],
): Promise<Look> {
  const scratch = await createScratch();
  try {
    const writable = path.join(scratch.folder, 'look');
    await mkdir(writable);
    const { stdout } = await runSandboxed({
      command: '/bin/sh',
      args: ['-c', script, 'sh', ...args],
      readOnly,
      writable: [writable],
      workingDirectory: writable,
      environment: { PATH: '/usr/bin:/bin' },
      limits: LIMITS,
    });
    const mark = await lstat(path.join(writable, 'mark')).catch(() => null);
    return { said: stdout, owner: mark?.uid ?? null };
  } finally {
    await scratch.remove();
  }
}

/**
 * The first file or folder, at most `depth` below one of these, that a confined command may not read although it is
 * shown to it; null where there is none. Only root can show others what they may not read.
 */
export async function findUnreadable(
  paths: readonly string[],
  depth = MOST_DEPTH,
): Promise<string | null> {
  if (paths.length === 0 || (await findSandbox()).user === null) return null;
  const script = String.raw`depth=$1; shift
find "$@" -maxdepth "$depth" ! -type l \( ! -readable -o -type d ! -executable \) -print -quit`;
  const { said } = await lookInside(script, [String(depth), ...paths], paths);
  return said === '' ? null : said.trimEnd();
}
