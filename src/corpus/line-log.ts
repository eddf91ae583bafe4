import { closeSync, fsyncSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs';
import { machineFault } from '../core/index.ts';

const CHUNK = 2 ** 20;
const LINE_FEED = 0x0a;

/**
 * A file to which lines are appended and which a killed process leaves whole but for its last line: that one is cut off when
 * the log is opened again.
 */
export class LineLog {
  readonly #descriptor: number;
  #count: number;

  constructor(file: string) {
    this.#descriptor = openSync(file, 'a+');
    this.#count = this.#repair();
  }

  /** Whole lines. */
  get count(): number {
    return this.#count;
  }

  /** Errors: MACHINE where the disk is full; the log is as it was, or ends with a torn line. */
  append(lines: readonly string[]): void {
    const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''));
    try {
      for (let at = 0; at < bytes.length;) at += writeSync(this.#descriptor, bytes, at);
    } catch (error) {
      throw machineFault(error) ?? error;
    }
    this.#count += lines.length;
  }

  /** The lines that are there now, in order; what is appended meanwhile is not among them. One line is held at a time. */
  *read(): Generator<string> {
    let left = this.#count;
    let buffer = Buffer.alloc(CHUNK);
    let filled = 0;
    for (let from = 0; left > 0;) {
      const read = readSync(this.#descriptor, buffer, filled, buffer.length - filled, from);
      if (read === 0) return;
      from += read;
      const view = buffer.subarray(0, filled + read);
      let at = 0;
      for (
        let end = view.indexOf(LINE_FEED, filled);
        end !== -1 && left > 0;
        end = view.indexOf(LINE_FEED, at)
      ) {
        const line = view.toString('utf8', at, end);
        at = end + 1;
        left -= 1;
        yield line;
      }
      filled = view.length - at;
      const next = filled > buffer.length / 2 ? Buffer.alloc(2 * buffer.length) : buffer;
      view.copy(next, 0, at);
      buffer = next;
    }
  }

  close(): void {
    fsyncSync(this.#descriptor);
    closeSync(this.#descriptor);
  }

  #repair(): number {
    const chunk = Buffer.alloc(CHUNK);
    let count = 0;
    let whole = 0;
    for (let from = 0; ;) {
      const read = readSync(this.#descriptor, chunk, 0, CHUNK, from);
      if (read === 0) break;
      const view = chunk.subarray(0, read);
      for (let at = view.indexOf(LINE_FEED); at !== -1; at = view.indexOf(LINE_FEED, at + 1)) {
        count += 1;
        whole = from + at + 1;
      }
      from += read;
    }
    ftruncateSync(this.#descriptor, whole);
    return count;
  }
}
