import { isUtf8 } from 'node:buffer';
import type { ByteSource } from './plain-file.ts';
import { failed } from './reading-stop.ts';

const CHUNK = 2 ** 16;
/** Levels of nesting; Python's reader gives up at about as many. */
const MOST_LEVELS = 1000;
const [QUOTE, BACKSLASH, COMMA, COLON] = [0x22, 0x5c, 0x2c, 0x3a];
const [OPEN_ARRAY, CLOSE_ARRAY, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];
const BARE = /^(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null|NaN|-?Infinity)$/;
const WIDE = 'UTF-16, where UTF-8 is read';

/** Letters, digits and signs of literals and numbers, by byte. */
const IS_BARE = Uint8Array.from({ length: 256 }, (_, byte) =>
  /[\w.+-]/.test(String.fromCharCode(byte)) && byte < 128 ? 1 : 0,
);

/**
 * Reads JSON piece by piece from its bytes, and only what is asked for: what is skipped is checked but never held, so that a
 * string of 200 MB takes no more memory than one of 2 KB. UTF-8 with or without its mark; `NaN` and `Infinity` as Python writes
 * them. Values are taken in the order of the text: each callback takes its value, by `readText`, `readNumber`, `skip`, ...
 * Errors: ReadingStop (failed), with the place in bytes.
 */
export class JsonReader {
  readonly #source: ByteSource;
  #buffer: Buffer;
  /** The filled part of the buffer. */
  #view: Buffer;
  #at = 0;
  /** Bytes of the source before the view. */
  #before = 0;
  /** First bytes of a character that the end of the view cuts. */
  #cut = Buffer.alloc(0);
  #isAtEnd = false;
  /** Whether the text begins with the mark of UTF-8. */
  readonly hasMark: boolean;

