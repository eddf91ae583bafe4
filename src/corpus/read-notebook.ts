import { JsonReader } from './json-reader.ts';
import { foreignLanguage } from './languages.ts';
import type { ByteSource } from './plain-file.ts';
import { renderBytes } from './plain-file.ts';
import { MOST_CODE_BYTES, type RawProgram } from './raw-program.ts';
import { rejected } from './reading-stop.ts';

/** Names of languages, types, times. */
const MOST_SHORT = 1000;
/** Notebooks are read one after the other in a thread. */
const BUFFER = Buffer.allocUnsafe(2 ** 17);

/**
 * The code cells of a notebook, nbformat 3 or 4; outputs, attachments and prose are passed over and never held.
 * Errors: ReadingStop.
 */
export function readNotebook(source: ByteSource): RawProgram {
  const json = new JsonReader(source, BUFFER);
  if (json.peek() !== 'object') {
    json.skip();
    json.expectEnd();
    throw rejected('not a notebook: its JSON is no object');
  }
  const notebook = new NotebookReader(json);
  json.readObject((key) => notebook.readField(key));
  json.expectEnd();
  return notebook.finish();
}

class NotebookReader {
  readonly #json: JsonReader;
  readonly #cells: string[] = [];
  #format: number | null = null;
  #hasCells = false;
  #codeBytes = 0;
  #language: string | null = null;
  #kernel: string | null = null;
  #latest = Number.NEGATIVE_INFINITY;

  constructor(json: JsonReader) {
    this.#json = json;
  }

  readField(key: string): void {
    if (key === 'cells') this.#readCells();
    else if (key === 'worksheets') this.#readItems((name) => name === 'cells' && this.#readCells());
    else if (key === 'metadata') this.#readFields((name) => this.#readMetadata(name));
    else if (key === 'nbformat') this.#format = this.#json.readNumber();
    else this.#json.skip();
  }

  finish(): RawProgram {
    if (!this.#hasCells) {
      throw rejected(
        this.#format === null ? 'not a notebook: it has no cells' : 'a notebook without cells',
      );
    }
    const language = foreignLanguage(this.#language, this.#kernel);
    if (language !== null) throw rejected(`language: ${language}`);
    return {
      format: `nbformat ${this.#format ?? 'unknown'}`,
      cells: this.#cells,
      isSpaced: true,
      date: Number.isFinite(this.#latest) ? new Date(this.#latest).toISOString() : null,
      notes: this.#json.hasMark ? ['begins with a byte order mark'] : [],
    };
  }

  #readCells(): true {
    this.#hasCells = true;
    this.#readItems(
      (key, cell) => this.#readCellField(key, cell),
      (cell) => this.#keep(cell),
    );
    return true;
  }

