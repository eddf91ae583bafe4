import { constants, createWriteStream, rmSync } from 'node:fs';
import {
  chmod,
  copyFile,
  lstat,
  mkdir,
  mkdtemp,
  open,
  readdir,
  realpath,
  rm,
  type FileHandle,
} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { DLCodeGenError, isAlive, tellDraft } from '../core/index.ts';

const PREFIX = 'dlcodegen-run-';
const OWNER = /^dlcodegen-run-(\d+)-/;

/**
 * A folder of our own that a confined command may write; gone after `remove` and when this process ends. It lies in
 * one that only this user may enter, which the command cannot open to others: whatever it leaves, nobody reaches it.
 */
export interface Scratch {
  readonly folder: string;
  readonly remove: () => Promise<void>;
}

/** Left-overs of processes that were killed are removed on the way. */
export async function createScratch(): Promise<Scratch> {
  const parent = await realpath(os.tmpdir());
  await removeLeftovers(parent);
  const own = await mkdtemp(path.join(parent, `${PREFIX}${process.pid}-`));
  tellDraft(own);
  const folder = path.join(own, 'scratch');
  await mkdir(folder);
  const atExit = (): void => rmSync(own, { recursive: true, force: true });
  process.once('exit', atExit);
  return {
    folder,
    remove: async () => {
      process.removeListener('exit', atExit);
      await rm(own, { recursive: true, force: true });
    },
  };
}

/** Makes a folder of our own that a confined command may read, whatever mask this process has for new files. */
export async function makeShown(folder: string): Promise<void> {
  await mkdir(folder);
  await chmod(folder, 0o755);
}

async function removeLeftovers(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    const owner = OWNER.exec(name)?.[1];
    if (owner === undefined || isAlive(Number(owner))) continue;
    // Another user's folder cannot be removed and is not ours to remove.
    await rm(path.join(parent, name), { recursive: true, force: true }).catch(() => {});
  }
}

export interface CopyBounds {
  readonly mostBytes: number;
  readonly mostFiles: number;
  /** Names that are left out at any depth. */
  readonly skip: ReadonlySet<string>;
}

/**
 * Copies a folder into another; only plain files and folders.
 * Errors: BAD_INPUT (a symbolic link or device, too many files, too many bytes).
 */
export async function copyInto(source: string, target: string, bounds: CopyBounds): Promise<void> {
  let bytes = 0;
  let files = 0;
  const copy = async (from: string, to: string): Promise<void> => {
    await mkdir(to, { recursive: true });
    for (const entry of await readdir(from, { withFileTypes: true })) {
      if (bounds.skip.has(entry.name)) continue;
      const file = path.join(from, entry.name);
      if (entry.isDirectory()) {
        await copy(file, path.join(to, entry.name));
        continue;
      }
      if (!entry.isFile()) {
        throw new DLCodeGenError(
          'BAD_INPUT',
          `${file} is a symbolic link or no plain file; it is refused`,
        );
      }
      bytes += (await lstat(file)).size;
      files += 1;
      if (bytes > bounds.mostBytes || files > bounds.mostFiles) {
        throw new DLCodeGenError(
          'BAD_INPUT',
          `${source} holds more than ${bounds.mostFiles} files or ${bounds.mostBytes} bytes`,
        );
      }
      await copyFile(file, path.join(to, entry.name), constants.COPYFILE_EXCL);
    }
  };
  await copy(source, target);
}

/**
 * Reads a text that a confined command left below `folder`; null where there is none.
 * A symbolic link anywhere on the way, a device, or more than `mostBytes` also give null:
 * what runs inside may try to make us read a file of the host. Only the first `head` bytes are read.
 */
export async function readArtefact(
  folder: string,
  file: string,
  mostBytes: number,
  head = mostBytes,
): Promise<string | null> {
  const handle = await openBelow(folder, file);
  if (handle === null) return null;
  try {
    const status = await handle.stat();
    if (!status.isFile() || status.size > mostBytes) return null;
    const buffer = Buffer.alloc(Math.min(status.size, head));
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, 0);
    return buffer.subarray(0, bytesRead).toString('utf8');
  } finally {
    await handle.close();
  }
}

/**
 * Copies a plain file that a confined command left below `folder`; false where there is none, where it is larger than
 * `mostBytes` or where a link is on the way. The command may still run: what is read is the file that was looked at.
 * Another confined command may read the copy.
 */
export async function copyArtefact(
  folder: string,
  file: string,
  target: string,
  mostBytes: number,
): Promise<boolean> {
  const handle = await openBelow(folder, file);
  if (handle === null) return false;
  try {
    const status = await handle.stat();
    if (!status.isFile() || status.size > mostBytes) return false;
    const bytes = handle.createReadStream({ end: Math.max(0, status.size - 1), autoClose: false });
    await pipeline(bytes, createWriteStream(target, { flags: 'wx' }));
    await chmod(target, 0o644);
    return true;
  } finally {
    await handle.close();
  }
}

/** Opens a file below a folder, where no link is on the way to it; never waits for a pipe. */
async function openBelow(folder: string, file: string): Promise<FileHandle | null> {
  const root = await realpath(folder);
  const wanted = path.join(root, file);
  if (!wanted.startsWith(`${root}${path.sep}`)) return null;
  if ((await realpath(wanted).catch(() => null)) !== wanted) return null;
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  const handle = await open(wanted, flags).catch(() => null);
  if (handle === null) return null;
  // A folder on the way may have become a link meanwhile.
  const opened = await realpath(`/proc/self/fd/${handle.fd}`).catch(() => wanted);
  if (opened === wanted) return handle;
  await handle.close();
  return null;
}
