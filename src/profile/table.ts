import { statSync } from 'node:fs';
import path from 'node:path';
import type { Facts } from '../artifacts/index.ts';
import { DLCodeGenError, type Issue } from '../core/index.ts';
import { type CellForm, readCellForm } from './cell-form.ts';
import { type CsvHead, readHead } from './csv-head.ts';
import { firstLine, MEMORY_BYTES, quotePath, quoteText, type Row, type Session } from './duckdb.ts';
import { readDatabaseRows } from './database-file.ts';
import { readJsonRows } from './json-table.ts';
import { type MadeRows, makeTable } from './made-table.ts';
import { MISSING_CELLS } from './missing-cells.ts';
import { readMissingNumbers } from './missing-numbers.ts';
import { type Column, readColumns, refuseWidth } from './table-columns.ts';
import { readSheetRows } from './sheet-file.ts';
import { holdsTaggedLines, readTaggedLines } from './tagged-lines.ts';
import { readTyped } from './typed-rows.ts';
import { withUtf8Copy } from './transcode.ts';
import { readWrittenNumbers } from './written-numbers.ts';

export type { Column } from './table-columns.ts';

/** A table read into DuckDB. `sample` names at most 50,000 of its rows. */
export interface Table {
  readonly file: string;
  readonly separator: string;
  readonly header: boolean;
  /** Null where it is not UTF-8: the next file may be. */
  readonly encoding: 'utf-8-sig' | null;
  readonly cellForm: CellForm | null;
  /** Numbers that stand for missing values; they are missing in the relation. */
  readonly missingNumbers: readonly number[];
  /** How rows lie on disk where that is no delimited text: `TABLE_FORM` and what its reader needs. */
  readonly form: Facts;
  readonly count: number;
  readonly columns: readonly Column[];
  readonly relation: string;
  readonly sample: string;
  readonly session: Session;
  /** First values of each column as they stand in the file (leading zeros kept). */
  readonly rawValues: (column: Column) => readonly string[];
  readonly findings: readonly Issue[];
}

const SAMPLE_ROWS = 50_000;
const CSV_ATTEMPTS = [
  '',
  ', sample_size=-1',
  ', sample_size=-1, null_padding=true, strict_mode=false',
  ', auto_detect=false, null_padding=true, strict_mode=false',
] as const;

const UNDETECTED = CSV_ATTEMPTS.length - 1;

let relations = 0;

/** Reads CSV, TSV, Parquet, JSON, a workbook or a database. Errors: BAD_DATA (empty, binary, one row, no columns, not readable). */
export async function openTable(session: Session, root: string, file: string): Promise<Table> {
  const absolute = path.join(root, file);
  const made = await readMade(absolute, file);
  if (made !== null) return makeTable(session, made);
  let relation = `t${++relations}`;
  const suffix = path.extname(file).toLowerCase();
  const opened = ['.parquet', '.jsonl', '.ndjson', '.json'].includes(suffix)
    ? await readTyped(session, absolute, file, relation, suffix === '.parquet')
    : await readCsv(session, absolute, file, relation);
  const { names, head } = opened;
  const counted = await session.rows(`SELECT count(*) AS n FROM ${relation}`);
  const count = Number(counted[0]?.['n'] ?? 0);
  if (count === 1 && suffix === '.json')
    throw new DLCodeGenError('BAD_DATA', nestedReason(file), { data: { file } });
  if (count < 2)
    throw new DLCodeGenError(
      'BAD_DATA',
      `${file} has ${count === 1 ? 'one row' : 'no rows'} below its header; training needs at least two.`,
      { data: { file, rows: count } },
    );
  const separator = head?.separator ?? ',';
  let sample = await takeSample(session, relation, count, opened.stored);
  const written = await readWrittenNumbers(session, { relation, sample, names, file, separator });
  if (written !== null) ({ relation, sample } = written);
  let columns = await readColumns(session, { relation, sample, names, count });
  const filled = await readMissingNumbers(session, { relation, sample, file, count, columns });
  if (filled !== null) {
    ({ relation, sample } = filled);
    columns = await readColumns(session, { relation, sample, names, count });
  }
  const strings = await rawReader(session, sample, columns, head);
  return {
    file,
    separator,
    header: head?.header ?? true,
    encoding: opened.encoding,
    cellForm: await readCellForm(session, sample, columns, written, head !== null),
    form: head === null ? { TABLE_FORM: 'records' } : {},
    count,
    columns,
    relation,
    sample,
    session,
    rawValues: strings,
    missingNumbers: filled?.numbers ?? [],
    findings: [
      ...opened.findings,
      ...(head?.header === false ? [headlessFinding(file, names.length)] : []),
      ...[written, filled].flatMap((read) => read?.finding ?? []),
    ],
  };
}

