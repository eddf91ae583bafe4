import type { Issue } from '../core/index.ts';
import { nameWords } from './column-names.ts';
import { isDateName } from './column-roles.ts';
import { quoteText } from './duckdb.ts';
import { readSteps, secondsOf, type Steps, stepFindings } from './date-steps.ts';
import type { Column, Table } from './table.ts';

/** How rows follow one another in time. */
export interface TimeOrder {
  /** The column that a program sorts by; null where rows stand in their order. */
  readonly date: Column | null;
  readonly steps: Steps | null;
  /** Columns that say when a row is: a date, or a year and a month. */
  readonly parts: readonly Column[];
}

const NO_ORDER: TimeOrder = { date: null, steps: null, parts: [] };

/** Order and steps of the rows, by the column of dates that is given or the likeliest. */
export async function readOrder(table: Table, given?: Column): Promise<TimeOrder> {
  const date = given ?? dateColumn(table);
  if (date === null) return NO_ORDER;
  const alone: TimeOrder = {
    date,
    steps: await readSteps(table, secondsOf(date)),
    parts: [date],
  };
  if (alone.steps?.unique !== false) return alone;
  const parts = partsBeside(table, date);
  const steps = parts.length === 0 ? null : await readSteps(table, joinedSeconds(date, parts));
  // Programs read one column of dates: rows of several parts must stand in time order.
  return steps?.unique === true && steps.ascending
    ? { date: null, steps, parts: [date, ...parts] }
    : alone;
}

/** Dates, else years or other counts of time. */
function dateColumn(table: Table): Column | null {
  const { columns } = table;
  const dates = columns.filter(({ role }) => role === 'date');
  const named =
    dates.find(({ name, type }) => isDateName(name) && type !== 'TIME') ??
    dates.find(({ type }) => type !== 'TIME') ??
    dates[0];
  if (named !== undefined) return named;
  const year = columns.find(
    ({ name, integer, distinct }) =>
      integer && distinct > 2 && /^(year|yr|time|timestamp|unix time)$/.test(nameWords(name)),
  );
  return year !== undefined && (year.distinct > 10 || partsBeside(table, year).length > 0)
    ? year
    : null;
}

interface PartRule {
  readonly name: RegExp;
  readonly most: number;
  /** SQL of its seconds after the start of the year, or of the day. */
  readonly seconds: (sql: string) => string;
}

/** Columns that say when in a year, or in a day, a row is. */
const YEAR_PARTS: readonly PartRule[] = [
  { name: /^(month|mon|mo|mnth)$/, most: 12, seconds: (sql) => `(${sql} - 1) * 2629800` },
  { name: /^(quarter|qtr|q)$/, most: 4, seconds: (sql) => `(${sql} - 1) * 7889400` },
  { name: /^(week|wk)$/, most: 53, seconds: (sql) => `(${sql} - 1) * 604800` },
  { name: /^(day|dy)$/, most: 31, seconds: (sql) => `(${sql} - 1) * 86400` },
];
const DAY_PARTS: readonly PartRule[] = [
  { name: /^(hour|hr|h)$/, most: 24, seconds: (sql) => `${sql} * 3600` },
  { name: /^(minute|min)$/, most: 59, seconds: (sql) => `${sql} * 60` },
];

/** Columns beside one of dates or years that say when in it a row is. */
export function partsBeside(table: Table, date: Column): readonly Column[] {
  const { columns } = table;
  const rules = date.role === 'date' ? DAY_PARTS : [...YEAR_PARTS, ...DAY_PARTS];
  const counted = rules.flatMap(({ name, most }) =>
    columns.filter(
      (column) =>
        column !== date &&
        column.integer &&
        Number(column.maximum) <= most &&
        name.test(nameWords(column.name)),
    ),
  );
  const clock = columns.filter((column) => column !== date && isClock(table, column));
  return date.role === 'date' ? [...clock, ...counted] : counted;
}

/** Times of day that DuckDB does not take for such by itself: `18.00.00`. */
const CLOCK = /^\s*\d{1,2}[.:]\d{2}(?:[.:]\d{2})?\s*$/;
const CLOCK_FORMATS = ['%H:%M:%S', '%H:%M', '%H.%M.%S', '%H.%M'];

function isClock({ rawValues }: Table, column: Column): boolean {
  if (column.type === 'TIME') return true;
  if (column.numeric) return false;
  const values = rawValues(column).filter((value) => value.trim() !== '');
  return values.length > 0 && values.every((value) => CLOCK.test(value));
}

/** SQL of the seconds of dates with their other parts. A month is no fixed number of seconds: the steps between are of one length within a few percent. */
export function joinedSeconds(date: Column, parts: readonly Column[]): string {
  const seconds = parts.map((part) => {
    if (part.type === 'TIME') return `epoch(${part.sql})`;
    if (!part.numeric)
      return `epoch(try_strptime(${part.sql}, [${CLOCK_FORMATS.map(quoteText).join(', ')}]))`;
    const rule = [...YEAR_PARTS, ...DAY_PARTS].find(({ name }) => name.test(nameWords(part.name)));
    return rule?.seconds(`${part.sql}::DOUBLE`) ?? '0';
  });
  return [secondsOf(date), ...seconds].join(' + ');
}

/** What is uneven about the times of the rows, and which columns hold them. */
export function orderFindings(table: Table, { date, steps, parts }: TimeOrder): readonly Issue[] {
  const [first] = parts;
  if (steps === null || first === undefined) return [];
  if (date !== null) return withParts(stepFindings(date, steps), partsBeside(table, date), date);
  const names = parts.map(({ name }) => name).join(' and ');
  return [
    {
      code: 'DATE_PARTS',
      path: first.name,
      message: `When a row is stands in ${names}: rows are read in their order, one per ${steps.frequency.name}.`,
    },
    ...stepFindings(first, steps),
  ];
}

/** Dates that repeat because their other part is not read are no series beside one another. */
function withParts(
  findings: readonly Issue[],
  parts: readonly Column[],
  date: Column,
): readonly Issue[] {
  if (parts.length === 0) return findings;
  const names = parts.map(({ name }) => name).join(', ');
  return findings.map((finding) =>
    finding.code === 'REPEATED_DATES'
      ? {
          ...finding,
          message: `${date.name} is read without ${names}, so that dates occur before; their mean is used.`,
          fix: `Write ${[date.name, names].join(' and ')} into one column, or sort the rows by them.`,
        }
      : finding,
  );
}