  /** `buffer` is written over: one is enough for readers that are used one after the other. */
  constructor(source: ByteSource, buffer: Buffer = Buffer.allocUnsafe(CHUNK)) {
    this.#source = source;
    this.#buffer = buffer;
    this.#view = buffer.subarray(0, 0);
    this.#fill(0);
    const [first = 0, second = 0, third = 0] = this.#view;
    if (this.#view.length > 1 && (first === 0 || second === 0)) throw failed(WIDE);
    this.hasMark = first === 0xef && second === 0xbb && third === 0xbf;
    if (this.hasMark) this.#at = 3;
  }

  /** What comes next; `end` after the text's last value. */
  peek(): 'object' | 'array' | 'text' | 'bare' | 'end' {
    const byte = this.#next();
    if (byte === OPEN_OBJECT) return 'object';
    if (byte === OPEN_ARRAY) return 'array';
    if (byte === QUOTE) return 'text';
    return byte === -1 ? 'end' : 'bare';
  }

  /** Calls `onKey` for each key of an object. */
  readObject(onKey: (key: string) => void): void {
    this.#take(OPEN_OBJECT);
    if (this.#next() === CLOSE_OBJECT) {
      this.#at += 1;
      return;
    }
    for (;;) {
      const key = this.readText(CHUNK);
      this.#take(COLON);
      if (key === null) this.skip();
      else onKey(key);
      if (this.#takeOneOf(COMMA, CLOSE_OBJECT) === CLOSE_OBJECT) return;
    }
  }

  /** Calls `onItem` for each item of an array. */
  readArray(onItem: () => void): void {
    this.#take(OPEN_ARRAY);
    if (this.#next() === CLOSE_ARRAY) {
      this.#at += 1;
      return;
    }
    do onItem();
    while (this.#takeOneOf(COMMA, CLOSE_ARRAY) !== CLOSE_ARRAY);
  }

  /** A string; null, and skipped, where it takes more than `mostBytes`. */
  readText(mostBytes: number): string | null {
    this.#take(QUOTE);
    let from = this.#at;
    for (;;) {
      const end = this.#stringEnd();
      if (end !== -1) {
        const text = this.#view.toString('utf8', from - 1, end + 1);
        this.#at = end + 1;
        return end - from > mostBytes ? null : this.#parse(text);
      }
      if (this.#view.length - from > mostBytes) {
        this.#skipString();
        return null;
      }
      // The opening quote is kept, so that the text is whole when its end is found.
      const done = this.#at - from;
      this.#fillMore(from - 1);
      from = 1;
      this.#at = from + done;
    }
  }

  /** A number; null, and skipped, where it is something else. */
  readNumber(): number | null {
    if (this.peek() !== 'bare') {
      this.skip();
      return null;
    }
    const value = Number(this.#readBare());
    return Number.isFinite(value) ? value : null;
  }

  /** Passes over a value of any kind. */
  skip(): void {
    const open: number[] = [];
    let isKey = false;
    for (;;) {
      const byte = this.#next();
      if (isKey && byte !== QUOTE) throw this.#unexpected();
      if (byte === OPEN_ARRAY || byte === OPEN_OBJECT) {
        this.#at += 1;
        if (open.length === MOST_LEVELS) throw failed(`nested deeper than ${MOST_LEVELS} levels`);
        const close = byte === OPEN_ARRAY ? CLOSE_ARRAY : CLOSE_OBJECT;
        if (this.#next() !== close) {
          open.push(close);
          isKey = close === CLOSE_OBJECT;
          continue;
        }
        this.#at += 1;
      } else if (byte === QUOTE) {
        this.#at += 1;
        this.#skipString();
        if (isKey) {
          this.#take(COLON);
          isKey = false;
          continue;
        }
      } else this.#readBare();
      for (;;) {
        const close = open.at(-1);
        if (close === undefined) return;
        if (this.#takeOneOf(COMMA, close) === COMMA) {
          isKey = close === CLOSE_OBJECT;
          break;
        }
        open.pop();
      }
    }
  }

  /** Errors: ReadingStop where anything but white space follows. */
  expectEnd(): void {
    if (this.#next() !== -1) throw this.#unexpected();
  }

  #readBare(): string {
    let text = '';
    for (;;) {
      let end = this.#at;
      while (end < this.#view.length && IS_BARE[this.#view[end] ?? 0] === 1) end += 1;
      text += this.#view.toString('latin1', this.#at, end);
      this.#at = end;
      if (text.length > CHUNK) throw this.#unexpected();
      if (end < this.#view.length || !this.#fill(end)) break;
    }
    if (BARE.test(text)) return text;
    throw this.#isAtEnd && this.#at === this.#view.length ? this.#truncated() : this.#unexpected();
  }

  /** Place of the quote that ends a string, or -1 where the view ends before; the place is moved to where the search goes on. */
  #stringEnd(): number {
    for (;;) {
      const quote = this.#view.indexOf(QUOTE, this.#at);
      const end = quote === -1 ? this.#view.length : quote;
      let before = end;
      while (before > this.#at && this.#view[before - 1] === BACKSLASH) before -= 1;
      const isEscaped = (end - before) % 2 === 1;
      if (quote === -1) {
        this.#at = isEscaped ? end - 1 : end;
        return -1;
      }
      if (!isEscaped) return quote;
      this.#at = quote + 1;
    }
  }

  #skipString(): void {
    for (;;) {
      const end = this.#stringEnd();
      if (end !== -1) {
        this.#at = end + 1;
        return;
      }
      this.#fillMore(this.#at);
    }
  }

  #parse(text: string): string {
    try {
      return JSON.parse(text) as string;
    } catch {
      throw failed(
        `not JSON: a string with an escape or a control character that is none, before byte ${this.#place()}`,
      );
    }
  }

  /** The next byte that is no white space, not yet taken; -1 at the end. */
  #next(): number {
    for (;;) {
      while (this.#at < this.#view.length) {
        const byte = this.#view[this.#at] ?? 0;
        if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return byte;
        this.#at += 1;
      }
      if (!this.#fill(this.#at)) return -1;
    }
  }

  #take(byte: number): void {
    if (this.#next() !== byte) throw this.#unexpected();
    this.#at += 1;
  }

  #takeOneOf(one: number, other: number): number {
    const byte = this.#next();
    if (byte !== one && byte !== other) throw this.#unexpected();
    this.#at += 1;
    return byte;
  }

  #fillMore(keep: number): void {
    if (!this.#fill(keep)) throw this.#truncated();
  }

  /** Reads on, and drops what stands before `keep`, to which all places then are relative; false at the end. */
  #fill(keep: number): boolean {
    if (this.#isAtEnd) return false;
    const kept = this.#view.length - keep;
    const target =
      kept > this.#buffer.length / 2 ? Buffer.allocUnsafe(2 * this.#buffer.length) : this.#buffer;
    this.#view.copy(target, 0, keep);
    this.#buffer = target;
    const read = this.#source.read(target, kept);
    this.#isAtEnd = read === 0;
    this.#before += keep;
    this.#at -= keep;
    this.#view = target.subarray(0, kept + read);
    this.#check(this.#view.subarray(kept));
    return read > 0;
  }

  /** Checks what was read; a character that is cut by its end waits for the rest. */
  #check(read: Buffer): void {
    const bytes = this.#cut.length === 0 ? read : Buffer.concat([this.#cut, read]);
    const end = this.#isAtEnd ? bytes.length : lastWhole(bytes);
    if (!isUtf8(bytes.subarray(0, end))) {
      if (this.#before === 0 && hasWideMark(this.#view)) throw failed(WIDE);
      const last = this.#before + this.#view.length;
      throw failed(`not UTF-8, between byte ${last - bytes.length} and ${last}`);
    }
    this.#cut = Buffer.from(bytes.subarray(end));
  }

  #place(): number {
    return this.#before + this.#at;
  }

  #unexpected(): Error {
    if (this.#isAtEnd && this.#at >= this.#view.length) return this.#truncated();
    const found = JSON.stringify(this.#view.toString('utf8', this.#at, this.#at + 1));
    return failed(`not JSON: ${found} at byte ${this.#place()}`);
  }

  #truncated(): Error {
    return failed(`truncated: the JSON ends at byte ${this.#before + this.#view.length}`);
  }
}

/** Where the last character begins that may be incomplete; the length where all are whole. */
function lastWhole(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(4, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte >= 0xc0) return bytes.length - back;
    if (byte < 0x80) break;
  }
  return bytes.length;
}

/** Whether a text begins with a byte order mark of UTF-16. */
function hasWideMark([first, second]: Buffer): boolean {
  return (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
}
