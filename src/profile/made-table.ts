import type { Facts, TableForm } from '../artifacts/index.ts';
import type { Issue } from '../core/index.ts';
import type { ProfileContext } from './detector.ts';
import { readCellForm } from './cell-form.ts';
import type { Cell, Session } from './duckdb.ts';
import type { FileIndex } from './file-column.ts';
import { readColumns } from './table-columns.ts';
import type { Column, Table } from './table.ts';

/** Rows that lie otherwise than in delimited text, as a table. */
export interface MadeRows {
  readonly form: TableForm;
  /** The file or folder that holds them, relative to the data folder. */
  readonly file: string;
  readonly names: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Further constants that the form's reader needs. */
  readonly facts?: Facts;
  readonly findings?: readonly Issue[];
}

/** Rows about these files, found in one form; null where there are none. */
export type FormReader = (context: ProfileContext, index: FileIndex) => Promise<MadeRows | null>;

let relations = 0;

/** Puts rows of text into DuckDB, number columns as numbers. */
export async function makeTable(session: Session, made: MadeRows): Promise<Table> {
  const { file, names, rows } = made;
  const relation = `m${++relations}`;
  const types = names.map((_, at) => columnType(rows.map((row) => row[at] ?? '')));
  const fields = types.map((type, at) => `c${at} ${type}`).join(', ');
  await session.run(`CREATE TABLE ${relation} (${fields})`);
  await session.append(
    relation,
    rows.map((row) => types.map((type, at) => cellOf(row[at] ?? '', type))),
  );
  const columns = await readColumns(session, {
    relation,
    sample: relation,
    names,
    count: rows.length,
  });
  return {
    file,
    separator: ',',
    header: true,
    encoding: null,
    cellForm: await readCellForm(session, relation, columns, null, false),
    missingNumbers: [],
    form: { TABLE_FORM: made.form, ...made.facts },
    count: rows.length,
    columns,
    relation,
    sample: relation,
    session,
    rawValues: (column: Column) =>
      rows.slice(0, 500).map((row) => row[columns.indexOf(column)] ?? ''),
    findings: made.findings ?? [],
  };
}

function cellOf(value: string, type: ColumnType): Cell {
  if (value === '') return null;
  if (type === 'VARCHAR') return value;
  return type === 'BIGINT' ? BigInt(value) : Number(value);
}

type ColumnType = 'BIGINT' | 'DOUBLE' | 'VARCHAR';

const MOST_CODES = 50;

function columnType(values: readonly string[]): ColumnType {
  const present = values.filter((value) => value !== '');
  if (present.length === 0) return 'VARCHAR';
  if (present.every((value) => /^-?(0|[1-9]\d{0,15})$/.test(value))) return 'BIGINT';
  // 01, 02: codes, which stay as they are written.
  if (present.some((value) => /^0\d/.test(value)) && new Set(present).size <= MOST_CODES)
    return 'VARCHAR';
  return present.every((value) => /^-?\d+(\.\d+)?(e-?\d+)?$/i.test(value)) ? 'DOUBLE' : 'VARCHAR';
}
