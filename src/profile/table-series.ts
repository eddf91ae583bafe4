import type { Detected, ProfileContext } from './detector.ts';
import type { Issue } from '../core/index.ts';
import { DLCodeGenError } from '../core/index.ts';
import { listColumns } from './attributes.ts';
import { isDateName, isIdName } from './column-roles.ts';
import { quoteText } from './duckdb.ts';
import { FREQUENCIES, fitWindow, type Frequency, UNKNOWN_STEP } from './series-steps.ts';
import { chooseTarget } from './target-column.ts';
import type { Column, Table } from './table.ts';
import { tableFindings } from './table-findings.ts';
import { nameWords } from './column-names.ts';
import { targetPhrases, wholeMatch } from './target-words.ts';

const SERIES_NAME =
  /\b(store|shop|item|product|sku|sensor|station|site|unit|machine|engine|device|user|customer|subject|region|country|city|zone|family|dept|department|branch|code|nr|no|number)\b/;

/** A table in time order: dates and numbers, when a forecast is asked for or the dates are strictly regular. */
export async function readSeries(context: ProfileContext, table: Table): Promise<Detected | null> {
  const { wants } = context;
  const date = dateColumn(table, wants.forecast);
  const measured = table.columns.filter(
    (column) => column.role === 'number' && column.distinct > 2 && column !== date,
  );
  const asked = (wants.forecast || (wants.anomaly && date !== null)) && !wants.classify;
  if (measured.length === 0 || (date === null && !asked)) return null;
  // "predict next month's churn": a yes or no is no series.
  if (isFlag(context, table)) return null;
  const steps = date === null ? null : await readSteps(table, date);
  // Numbers that tell several series in one table apart are not measured.
  const numbers = measured.filter(
    (column) => steps?.unique !== false || !isSeriesName(column, table),
  );
  const labelled = table.columns.some(
    (column) => column.role === 'category' || column.role === 'text',
  );
  const regular =
    steps !== null && steps.regular > 0.95 && steps.unique && !labelled && !wants.classify;
  if (!asked && !regular) return null;
  const choice = chooseTarget({
    file: table.file,
    columns: table.columns,
    candidates: numbers,
    hinted: [],
    wanted: context.target,
    requirement: context.requirement,
  });
  const target = choice?.columns[0];
  if (choice === null || target === undefined) return null;
  if (!target.numeric)
    throw new DLCodeGenError(
      'BAD_DATA',
      `The target ${target.name} of ${table.file} holds no numbers; a series needs them.`,
      {
        data: { target: target.name },
      },
    );
  const features = numbers.includes(target) ? numbers : [...numbers, target];
  const frequency = steps?.frequency ?? UNKNOWN_STEP;
  const length = steps === null ? table.count : steps.moves + 1;
  const { window, horizon, findings } = fitWindow(context.requirement, frequency, length);
  return {
    data: {
      kind: 'series',
      target: wants.anomaly ? 'anomaly' : 'future',
      facts: {
        TABLE_FILE: table.file,
        SEPARATOR: table.separator,
        DATE_COLUMN: date?.name ?? null,
        TARGET: target.name,
        FEATURES: features.map(({ name }) => name),
        WINDOW: window,
        HORIZON: horizon,
      },
    },
    targetReason: choice.reason,
    count: table.count,
    columns: table.columns,
    classes: [],
    attributes:
      `The dataset consists of time series data with ${table.count} rows in ${table.file}, ${steps === null ? 'in row order' : `one per ${frequency.name} from ${date?.minimum ?? ''} to ${date?.maximum ?? ''}`}. ` +
      `Columns: ${listColumns(features.map(({ name }) => name))}. The target is the future of '${target.name}'.`,
    findings: [
      ...(await tableFindings(table, [])),
      ...(date === null || steps === null ? [] : stepFindings(date, steps, timeColumn(table))),
      ...otherTargets(choice.columns, table.file),
      ...findings,
    ],
  };
}

/** A series program forecasts one column; that others were asked for is said. */
function otherTargets(asked: readonly Column[], file: string): readonly Issue[] {
  const [first, ...others] = asked;
  if (first === undefined || others.length === 0) return [];
  const names = others.map(({ name }) => name).join(', ');
  const message = `Only ${first.name} is forecast; ${names} are inputs. Make a project for each.`;
  return [{ code: 'ONE_TARGET', path: file, message }];
}

/** Is the predicted column, as option or requirement name it, a yes or no? */
function isFlag({ target, requirement }: ProfileContext, table: Table): boolean {
  const names = table.columns.filter(({ role }) => role !== 'id').map(({ name }) => name);
  const asked = target ?? wholeMatch(names, targetPhrases(requirement));
  return table.columns.some(({ name, distinct }) => name === asked && distinct === 2);
}

function isSeriesName({ integer, distinct, name }: Column, { count }: Table): boolean {
  return integer && distinct * 20 < count && (isIdName(name) || SERIES_NAME.test(nameWords(name)));
}

