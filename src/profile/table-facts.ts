import type { Facts } from '../artifacts/index.ts';
import { isCode } from './column-roles.ts';
import type { Column, Table } from './table.ts';

/** What every kind with a table knows of it: its file, and how rows and cells are written. */
export function tableFacts({
  file,
  separator,
  encoding,
  cellForm,
  missingNumbers: numbers,
  form,
  header,
}: Table): Facts {
  return {
    TABLE_FILE: file,
    SEPARATOR: separator,
    ENCODING: encoding,
    CELL_FORM: cellForm,
    ...(header ? {} : { HEADER: false }),
    // Programs of tables read JSON and Parquet themselves.
    ...(form['TABLE_FORM'] === 'records' ? {} : form),
    ...(numbers.length === 0 ? {} : { MISSING_NUMBERS: numbers }),
  };
}

/** What the features hold, and how their dates are written. */
export interface RoleFacts {
  readonly NUMBERS: readonly string[] | null;
  readonly DATES: readonly string[] | null;
  readonly CATEGORIES: readonly string[] | null;
  readonly DAY_FIRST: boolean | null;
}

/** What the features of a table hold; null all where a column may be read in two ways. */
export function roleFacts(table: Table, features: readonly Column[]): RoleFacts {
  const roles = features.map((column) => [column, valueRole(column)] as const);
  const named = (wanted: ValueRole): readonly string[] | null =>
    roles.some(([, role]) => role === null)
      ? null
      : roles.flatMap(([{ name }, role]) => (role === wanted ? [name.trim()] : []));
  const dates = features.filter((column) => valueRole(column) === 'date');
  return {
    NUMBERS: named('number'),
    DATES: named('date'),
    CATEGORIES: named('category'),
    DAY_FIRST: isDayFirst(table, dates),
  };
}

type ValueRole = 'number' | 'date' | 'category';

function valueRole(column: Column): ValueRole | null {
  if (isCode(column)) return 'category';
  if (column.numeric) return 'number';
  if (column.role !== 'date') return 'category';
  if (/^(DATE|TIMESTAMP)/.test(column.type)) return 'date';
  return column.calendarShare >= CALENDAR_SHARE ? 'date' : null;
}

/** Share of text values in the programs' forms of dates from which on a column is dates for sure. */
const CALENDAR_SHARE = 0.95;
const NUMBERED = /^\s*(\d{1,2})[-/.](\d{1,2})[-/.]\d{2,4}/;

/** Whether dates put the day before the month; null where the first values leave it open. */
export function isDayFirst(table: Table, dates: readonly Column[]): boolean | null {
  const found = dates.map((date) => {
    const written = table.rawValues(date).flatMap((value) => {
      const parts = NUMBERED.exec(value);
      return parts === null ? [] : [parts.slice(1).map(Number)];
    });
    if (written.length === 0) return false;
    if (written.some(([first = 0]) => first > 12)) return true;
    return written.some(([, second = 0]) => second > 12) ? false : null;
  });
  const [first = false, ...others] = found;
  return others.every((one) => one === first) ? first : null;
}
