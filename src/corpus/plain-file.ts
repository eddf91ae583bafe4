import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { passMachineFault } from '../core/index.ts';
import { failed, rejected } from './reading-stop.ts';

/** Bytes of a file from front to back. */
export interface ByteSource {
  /** Bytes read into `target` from `offset` on; 0 at the end. */
  readonly read: (target: Buffer, offset: number) => number;
}

export interface PlainFile extends ByteSource {
  readonly size: number;
}

/**
 * Opens a file, hands it to `use` and closes it. No pipe is waited for, no device is read.
 * Errors: ReadingStop where it is no plain file, larger than `mostBytes`, or the disk refuses.
 */
export function withPlainFile<T>(file: string, mostBytes: number, use: (file: PlainFile) => T): T {
  const descriptor = attempt(() => openSync(file, constants.O_RDONLY | constants.O_NONBLOCK));
  try {
    const status = attempt(() => fstatSync(descriptor));
    if (status.isDirectory()) throw rejected('is a folder');
    if (!status.isFile()) throw rejected('is no plain file');
    if (status.size > mostBytes) {
      throw rejected(`is larger than the limit of ${renderBytes(mostBytes)}`);
    }
    return use({
      size: status.size,
      read: (target, offset) =>
        attempt(() => readSync(descriptor, target, offset, target.length - offset, null)),
    });
  } finally {
    closeSync(descriptor);
  }
}

/** `2 MiB`. */
export function renderBytes(bytes: number): string {
  return bytes >= 2 ** 20 ? `${bytes / 2 ** 20} MiB` : `${bytes / 2 ** 10} KiB`;
}

function attempt<T>(action: () => T): T {
  try {
    return action();
  } catch (error) {
    passMachineFault(error);
    throw failed(`cannot be opened: ${(error as NodeJS.ErrnoException).code ?? String(error)}`);
  }
}