function dateColumn(table: Table, asked: boolean): Column | null {
  const dates = table.columns.filter(({ role }) => role === 'date');
  const named = dates.find(({ name }) => isDateName(name)) ?? dates[0];
  if (named !== undefined) return named;
  const year = table.columns.find(
    ({ name, integer, distinct }) =>
      integer && distinct > 10 && /^(year|yr|time|timestamp|unix time)$/.test(nameWords(name)),
  );
  return asked ? (year ?? null) : null;
}

interface Steps {
  readonly frequency: Frequency;
  /** Share of steps of the usual length. */
  readonly regular: number;
  readonly unique: boolean;
  /** Steps forward in time. */
  readonly moves: number;
  readonly repeated: number;
  readonly gaps: number;
  readonly ascending: boolean;
}

/** Dates in forms that DuckDB does not take for dates by itself. */
const FORMATS = [
  '%d-%b-%Y',
  '%d %b %Y',
  '%b %d, %Y',
  '%B %d, %Y',
  '%d-%b-%y',
  '%Y-%m',
  '%m/%Y',
  '%d.%m.%Y',
  '%d.%m.%Y %H:%M:%S',
  '%d/%m/%Y %H:%M',
  '%d/%m/%Y',
  '%m/%d/%Y',
  '%Y/%m/%d',
  '%Y%m%d',
];

function secondsOf(date: Column): string {
  if (/^(DATE|TIMESTAMP)/.test(date.type)) return `epoch(${date.sql}::TIMESTAMP)`;
  if (date.numeric)
    return Number(date.maximum) > 3000 ? date.sql : `${date.sql}::DOUBLE * 31557600`;
  return `epoch(try_strptime(${date.sql}, [${FORMATS.map(quoteText).join(', ')}]))`;
}

async function readSteps(table: Table, date: Column): Promise<Steps | null> {
  const [row] = await table.session.rows(
    `WITH seconds AS (SELECT ${secondsOf(date)} AS s, row_number() OVER () AS row FROM (FROM ${table.relation} LIMIT 100000)),
     steps AS (SELECT s - lag(s) OVER (ORDER BY s) AS step, s - lag(s) OVER (ORDER BY row) AS written FROM seconds WHERE s IS NOT NULL),
     usual AS (SELECT quantile_disc(step, 0.5) AS step FROM steps WHERE step > 0)
     SELECT (SELECT step FROM usual) AS usual, count(*) FILTER (step > 0) AS moves, count(*) FILTER (step = 0) AS repeated,
       count(*) FILTER (abs(step - (SELECT step FROM usual)) <= (SELECT step FROM usual) * 0.12) AS regular,
       count(*) FILTER (step > (SELECT step FROM usual) * 1.5) AS gaps, count(*) FILTER (written < 0) AS back FROM steps`,
  );
  const usual = Number(row?.['usual'] ?? 0);
  const moves = Number(row?.['moves'] ?? 0);
  if (usual <= 0 || moves < 2) return null;
  const repeated = Number(row?.['repeated'] ?? 0);
  const distance = (seconds: number): number => Math.abs(Math.log(seconds / usual));
  const frequency = FREQUENCIES.reduce((a, b) =>
    distance(b.seconds) < distance(a.seconds) ? b : a,
  );
  return {
    frequency,
    regular: Number(row?.['regular'] ?? 0) / moves,
    unique: repeated === 0,
    moves,
    repeated,
    gaps: Number(row?.['gaps'] ?? 0),
    ascending: Number(row?.['back'] ?? 0) === 0,
  };
}

/** The time of day, where it stands beside the date. */
function timeColumn({ columns }: Table): Column | null {
  return columns.find(({ type }) => type === 'TIME') ?? null;
}

function stepFindings(date: Column, steps: Steps, time: Column | null): readonly Issue[] {
  const { gaps, repeated, ascending, frequency } = steps;
  const at = { path: date.name };
  return [
    ...(gaps > 0
      ? [
          {
            ...at,
            code: 'GAPS',
            message: `${date.name} has ${gaps} gaps longer than one ${frequency.name}.`,
          },
        ]
      : []),
    ...(repeated > 0
      ? [
          {
            ...at,
            code: 'REPEATED_DATES',
            ...(time === null
              ? {
                  message: `${repeated} dates of ${date.name} occur before: several series stand in one table; their mean is used.`,
                  fix: 'Keep one series to forecast it by itself.',
                }
              : {
                  message: `${date.name} is read without ${time.name}, so that ${repeated} dates occur before; their mean is used.`,
                  fix: `Write ${date.name} and ${time.name} into one column.`,
                }),
          },
        ]
      : []),
    ...(ascending
      ? []
      : [
          {
            ...at,
            code: 'UNSORTED_DATES',
            message: `${date.name} is not in time order; rows are sorted by it.`,
          },
        ]),
  ];
}
