import { createHash } from 'node:crypto';
import { createWriteStream, existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { cacheFolder, DLCodeGenError } from '../core/index.ts';

const ARCHIVE = /\.(?:zip|tar|tgz|tar\.gz)$/i;

/** What an archive may hold at most. */
export interface ArchiveLimits {
  readonly files: number;
  readonly bytes: number;
}
const LIMITS: ArchiveLimits = { files: 1_000_000, bytes: 64 * 1024 ** 3 };

/** Data that may be an archive: the folder into which it is opened, anything else as it is. Errors: those of `openArchive`. */
export async function openData(data: string): Promise<string> {
  return ARCHIVE.test(data) && (await isFile(data)) ? openArchive(data) : data;
}

async function isFile(name: string): Promise<boolean> {
  try {
    return (await stat(name)).isFile();
  } catch {
    return false;
  }
}

/**
 * The folder in the cache into which an archive is opened; one that was opened before and has not changed is taken as it is.
 * Links, devices and what would lie outside the folder are left out.
 *
 * Errors: BAD_DATA (damaged, encrypted, larger than the limits, no files in it).
 */
export async function openArchive(file: string, limits = LIMITS): Promise<string> {
  const absolute = path.resolve(file);
  const { size, mtimeMs } = await stat(absolute);
  const key = createHash('sha256').update(`${absolute}\0${size}\0${mtimeMs}`).digest('hex');
  const name = path
    .basename(file)
    .replace(ARCHIVE, '')
    .replaceAll(/[^\w.-]/g, '_')
    .slice(0, 40);
  const parent = path.join(cacheFolder(), 'opened');
  const folder = path.join(parent, `${name}-${key.slice(0, 12)}`);
  if (existsSync(folder)) return folder;
  await mkdir(parent, { recursive: true });
  const draft = await mkdtemp(path.join(parent, '.draft-'));
  try {
    const writer = new ArchiveWriter(draft, limits);
    if (/\.zip$/i.test(file)) await unzip(absolute, writer);
    else await untar(absolute, writer);
    if (writer.isOver)
      throw new Error(`it holds more than ${limits.files} files or ${limits.bytes} bytes`);
    if (writer.count === 0) throw new DLCodeGenError('BAD_DATA', `${file} holds no files.`);
    // Code that is run as another user reads it too.
    await chmod(draft, 0o755);
    await rename(draft, folder);
    return folder;
  } catch (cause) {
    await rm(draft, { recursive: true, force: true });
    if (cause instanceof DLCodeGenError) throw cause;
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new DLCodeGenError(
      'BAD_DATA',
      `${file} cannot be opened: ${why}. Unpack it, and name the folder.`,
      { cause },
    );
  }
}

/** Writes the members of an archive below a folder, within the limits. */
class ArchiveWriter {
  count = 0;
  readonly folder: string;
  #bytes = 0;
  readonly #limits: ArchiveLimits;

  constructor(folder: string, limits: ArchiveLimits) {
    this.folder = folder;
    this.#limits = limits;
  }

  /** Where a member is written; null where it lies outside, or is none of the data. */
  place(member: string): string | null {
    const parts = member.replaceAll('\\', '/').split('/');
    const isOutside = parts[0] === '' || parts.includes('..') || member.includes('\0');
    const isOther = parts.includes('__MACOSX') || /^\._|^\.DS_Store$/.test(parts.at(-1) ?? '');
    return isOutside || isOther ? null : path.join(this.folder, ...parts);
  }

  /** Counts a file of so many bytes; false where it is beyond the limits, as are all after it. */
  add(bytes: number): boolean {
    this.count += 1;
    this.#bytes += bytes;
    return !this.isOver;
  }

  get isOver(): boolean {
    return this.count > this.#limits.files || this.#bytes > this.#limits.bytes;
  }

  async write(place: string, content: Readable): Promise<void> {
    await mkdir(path.dirname(place), { recursive: true });
    await pipeline(content, createWriteStream(place, { flags: 'wx' }));
  }
}

async function unzip(file: string, writer: ArchiveWriter): Promise<void> {
  const { openPromise } = await import('yauzl');
  const archive = await openPromise(file, { lazyEntries: true, autoClose: false });
  try {
    for await (const entry of archive.eachEntry()) {
      if ((entry.generalPurposeBitFlag & 1) === 1) throw new Error('it is protected by a password');
      const isLink = entry.externalFileAttributes >>> 28 === 0xa;
      const place = entry.fileName.endsWith('/') || isLink ? null : writer.place(entry.fileName);
      if (place === null) continue;
      // A member that is larger than its entry says is an error of the stream.
      if (!writer.add(entry.uncompressedSize)) return;
      await writer.write(place, await archive.openReadStreamPromise(entry));
    }
  } finally {
    archive.close();
  }
}

async function untar(file: string, writer: ArchiveWriter): Promise<void> {
  const { extract } = await import('tar');
  await extract({
    file,
    cwd: writer.folder,
    preservePaths: false,
    noChmod: true,
    filter: (member, entry) => {
      if (!('type' in entry) || entry.type === 'Directory') return true;
      const isFile = entry.type === 'File' || entry.type === 'OldFile';
      return isFile && writer.place(member) !== null && writer.add(entry.size);
    },
  });
}
