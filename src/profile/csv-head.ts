import { open } from 'node:fs/promises';
import { DLCodeGenError } from '../core/index.ts';
import { OLD_ENCODING } from './transcode.ts';

/** The first records of a delimited file, as text. */
export interface CsvHead {
  readonly encoding: 'utf-8' | typeof OLD_ENCODING;
  readonly separator: string;
  readonly header: boolean;
  /** Names as pandas reads them: duplicates get `.1`, empty ones `Unnamed: i`; `0`, `1`... without header. */
  readonly names: readonly string[];
  readonly duplicates: readonly string[];
  /** Without the header record. */
  readonly records: readonly (readonly string[])[];
}

const HEAD_BYTES = 256 * 1024;
const SEPARATORS = [',', ';', '\t', '|'] as const;
const MAGIC: readonly (readonly [string, string])[] = [
  ['\x89PNG', 'a PNG image'],
  ['\xff\xd8\xff', 'a JPEG image'],
  ['GIF8', 'a GIF image'],
  ['PK\x03\x04', 'a zip archive or an Excel workbook'],
  ['%PDF', 'a PDF document'],
  ['\x1f\x8b', 'a gzip archive'],
  ['\xd0\xcf\x11\xe0', 'an Excel workbook'],
  ['\x7fELF', 'a program'],
  ['PAR1', 'a Parquet file'],
  ['\x93NUMPY', 'a NumPy array'],
  ['RIFF', 'a sound or film'],
];

/** Names of the columns where the first line names them; none of a file that cannot be read as a table. */
export async function headerNames(file: string, shown: string): Promise<readonly string[]> {
  try {
    const { header, names } = await readHead(file, shown);
    return header ? names : [];
  } catch (error) {
    if (error instanceof DLCodeGenError) return [];
    throw error;
  }
}

/** Reads at most the first 256 kB. Errors: BAD_DATA for empty, binary and UTF-16 files. */
export async function readHead(file: string, shown: string): Promise<CsvHead> {
  const bytes = await readStart(file, HEAD_BYTES);
  if (bytes.toString('utf8').replace('\ufeff', '').trim() === '')
    throw new DLCodeGenError('BAD_DATA', `${shown} is empty.`);
  refuseBinary(bytes, shown);
  const { text, encoding } = decode(bytes);
  const separator = sniffSeparator(text);
  const whole = bytes.length < HEAD_BYTES;
  const records = parseRecords(text, separator, whole);
  refusePreamble(records, shown);
  const first = records[0] ?? [];
  const header = hasHeader(records);
  const width = Math.max(first.length, commonWidth(records));
  const raw = Array.from({ length: width }, (_, index) =>
    header ? (first[index] ?? '') : String(index),
  );
  return {
    encoding,
    separator,
    header,
    ...pandasNames(raw),
    records: header ? records.slice(1) : records,
  };
}

export async function readStart(file: string, length: number): Promise<Buffer> {
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

function refuseBinary(bytes: Buffer, shown: string): void {
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff))
    throw new DLCodeGenError('BAD_DATA', `${shown} is UTF-16 text; save it as UTF-8.`);
  const start = bytes.subarray(0, 8).toString('latin1');
  const magic = MAGIC.find(([mark]) => start.startsWith(mark));
  const control = bytes.subarray(0, 4096).filter((byte) => byte < 9 || (byte > 13 && byte < 32));
  if (magic !== undefined || bytes.includes(0) || control.length > bytes.length / 20)
    throw new DLCodeGenError(
      'BAD_DATA',
      `${shown} is binary (${magic?.[1] ?? 'it holds control bytes'}), not a text table.`,
    );
}

/** Exports write titles above the names, and `sep=;`; R writes one name less than there are columns. */
function refusePreamble(records: readonly (readonly string[])[], shown: string): void {
  const width = commonWidth(records.slice(1));
  const [first = []] = records;
  const marked = /^sep=.?$/i.test(first.join(''));
  if (!marked && first.length >= width - 1) return;
  const above = records.findIndex((record) => record.length === width);
  throw new DLCodeGenError(
    'BAD_DATA',
    `${shown} has ${above === 1 ? 'a line' : `${above} lines`} above its column names, the first is ${JSON.stringify(first.join(' ').slice(0, 60))}; remove ${above === 1 ? 'it' : 'them'}.`,
  );
}

function decode(bytes: Buffer): { text: string; encoding: CsvHead['encoding'] } {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return { text, encoding: 'utf-8' };
  } catch {
    return { text: new TextDecoder(OLD_ENCODING).decode(bytes), encoding: OLD_ENCODING };
  }
}