/** What a JSON file of one object is, and the command that writes the rows in it. */
function nestedReason(file: string): string {
  const safe = /^[\p{L}\p{N}_][\p{L}\p{N}_ ./-]*$/u.test(file) ? file : 'FILE.json';
  const code = `import json, pandas as pd; d = json.load(open('${safe}')); pd.json_normalize(d['data'], ['paragraphs', 'qas'], [['paragraphs', 'context']]).to_csv('rows.csv', index=False)`;
  return (
    `${file} holds one object whose rows lie deeper; a list of objects, one a row, is read. ` +
    `Write its inner list as a table, as for questions of SQuAD: python -c "${code}".`
  );
}

/** The rows of files that hold a table in a form of their own; null for delimited text, JSON lines and Parquet. */
async function readMade(absolute: string, file: string): Promise<MadeRows | null> {
  const suffix = path.extname(file).toLowerCase();
  if (suffix === '.json') return readJsonRows(absolute, file);
  if (suffix === '.xlsx') return readSheetRows(absolute, file);
  if (DATABASE_SUFFIXES.includes(suffix)) return readDatabaseRows(absolute, file);
  const isTagged = TAGGED_SUFFIXES.includes(suffix) && (await holdsTaggedLines(absolute));
  return isTagged ? readTaggedLines(absolute, file) : null;
}

const DATABASE_SUFFIXES = ['.sqlite', '.sqlite3', '.db'];
const TAGGED_SUFFIXES = ['.txt', '.conll', '.bio', '.iob', '.iob2', '.tsv'];

/** Rows at even steps (files are often sorted by class); of what is not in memory, the first ones. */
async function takeSample(
  session: Session,
  relation: string,
  count: number,
  stored: boolean,
): Promise<string> {
  if (stored && count <= SAMPLE_ROWS) return relation;
  const rows = stored
    ? `WHERE rowid % ${Math.ceil(count / SAMPLE_ROWS)} = 0`
    : `LIMIT ${SAMPLE_ROWS}`;
  await session.run(`CREATE TEMP TABLE ${relation}s AS SELECT * FROM ${relation} ${rows}`);
  return `${relation}s`;
}

export interface Opened {
  /** In memory, or read where it lies. */
  readonly stored: boolean;
  readonly names: readonly string[];
  readonly head: CsvHead | null;
  readonly encoding: Table['encoding'];
  readonly findings: readonly Issue[];
}

async function readCsv(
  session: Session,
  absolute: string,
  file: string,
  relation: string,
): Promise<Opened> {
  const head = await readHead(absolute, file);
  refuseWidth(head.names.length, file);
  const read = (source: string, lasting: boolean): Promise<Opened> =>
    readDelimited(session, source, { file, relation, head, lasting });
  const decode = async (): Promise<Opened> => {
    const opened = await withUtf8Copy(absolute, (copy) => read(copy, false));
    return { ...opened, encoding: null, findings: [encodingFinding(file), ...opened.findings] };
  };
  if (head.encoding !== 'utf-8') return decode();
  try {
    return await read(absolute, true);
  } catch (error) {
    // Bytes beyond the head may break the encoding that the head showed.
    if (NO_UTF8.test(String(error))) return decode();
    throw error;
  }
}

const NO_UTF8 = /invalid unicode|not utf-8 encoded/i;

