import {
  closeSync,
  createReadStream,
  fsyncSync,
  ftruncateSync,
  openSync,
  readSync,
  writeSync,
} from 'node:fs';
import { createInterface } from 'node:readline';
import { machineFault } from '../core/index.ts';

const CHUNK = 2 ** 20;
const LINE_FEED = 0x0a;

/**
 * A file to which lines are appended and which a killed process leaves whole but for its last line: that one is cut off when
 * the log is opened again.
 */
export class LineLog {
  readonly #file: string;
  readonly #descriptor: number;
  #count: number;

  constructor(file: string) {
    this.#file = file;
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

  /** The lines that are there now, in order; what is appended meanwhile is not among them. */
  async *read(): AsyncGenerator<string> {
    let left = this.#count;
    if (left === 0) return;
    const input = createReadStream(this.#file);
    for await (const line of createInterface({ input, crlfDelay: Infinity })) {
      yield line;
      left -= 1;
      if (left === 0) break;
    }
    input.destroy();
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
