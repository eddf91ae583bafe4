import type { Candidate, DataChoice } from '../artifacts/index.ts';
import { DLCodeGenError } from '../core/index.ts';
import { listColumns } from './attributes.ts';
import {
  candidateOf,
  type Detected,
  type Found,
  found,
  lacks,
  type ProfileContext,
} from './detector.ts';
import { columnParts } from './label-columns.ts';
import { namedColumns } from './named-columns.ts';
import { oneSeries } from './one-series.ts';
import { isSeriesName } from './series-keys.ts';
import { fitWindow, UNKNOWN_STEP } from './series-steps.ts';
import type { Column, Table } from './table.ts';
import { readSeveralSeries } from './table-several-series.ts';
import { tableFindings } from './table-findings.ts';
import { isDayFirst, tableFacts } from './table-facts.ts';
import { readTestTable, type TestTable } from './test-table.ts';
import { timeAcross } from './time-across.ts';
import { orderFindings, readOrder, type TimeOrder } from './time-order.ts';
import { usualTargets } from './usual-targets.ts';

/** Share of steps of one length from which on rows are regular in time. */
const REGULAR = 0.95;
/** How much speaks for a series: regular dates beside numbers only, other dates, years, the order of rows alone. */
const FITS = { regular: 0.75, dated: 0.3, strange: 0.29, years: 0.25, rows: 0.1 };

/** Measured columns of a test table from which on its rows are predicted one by one. */
const KNOWN_AT_TIME = 2;

/** A table in time order: numbers that are measured at dates, or row by row. */
export async function readSeries(context: ProfileContext, table: Table): Promise<Found> {
  const across = timeAcross(table.columns);
  if (across !== null)
    return found([], [lacks('series', ['future', 'anomaly'], `${table.file} ${across}`)]);
  const order = await readOrder(table);
  const numbers = measuredColumns(table, order);
  if (numbers.length === 0)
    return found(
      [],
      [
        lacks(
          'series',
          ['future', 'anomaly'],
          `${table.file} has no number column that changes over time.`,
        ),
      ],
    );
  const test = await readTestTable(context, table);
  const dated = order.steps !== null && order.parts.some(({ role }) => role === 'date');
  const base = {
    kind: 'series',
    place: table.file,
    count: table.count,
    why:
      order.steps === null
        ? 'rows in order'
        : `rows in the order of ${order.parts.map(({ name }) => name).join(' and ')}, one per ${order.steps.frequency.name}`,
    ...columnParts(context, { table, labels: numbers }),
    usualTargets: async () => usualTargets(numbers, []),
  } as const;
  const settle = async (choice: DataChoice): Promise<Detected> => settleSeries(table, choice);
  const fit = isKnownAtTime(test, order)
    ? Math.min(FITS.dated, fitOf(table, order))
    : fitOf(table, order);
  const several = await readSeveralSeries(context, table, { order, numbers, test, fit });
  const candidates: readonly Candidate[] = [
    candidateOf(context, { ...base, targets: ['future'], fit }, settle),
    ...(several === null ? [] : [several]),
    candidateOf(
      context,
      { ...base, targets: ['anomaly'], fit: dated ? FITS.strange : FITS.rows / 2 },
      settle,
    ),
  ];
  return found(candidates);
}

/** Whether the rows to predict hold what is measured at their own time: they are predicted from that, not from the past. */
function isKnownAtTime(test: TestTable | null, { parts }: TimeOrder): boolean {
  const known = (test?.shared ?? []).filter(
    (column) => column.role === 'number' && column.distinct > 2 && !parts.includes(column),
  );
  return known.length >= KNOWN_AT_TIME && (test?.lacking ?? []).some(({ numeric }) => numeric);
}

function fitOf(table: Table, { steps, parts }: TimeOrder): number {
  if (steps === null) return FITS.rows;
  const labelled = table.columns.some(
    (column) => column.role === 'category' || column.role === 'text' || column.role === 'boolean',
  );
  const regular = steps.regular > REGULAR && steps.unique && !labelled;
  if (parts.some(({ role }) => role === 'date')) return regular ? FITS.regular : FITS.dated;
  // Years beside one number are nothing but its time.
  return regular && table.columns.length === parts.length + 1 ? FITS.regular : FITS.years;
}

/** Number columns that change over time, without those that tell several series of one table apart. */
function measuredColumns(table: Table, { steps, parts }: TimeOrder): readonly Column[] {
  return table.columns.filter(
    (column) =>
      column.role === 'number' &&
      column.distinct > 2 &&
      !parts.includes(column) &&
      (steps?.unique !== false || !isSeriesName(column, table)),
  );
}

async function settleSeries(whole: Table, choice: DataChoice): Promise<Detected> {
  const table = choice.series === undefined ? whole : await oneSeries(whole, choice.series);
  const [named] =
    choice.date === undefined ? [] : namedColumns([choice.date], table.columns, table.file);
  const order = await readOrder(table, named);
  const { date, steps, parts } = order;
  const numbers = measuredColumns(table, order);
  const [usual] = usualTargets(numbers, []);
  const asked = namedColumns(choice.columns ?? usual?.columns ?? [], table.columns, table.file);
  const [target] = asked;
  if (target === undefined || !target.numeric)
    throw new DLCodeGenError(
      'BAD_DATA',
      `The target ${target?.name ?? ''} of ${table.file} holds no numbers; a series needs them.`,
      { data: { target: target?.name ?? null } },
    );
  const excluded = namedColumns(choice.excluded ?? [], table.columns, table.file);
  const inputs =
    choice.inputs === undefined
      ? numbers.filter((column) => !excluded.includes(column))
      : namedColumns(choice.inputs, table.columns, table.file).filter(({ numeric }) => numeric);
  const included = namedColumns(choice.included ?? [], table.columns, table.file);
  const features = table.columns.filter(
    (column) =>
      column === target ||
      (column.numeric &&
        !parts.includes(column) &&
        (inputs.includes(column) || included.includes(column))),
  );
  const frequency = steps?.frequency ?? UNKNOWN_STEP;
  const length = steps === null ? table.count : steps.moves + 1;
  const { window, horizon, findings } = fitWindow(choice, frequency, length);
  return {
    data: {
      kind: 'series',
      target: choice.target ?? 'future',
      facts: {
        ...tableFacts(table),
        DATE_COLUMN: date?.name ?? null,
        DAY_FIRST: isDayFirst(table, date === null ? [] : [date]),
        SERIES_COLUMN: choice.series?.[0] ?? null,
        SERIES: choice.series?.[1] ?? null,
        TARGET: target.name,
        FEATURES: features.map(({ name }) => name),
        WINDOW: window,
        HORIZON: horizon,
      },
    },
    targetReason: (choice.columns === undefined ? usual?.reason : choice.reason) ?? '',
    count: table.count,
    columns: table.columns,
    classes: [],
    attributes:
      `The dataset consists of time series data with ${table.count} rows in ${table.file}, ${steps === null ? 'in row order' : `one per ${frequency.name} from ${parts[0]?.minimum ?? ''} to ${parts[0]?.maximum ?? ''}`}. ` +
      `Columns: ${listColumns(features.map(({ name }) => name))}. The target is the future of '${target.name}'.`,
    findings: [...(await tableFindings(table, [])), ...orderFindings(table, order), ...findings],
  };
}