/** The separator under which most records have the same width, more than one field; else a comma. */
function sniffSeparator(text: string): string {
  const start = text.slice(0, 64 * 1024);
  const scored = SEPARATORS.map((separator) => {
    const records = parseRecords(start, separator, start.length === text.length);
    const width = commonWidth(records);
    const same = records.filter((record) => record.length === width).length / records.length;
    const head = records[0]?.length === width ? 1 : 0.8;
    return { separator, score: width > 1 ? same * head * (1 + Math.min(width, 20) / 100) : 0 };
  });
  const best = scored.reduce((a, b) => (b.score > a.score ? b : a));
  return best.score > 0.5 ? best.separator : ',';
}

function commonWidth(records: readonly (readonly string[])[]): number {
  const counts = new Map<number, number>();
  for (const { length } of records) counts.set(length, (counts.get(length) ?? 0) + 1);
  let best: readonly [number, number] = [1, 0];
  for (const [width, count] of counts) if (count > best[1]) best = [width, count];
  return best[0];
}

/** Records by RFC 4180; a quote inside a bare field is text; an unfinished last record is dropped unless `whole`. */
export function parseRecords(text: string, separator: string, whole: boolean): string[][] {
  const records: string[][] = [];
  let record: string[] = [];
  let field = '';
  let quoted = false;
  for (let index = 0; index < text.length; index++) {
    const char = text.charAt(index);
    if (quoted) {
      if (char !== '"') field += char;
      else if (text[index + 1] === '"') field += text.charAt(++index);
      else quoted = false;
    } else if (char === '"' && field === '') quoted = true;
    else if (char === separator) {
      record.push(field);
      field = '';
    } else if (char === '\n' || char === '\r') {
      if (char === '\r' && text[index + 1] === '\n') index++;
      if (record.length > 0 || field !== '') records.push([...record, field]);
      record = [];
      field = '';
    } else field += char;
  }
  if (whole && (record.length > 0 || field !== '')) records.push([...record, field]);
  return records;
}

const NUMBER = /^\s*[-+]?(\d+([.,]\d*)?|[.,]\d+)(e[-+]?\d+)?\s*$/i;
const KNOWN_NAMES =
  /^(id|text|label|source|target|input|output|question|answer|english|french|german|spanish|turkish|[a-z]{2}|word|tag|sentence|class|category|date|time|name|value|x|y)$/i;

/** Does the first record read like names rather than like the values below it? */
function hasHeader(records: readonly (readonly string[])[]): boolean {
  const [first, ...rest] = records;
  if (first === undefined || first.length === 0) return false;
  if (first[0]?.trim() === '' && first.length > 1) return true;
  const numbers = first.filter((cell) => NUMBER.test(cell)).map(Number);
  // Frames saved with counted column names: 0,1,2... or years.
  if (
    numbers.length > 2 &&
    numbers.every((value, at) => at === 0 || value === (numbers[at - 1] ?? 0) + 1)
  )
    return true;
  const sample = rest.slice(0, 100);
  const numeric = first.map(
    (_, at) => sample.length > 0 && share(sample, (record) => NUMBER.test(record[at] ?? '')) > 0.7,
  );
  const belowNumbers = first.filter((_, at) => numeric[at]);
  if (belowNumbers.length > 0)
    return belowNumbers.filter((cell) => NUMBER.test(cell)).length <= belowNumbers.length / 4;
  if (numbers.length > 0) return false;
  if (first.some((cell) => KNOWN_NAMES.test(cell.trim()))) return true;
  const repeated = first.some(
    (cell, at) => cell !== '' && sample.some((record) => record[at] === cell),
  );
  // Columns without a name and a value: `v1,v2,,,` above rows that end in commas.
  const named = first.filter(
    (cell, at) => cell.trim() !== '' || share(sample, (record) => (record[at] ?? '') !== '') > 0.1,
  );
  const nameLike = named.every((cell) =>
    /^[\p{L}_][\p{L}\p{N}_ \-/()%#:]{0,39}$/u.test(cell.trim()),
  );
  const words = named.map((cell) => cell.trim().split(/\s+/).length);
  return nameLike && !repeated && words.every((count) => count <= 3);
}

function share<T>(items: readonly T[], test: (item: T) => boolean): number {
  return items.length === 0 ? 0 : items.filter(test).length / items.length;
}

function pandasNames(raw: readonly string[]): { names: string[]; duplicates: string[] } {
  const seen = new Map<string, number>();
  const duplicates: string[] = [];
  const names = raw.map((cell, index) => {
    const name = cell === '' ? `Unnamed: ${index}` : cell;
    const count = seen.get(name) ?? 0;
    seen.set(name, count + 1);
    if (count > 0) duplicates.push(name);
    return count === 0 ? name : `${name}.${count}`;
  });
  return { names, duplicates };
}