  #readCellField(key: string, cell: Cell): boolean {
    if (key === 'cell_type') cell.type = this.#readShort();
    else if (key === 'source' || key === 'input') {
      if (cell.type !== null && cell.type !== 'code') return false;
      cell.source = this.#readSource();
    } else if (key === 'language') cell.language = this.#readShort();
    else if (key === 'metadata') {
      this.#readFields((name) => this.#readCellMetadata(name, cell));
    } else return false;
    return true;
  }

  #keep({ type, source, language }: Cell): void {
    if (type !== 'code' || source === null) return;
    if (foreignLanguage(language, null) !== null) return;
    if (source === TOO_LONG) throw tooMuchCode();
    this.#codeBytes += source.length;
    if (this.#codeBytes > MOST_CODE_BYTES) throw tooMuchCode();
    this.#cells.push(source.replaceAll('\r\n', '\n').replaceAll('\r', '\n'));
  }

  #readSource(): string | typeof TOO_LONG | null {
    const kind = this.#json.peek();
    if (kind === 'text') return this.#json.readText(MOST_CODE_BYTES) ?? TOO_LONG;
    if (kind !== 'array') {
      this.#json.skip();
      return null;
    }
    const lines: string[] = [];
    let bytes = 0;
    let isTooLong = false;
    this.#json.readArray(() => {
      if (isTooLong || this.#json.peek() !== 'text') {
        this.#json.skip();
        return;
      }
      const line = this.#json.readText(MOST_CODE_BYTES);
      bytes += line?.length ?? 0;
      isTooLong = line === null || bytes > MOST_CODE_BYTES;
      if (line !== null) lines.push(line);
    });
    return isTooLong ? TOO_LONG : lines.join('');
  }

  #readMetadata(name: string): boolean {
    if (name === 'language_info') {
      this.#readFields((key) => key === 'name' && ((this.#language = this.#readShort()), true));
    } else if (name === 'kernelspec') {
      this.#readFields((key) => {
        // Every value is read, also one that is not used: the next key stands behind it.
        if (key === 'language') {
          const language = this.#readShort();
          this.#language ??= language;
        } else if (key === 'name') this.#kernel = this.#readShort();
        else return false;
        return true;
      });
    } else if (name === 'papermill') this.#readFields((key) => this.#readTime(key, 'end_time'));
    else return false;
    return true;
  }

  /** Times of Jupyter, papermill and Colab; the language of Visual Studio Code. */
  #readCellMetadata(name: string, cell: Cell): boolean {
    if (name === 'execution') this.#readFields((key) => this.#readTime(key, 'iopub.execute_input'));
    else if (name === 'papermill') this.#readFields((key) => this.#readTime(key, 'end_time'));
    else if (name === 'executionInfo') this.#readFields((key) => this.#readTime(key, 'timestamp'));
    else if (name === 'vscode') {
      this.#readFields(
        (key) => key === 'languageId' && ((cell.language = this.#readShort()), true),
      );
    } else return false;
    return true;
  }

  /** A time as text or in milliseconds since 1970; what is before Jupyter or after any clock is none. */
  #readTime(key: string, wanted: string): boolean {
    if (key !== wanted) return false;
    const time =
      this.#json.peek() === 'text' ? parseTime(this.#readShort()) : (this.#json.readNumber() ?? 0);
    if (time > FIRST_TIME && time < LAST_TIME) this.#latest = Math.max(this.#latest, time);
    return true;
  }

  #readShort(): string | null {
    if (this.#json.peek() === 'text') return this.#json.readText(MOST_SHORT);
    this.#json.skip();
    return null;
  }

  /** The fields of an object; whatever `onKey` does not take is passed over, and so is anything but an object. */
  #readFields(onKey: (key: string) => boolean): void {
    if (this.#json.peek() !== 'object') {
      this.#json.skip();
      return;
    }
    this.#json.readObject((key) => {
      if (!onKey(key)) this.#json.skip();
    });
  }

  /** The fields of each object of an array. */
  #readItems(
    onKey: (key: string, cell: Cell) => boolean,
    onItem: (cell: Cell) => void = () => undefined,
  ): void {
    if (this.#json.peek() !== 'array') {
      this.#json.skip();
      return;
    }
    this.#json.readArray(() => {
      const cell: Cell = { type: null, source: null, language: null };
      this.#readFields((key) => onKey(key, cell));
      onItem(cell);
    });
  }
}

interface Cell {
  type: string | null;
  source: string | typeof TOO_LONG | null;
  language: string | null;
}

const TOO_LONG = Symbol('too long');
const FIRST_TIME = Date.UTC(2011, 0, 1);
const LAST_TIME = Date.UTC(2100, 0, 1);

/** Times without a zone are in UTC, as Jupyter writes them. */
function parseTime(text: string | null): number {
  if (text === null) return Number.NaN;
  return Date.parse(/(?:Z|[+-]\d\d:?\d\d)$/.test(text) ? text : `${text}Z`);
}

function tooMuchCode(): Error {
  return rejected(`more code than the limit of ${renderBytes(MOST_CODE_BYTES)}`);
}
