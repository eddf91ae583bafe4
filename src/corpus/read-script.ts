import type { PlainFile } from './plain-file.ts';
import { renderBytes } from './plain-file.ts';
import { MOST_CODE_BYTES, type RawProgram } from './raw-program.ts';
import { unpackMagics } from './unpack-magics.ts';
import { failed, rejected } from './reading-stop.ts';

/** PEP 263: one of the first two lines may name the encoding. */
const CODING = /^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)/;
/** Cells of nbconvert, of Jupytext and editors, and of Databricks. */
const CELL_MARK = /^# (?:In\s?\[[ \d*]*\]:|%%|COMMAND -{5,})/m;

/**
 * The code of a Python script. One that was written by nbconvert or an editor falls into its cells; its prose stays where it
 * is, as comments. Errors: ReadingStop.
 */
export function readScript(file: PlainFile): RawProgram {
  if (file.size > MOST_CODE_BYTES) {
    throw rejected(`more code than the limit of ${renderBytes(MOST_CODE_BYTES)}`);
  }
  const bytes = readAll(file);
  const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const text = decode(bytes).replaceAll('\r\n', '\n').replaceAll('\r', '\n');
  if (text.includes('\0')) throw failed('holds zero bytes');
  const cells = CELL_MARK.test(text) ? splitCells(text) : [text];
  return {
    format: cells.length > 1 ? 'script with cells' : 'script',
    cells: cells.map(unpackMagics),
    isSpaced: false,
    date: null,
    notes: hasMark ? ['begins with a byte order mark'] : [],
  };
}

function readAll(file: PlainFile): Buffer {
  const bytes = Buffer.alloc(file.size);
  let length = 0;
  while (length < bytes.length) {
    const read = file.read(bytes, length);
    if (read === 0) break;
    length += read;
  }
  return bytes.subarray(0, length);
}

function decode(bytes: Buffer): string {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    throw failed('UTF-16, which Python does not read');
  }
  const head = bytes.toString('latin1', 0, 400).split('\n', 2);
  const coding = head.map((line) => CODING.exec(line)?.[1]).find((name) => name !== undefined);
  try {
    return new TextDecoder(webName(coding ?? 'utf-8'), { fatal: true }).decode(bytes);
  } catch (error) {
    throw failed(
      error instanceof RangeError
        ? `names an encoding that is unknown: ${coding}`
        : `not ${coding ?? 'UTF-8'}, and it names no other encoding`,
    );
  }
}

/** Python's spellings of encodings that the web spells otherwise. */
function webName(coding: string): string {
  const name = coding.toLowerCase().replaceAll('_', '-');
  if (/^utf-?8/.test(name)) return 'utf-8';
  return name === 'latin-1' ? 'latin1' : name;
}

function splitCells(text: string): string[] {
  const cells: string[] = [];
  let cell: string[] = [];
  for (const line of text.split('\n')) {
    if (CELL_MARK.test(line) && cell.length > 0) {
      cells.push(`${cell.join('\n')}\n`);
      cell = [];
    }
    cell.push(line);
  }
  return [...cells, cell.join('\n')];
}
