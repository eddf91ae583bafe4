import type { DataColumn } from '../artifacts/index.ts';
import { DLCodeGenError } from '../core/index.ts';
import { columnRole } from './column-roles.ts';
import type { Session } from './duckdb.ts';

/** Columns in one query. */
const CHUNK = 150;
/** Cells beyond which distinct values are estimated. */
const EXACT_CELLS = 3_000_000;

/** Wider tables take minutes and more memory than DuckDB is given. */
const MOST_COLUMNS = 5000;

/** A column of a table in DuckDB. */
export interface Column extends DataColumn {
  /** Quoted name inside DuckDB. */
  readonly sql: string;
  /** Share of text values in the forms that programs take for dates; 0 for other than text. */
  readonly calendarShare: number;
}

/** Errors: BAD_DATA. */
export function refuseWidth(columns: number, file: string): void {
  if (columns > MOST_COLUMNS)
    throw new DLCodeGenError(
      'BAD_DATA',
      `${file} has ${columns} columns; a table has at most ${MOST_COLUMNS}. Leave columns out, or save the numbers as an array (.npy).`,
    );
}

/** The column that names rows, if one does and it is no target. */
export function idColumn(columns: readonly Column[], targets: readonly Column[]): Column | null {
  return columns.find((column) => column.role === 'id' && !targets.includes(column)) ?? null;
}

/** Types, statistics and roles of every column. */
export async function readColumns(
  session: Session,
  table: { relation: string; sample: string; names: readonly string[]; count: number },
): Promise<readonly Column[]> {
  const { relation, sample, names, count } = table;
  const described = await session.rows(`DESCRIBE ${relation}`);
  const types = described.map((row) => String(row['column_type']));
  const exact = count * names.length <= EXACT_CELLS && names.length <= CHUNK;
  const stats = new Map<string, unknown>();
  for (let start = 0; start < names.length; start += CHUNK) {
    const part = types.slice(start, start + CHUNK);
    const whole = part.map((type, at) => wholeStatistics(type, start + at, exact)).join(', ');
    const texts = part.map((type, at) => sampleStatistics(type, start + at)).filter(Boolean);
    const found = [await session.rows(`SELECT ${whole} FROM ${relation}`)];
    if (texts.length > 0)
      found.push(await session.rows(`SELECT ${texts.join(', ')} FROM (FROM ${sample} LIMIT 5000)`));
    for (const [row] of found)
      for (const [name, value] of Object.entries(row ?? {})) stats.set(name, value);
  }
  return names.map((name, index) => {
    const value = (key: string): unknown => stats.get(`${key}${index}`) ?? null;
    const type = types[index] ?? 'VARCHAR';
    const numeric = isNumeric(type);
    const present = Number(value('n'));
    const bounds = (key: string): number | string | null => {
      const found = value(key);
      if (found === null) return null;
      if (numeric) return Number(found);
      return isDate(type) && typeof found === 'string' ? found : null;
    };
    const measured = {
      name,
      type,
      numeric,
      sql: `c${index}`,
      missing: 1 - present / count,
      distinct: Math.min(Number(value('d')), present),
      minimum: bounds('min'),
      maximum: bounds('max'),
      // Sums over threads differ in the last digits.
      mean: numeric && value('avg') !== null ? Number(Number(value('avg')).toPrecision(6)) : null,
      integer: numeric && (/INT/.test(type) || value('whole') === true),
      averageWords: Number(value('words') ?? 0),
      averageLength: Number(value('length') ?? 0),
      dateShare: Number(value('dates') ?? 0),
      listShare: Number(value('lists') ?? 0),
      calendarShare: Number(value('calendar') ?? 0),
    };
    const zeroOne = measured.minimum === 0 && measured.maximum === 1 && measured.integer;
    const binary = type === 'BOOLEAN' || zeroOne;
    return {
      ...measured,
      binary,
      role: columnRole({ ...measured, binary, present, estimated: !exact }),
    };
  });
}

function wholeStatistics(type: string, index: number, exact: boolean): string {
  const column = `c${index}`;
  const distinct = exact ? `count(DISTINCT ${column})` : `approx_count_distinct(${column})`;
  const parts = [`count(${column}) AS n${index}`, `${distinct} AS d${index}`];
  if (isNumeric(type) || isDate(type))
    parts.push(`min(${column})::VARCHAR AS min${index}`, `max(${column})::VARCHAR AS max${index}`);
  if (isNumeric(type)) parts.push(`avg(${column}::DOUBLE) AS avg${index}`);
  if (/DOUBLE|FLOAT|DECIMAL/.test(type))
    parts.push(`bool_and(${column} = floor(${column}) AND ${column} < 1e15) AS whole${index}`);
  return parts.join(', ');
}

const NUMBER = String.raw`[-+]?\d+(\.\d+)?(e[-+]?\d+)?`;

function sampleStatistics(type: string, index: number): string {
  if (type !== 'VARCHAR') return '';
  const words = `len(string_split_regex(trim(c${index}), '\\s+'))`;
  const date = `regexp_matches(c${index}, '^\\s*(\\d{1,4}[-/. ](\\d{1,2}|[A-Za-z]{3,9})[-/. ]\\d{1,4}([T, ]+\\d{1,2}:.*)?|\\d{4}[-/]\\d{1,2}|[A-Za-z]{3,9} \\d{1,2},? \\d{4}( .*)?)\\s*$')`;
  const list = `regexp_matches(c${index}, '^\\s*[\\[(]?\\s*${NUMBER}([\\s,;|]+${NUMBER}){3,}\\s*[\\])]?\\s*$')`;
  const calendar = `regexp_matches(c${index}, '^\\s*(\\d{4}[-/.]\\d{1,2}|\\d{1,2}[-/.]\\d{1,2}[-/.]\\d{2,4})(\\D|$)')`;
  return `avg(${calendar}::INT) AS calendar${index}, avg(${words}) AS words${index}, avg(length(c${index})) AS length${index}, avg(${date}::INT) AS dates${index}, avg(${list}::INT) AS lists${index}`;
}

function isNumeric(type: string): boolean {
  return /INT|DOUBLE|FLOAT|DECIMAL/.test(type);
}

function isDate(type: string): boolean {
  return /^(DATE|TIMESTAMP)/.test(type);
}
