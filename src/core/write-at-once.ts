import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { mkdtemp, open } from 'node:fs/promises';
import path from 'node:path';
import { DLCodeGenError } from './errors.ts';
import { machineFault } from './machine-fault.ts';
import { tellDraft } from './supervisor.ts';

/**
 * Everything that stays on disk is written beside its place and renamed: a killed process leaves the old or the new,
 * never a half. What killed processes left beside a place goes when it is written again.
 * Errors of all: BAD_INPUT with the reason, MACHINE where the disk is full.
 */
export function writeText(file: string, text: string): void {
  attempt(file, () => {
    const { scratch, rename, remove } = besides(file);
    try {
      writeFileSync(scratch, text);
      rename();
    } finally {
      remove();
    }
  });
}

/** As `writeChunks`, a line each. */
export async function writeLines(
  file: string,
  lines: AsyncIterable<string> | Iterable<string>,
): Promise<void> {
  await writeChunks(file, withBreaks(lines));
}

async function* withBreaks(
  lines: AsyncIterable<string> | Iterable<string>,
): AsyncGenerator<string> {
  for await (const line of lines) yield `${line}\n`;
}

/**
 * As `writeText`, piece by piece as they are made; a place that cannot be written is known before the first. Where the
 * pieces end in an error, nothing is written.
 */
export async function writeChunks(
  file: string,
  chunks: AsyncIterable<string | Uint8Array>,
): Promise<void> {
  const { scratch, rename, remove } = attempt(file, () => besides(file));
  const handle = await attemptLater(file, async () => open(scratch, 'w'));
  try {
    for await (const chunk of chunks) {
      await attemptLater(file, async () => handle.appendFile(chunk));
    }
    await handle.close();
    attempt(file, rename);
  } finally {
    await handle.close().catch(() => undefined);
    remove();
  }
}

const DRAFT = '.writing-';

/** Whether a name in a folder is that of something not yet written, or left by a process that was killed. */
export function isDraft(name: string): boolean {
  return name.includes(DRAFT);
}

interface Draft {
  readonly scratch: string;
  readonly rename: () => void;
  readonly remove: () => void;
}

/** Where a file is drafted. A link is followed; what is no plain file, such as a pipe, is written as it stands. */
function besides(file: string): Draft {
  const found = statSync(file, { throwIfNoEntry: false });
  if (found !== undefined && !found.isFile()) {
    return { scratch: file, rename: () => undefined, remove: () => undefined };
  }
  const target = found === undefined ? path.resolve(file) : realpathSync(file);
  const scratch = scratchName(target);
  tellDraft(scratch);
  return {
    scratch,
    rename: () => renameSync(scratch, target),
    remove: () => rmSync(scratch, { force: true }),
  };
}

export interface FolderOptions {
  /** Replace a folder that is there and not empty, where it holds `mark`. */
  readonly force: boolean;
  /** A file that only folders of this kind have. */
  readonly mark: string;
}

/** Fills a new folder and gives it its name; where the name is a link, what it names is replaced. */
export async function writeFolder<T>(
  folder: string,
  options: FolderOptions,
  fill: (scratch: string) => Promise<T>,
): Promise<T> {
  refuseOccupied(folder, options);
  const target = existsSync(folder) ? realpathSync(folder) : path.resolve(folder);
  makeFolders(path.dirname(target));
  const parent = await attemptLater(folder, async () => mkdtemp(`${scratchName(target)}-`));
  tellDraft(parent);
  const scratch = path.join(parent, path.basename(target));
  try {
    // Made by `mkdir`, not `mkdtemp`, whose folders are closed to everybody else.
    attempt(folder, () => mkdirSync(scratch));
    const result = await attemptLater(folder, async () => fill(scratch));
    attempt(folder, () => swap(scratch, target, path.join(parent, '.old'), folder, options));
    return result;
  } finally {
    rmSync(parent, { recursive: true, force: true });
  }
}

/** Ends early, before any work, where `writeFolder` would refuse. */
export function refuseOccupied(folder: string, { force, mark }: FolderOptions): void {
  if (!existsSync(folder)) return;
  const entries = attempt(folder, () => readdirSync(folder));
  if (entries.length === 0 || (force && entries.includes(mark))) return;
  const advice = force
    ? `--force replaces only a folder that holds ${mark}`
    : '--force replaces it';
  throw new DLCodeGenError(
    'BAD_INPUT',
    `${folder} is there and holds ${entries.length} entries; ${advice}`,
  );
}

/** `mkdir` with `recursive` never returns below folders that refuse entries, such as /proc. */
export function makeFolders(folder: string): void {
  if (existsSync(folder)) return;
  makeFolders(path.dirname(folder));
  attempt(folder, () => mkdirSync(folder));
}

/** Whether a process with this id runs; one that has ended and that nobody waited for does not. */
export function isAlive(id: number): boolean {
  try {
    process.kill(id, 0);
    return process.platform !== 'linux' || !/^State:\s*Z/m.test(readStatus(id));
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function readStatus(id: number): string {
  try {
    return readFileSync(`/proc/${id}/status`, 'utf8');
  } catch {
    return '';
  }
}

/** Renaming onto an empty folder is one step; a full one that came meanwhile is another run's. */
function swap(
  scratch: string,
  target: string,
  old: string,
  folder: string,
  options: FolderOptions,
): void {
  refuseOccupied(folder, options);
  const isFull = existsSync(target) && readdirSync(target).length > 0;
  if (isFull) renameSync(target, old);
  try {
    renameSync(scratch, target);
  } catch (error) {
    if (isFull && !existsSync(target)) renameSync(old, target);
    throw error;
  }
}

/** A hidden name beside an absolute place that says whose it is; such names of processes that are gone are removed. */
function scratchName(place: string): string {
  const { dir: parent, base } = path.parse(place);
  const prefix = `.${base}${DRAFT}`;
  for (const name of readdirSync(parent)) {
    if (!name.startsWith(prefix) || isAlive(Number.parseInt(name.slice(prefix.length), 10))) {
      continue;
    }
    rmSync(path.join(parent, name), { recursive: true, force: true });
  }
  return path.join(parent, `${prefix}${process.pid}`);
}

function attempt<T>(place: string, action: () => T): T {
  try {
    return action();
  } catch (cause) {
    throw refusal(place, cause);
  }
}

async function attemptLater<T>(place: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (cause) {
    throw refusal(place, cause);
  }
}

/** Only the disk's refusals are about the place; a disk that is full is not. */
function refusal(place: string, cause: unknown): unknown {
  const fault = machineFault(cause);
  if (fault !== null) return fault;
  if (!(cause instanceof Error) || !('syscall' in cause)) return cause;
  return new DLCodeGenError('BAD_INPUT', `cannot write ${place}: ${cause.message}`, { cause });
}