async function readDelimited(
  session: Session,
  source: string,
  options: { file: string; relation: string; head: CsvHead; lasting: boolean },
): Promise<Opened> {
  const { file, relation, head, lasting } = options;
  // What does not last is read into memory as a whole.
  let stored = !lasting || statSync(source).size <= MEMORY_BYTES.text;
  const findings: Issue[] = [];
  let failure: unknown;
  let types = '';
  const prefix = freePrefix(head);
  // Columns are taken by their place: what they are called, here or by the reader, says nothing.
  const list = head.names.map((_, index) => `#${index + 1} AS c${index}`).join(', ');
  for (let attempt = 0; attempt < CSV_ATTEMPTS.length; attempt++) {
    const called = head.names.map((_, index) => quoteText(`${prefix}${index}`));
    // Without detection the columns are those of the head, as text.
    const fields =
      attempt === UNDETECTED
        ? `columns={${called.map((name) => `${name}: 'VARCHAR'`).join(', ')}}`
        : `names=[${called.join(', ')}]`;
    const layout =
      `delim=${quoteText(head.separator)}, quote='"', escape='"', header=${head.header}, ` +
      `${fields}, nullstr=[${MISSING_CELLS.map(quoteText).join(', ')}]${attempt === UNDETECTED ? '' : types}`;
    try {
      await session.run(
        `CREATE ${stored ? 'TABLE' : 'VIEW'} ${relation} AS SELECT ${list} FROM read_csv(${quotePath(source)}, ${layout}${CSV_ATTEMPTS[attempt]})`,
      );
      const words = wordTypes(head, prefix, await session.rows(`DESCRIBE ${relation}`));
      if (words !== '' && types === '') {
        types = words;
        await session.run(`DROP ${stored ? 'TABLE' : 'VIEW'} ${relation}`);
        attempt--;
        continue;
      }
      if (attempt >= 2) findings.push(raggedFinding(file));
      if (head.duplicates.length > 0) findings.push(duplicateNames(file, head.duplicates));
      return { names: head.names, head, encoding: 'utf-8-sig', findings, stored };
    } catch (error) {
      failure ??= error;
      if (NO_UTF8.test(String(error))) break;
      if (stored && lasting && /out of memory/i.test(String(error))) {
        stored = false;
        attempt--;
      }
    }
  }
  throw new DLCodeGenError(
    'BAD_DATA',
    `${file} cannot be read as a table separated by ${JSON.stringify(head.separator)}: ${reasonOf(failure)}`,
    { cause: failure, data: { file } },
  );
}

function reasonOf(error: unknown): string {
  const isLong = /maximum line size/i.test(String(error));
  return isLong ? 'a row is longer than 2 MB' : firstLine(error);
}

/** What no name in the head begins with, so that the reader's own names clash with none. */
function freePrefix({ names, records }: CsvHead): string {
  const taken = [...names, ...(records[0] ?? [])].map((name) => name.trim().toLowerCase());
  let prefix = 'c';
  while (taken.some((name) => name.startsWith(prefix))) prefix += '_';
  return prefix;
}

/** The option that keeps `Yes` and `No` as they stand, as programs read them; empty where no column holds them. */
function wordTypes({ records }: CsvHead, prefix: string, described: readonly Row[]): string {
  const words = described.flatMap(({ column_type: type }, index) =>
    type === 'BOOLEAN' && records.some((record) => !/^(true|false)?$/i.test(record[index] ?? ''))
      ? [`${quoteText(`${prefix}${index}`)}: 'VARCHAR'`]
      : [],
  );
  return words.length === 0 ? '' : `, types={${words.join(', ')}}`;
}

async function rawReader(
  session: Session,
  sample: string,
  columns: readonly Column[],
  head: CsvHead | null,
): Promise<(column: Column) => readonly string[]> {
  if (head !== null) {
    return (column) => {
      const index = columns.indexOf(column);
      return head.records.slice(0, 500).map((record) => record[index] ?? '');
    };
  }
  const rows: readonly Row[] = await session.rows(`SELECT * FROM ${sample} LIMIT 500`);
  return (column) =>
    rows.map((row) => {
      const value = row[column.sql];
      return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
    });
}

function headlessFinding(file: string, count: number): Issue {
  return {
    code: 'NO_HEADER',
    path: file,
    message: `${file} has no header: its first line reads like values. Its ${count} columns are called 0 to ${count - 1}.`,
    fix: 'Write the names of the columns on the first line.',
  };
}

function encodingFinding(file: string): Issue {
  return {
    code: 'ENCODING',
    path: file,
    message: `${file} is not UTF-8; it was read as Windows-1252.`,
    fix: 'Save it as UTF-8 if letters look wrong.',
  };
}

function raggedFinding(file: string): Issue {
  return {
    code: 'RAGGED_ROWS',
    path: file,
    message: `${file} has rows of different length or stray quotes; short rows were filled with missing values.`,
  };
}

function duplicateNames(file: string, names: readonly string[]): Issue {
  return {
    code: 'DUPLICATE_COLUMN',
    path: file,
    message: `${file} names a column twice: ${[...new Set(names)].join(', ')}; later ones are read as ${names[0] ?? ''}.1 and so on.`,
    fix: 'Give every column its own name.',
  };
}
