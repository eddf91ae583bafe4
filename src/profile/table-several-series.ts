import type { Candidate, DataChoice } from '../artifacts/index.ts';
import { DLCodeGenError, type Issue } from '../core/index.ts';
import { listColumns } from './attributes.ts';
import { candidateOf, type Detected, type ProfileContext } from './detector.ts';
import { columnParts } from './label-columns.ts';
import { namedColumns } from './named-columns.ts';
import { readSteps } from './date-steps.ts';
import { findKeys, measureKeys, type SeriesKeys } from './series-keys.ts';
import { fitWindow, UNKNOWN_STEP } from './series-steps.ts';
import type { Column, Table } from './table.ts';
import { isDayFirst, tableFacts } from './table-facts.ts';
import { tableFindings } from './table-findings.ts';
import type { TestTable } from './test-table.ts';
import {
  joinedSeconds,
  orderFindings,
  partsBeside,
  readOrder,
  type TimeOrder,
} from './time-order.ts';
import { unreadColumns } from './unread-columns.ts';
import { usualTargets } from './usual-targets.ts';

/** What the reading of one series found out. */
export interface SeriesFound {
  readonly order: TimeOrder;
  readonly numbers: readonly Column[];
  readonly test: TestTable | null;
  readonly fit: number;
}

/** Less than any other step in fitness. */
const JUST_ABOVE = 0.01;

/**
 * A table whose rows are of several series, told apart by its key columns, or whose columns are series. Null where dates repeat
 * and nothing tells the rows apart, or where one column alone could be forecast.
 */
export async function readSeveralSeries(
  context: ProfileContext,
  table: Table,
  { order, numbers, test, fit }: SeriesFound,
): Promise<Candidate | null> {
  const keys = await keysOf(table, order);
  const names = keys?.columns ?? [];
  const measured = numbers.filter((column) => !names.includes(column));
  if (keys === null && (order.steps?.unique === false || measured.length < 2)) return null;
  if (measured.length === 0) return null;
  const shown = names.map(({ name }) => name);
  return candidateOf(
    context,
    {
      kind: 'series-table',
      targets: ['future'],
      place: table.file,
      count: table.count,
      fit: keys === null ? fit : fit + JUST_ABOVE,
      keys: shown,
      why:
        keys === null
          ? `${measured.length} columns of numbers in the order of the rows`
          : `${keys.series} series told apart by ${shown.join(' and ')}`,
      ...columnParts(context, { table, labels: measured }),
      usualTargets: async () => usualTargets(measured, []),
    },
    async (choice) => settle(table, choice, { order, keys, measured, test }),
  );
}

/** Dates that do not repeat are those of one series. */
async function keysOf(table: Table, order: TimeOrder): Promise<SeriesKeys | null> {
  if (order.date === null || order.steps?.unique !== false) return null;
  return findKeys(table, [order.date, ...partsBeside(table, order.date)]);
}

interface Several {
  readonly order: TimeOrder;
  readonly keys: SeriesKeys | null;
  readonly measured: readonly Column[];
  readonly test: TestTable | null;
}

async function settle(
  table: Table,
  choice: DataChoice,
  { keys: found, measured, test, ...before }: Several,
): Promise<Detected> {
  const [named] =
    choice.date === undefined ? [] : namedColumns([choice.date], table.columns, table.file);
  const order = named === undefined ? before.order : await readOrder(table, named);
  const { date } = order;
  const parts = date === null ? order.parts : [date, ...partsBeside(table, date)];
  const steps =
    date !== null && parts.length > 1
      ? await readSteps(table, joinedSeconds(date, parts.slice(1)))
      : order.steps;
  const chosen = namedColumns(choice.keys ?? [], table.columns, table.file);
  const keys =
    found !== null && chosen.length > 0 && chosen.length < found.columns.length
      ? await measureKeys(table, parts, chosen)
      : found;
  const [usual] = usualTargets(measured, []);
  const targets = namedColumns(choice.columns ?? usual?.columns ?? [], table.columns, table.file);
  const words = targets.find(({ numeric }) => !numeric);
  if (targets.length === 0 || words !== undefined)
    throw new DLCodeGenError(
      'BAD_DATA',
      `The target ${words?.name ?? ''} of ${table.file} holds no numbers; a series needs them.`,
      { data: { target: words?.name ?? null } },
    );
  const inputs = chosenInputs(table, choice, measured, targets);
  const single = targets.length === 1 ? targets[0] : undefined;
  const features = inputs.filter((column) => column !== single && !parts.includes(column));
  const frequency = steps?.frequency ?? UNKNOWN_STEP;
  const length = keys?.usual ?? (steps === null ? table.count : steps.moves + 1);
  const { window, horizon, findings } = fitWindow(choice, frequency, length, true);
  const isWhole = parts.length < 2;
  return {
    data: {
      kind: 'series-table',
      target: 'future',
      facts: {
        ...tableFacts(table),
        DATE_COLUMN: isWhole ? (date?.name ?? null) : null,
        DAY_FIRST: isWhole ? isDayFirst(table, date === null ? [] : [date]) : null,
        SERIES_COLUMNS: keys?.columns.map(({ name }) => name) ?? null,
        TARGET: single?.name ?? targets.map(({ name }) => name),
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
      `The dataset consists of time series data with ${table.count} rows in ${table.file}, ${describeKeys(keys, targets)}, one row per ${frequency.name}. ` +
      `Columns: ${listColumns(features.map(({ name }) => name))}. The target is the future of ${targets.map(({ name }) => `'${name}'`).join(', ')}.`,
    findings: [
      ...(await tableFindings(table, [])),
      ...orderFindings(table, order).filter(({ code }) => code !== 'REPEATED_DATES'),
      ...keyFindings(table, keys, { targets, isCoarse: keys !== found, parts }),
      ...unreadColumns(
        table,
        [...targets, ...features, ...parts, ...(keys?.columns ?? [])],
        'what is measured of each series',
      ),
      ...testFindings(test),
      ...findings,
    ],
  };
}

/** Columns of numbers that stand beside the value to forecast; of several targets each is an input of the others. */
function chosenInputs(
  table: Table,
  choice: DataChoice,
  measured: readonly Column[],
  targets: readonly Column[],
): readonly Column[] {
  const excluded = namedColumns(choice.excluded ?? [], table.columns, table.file);
  const included = namedColumns(choice.included ?? [], table.columns, table.file);
  const inputs =
    choice.inputs === undefined
      ? measured.filter((column) => !excluded.includes(column))
      : namedColumns(choice.inputs, table.columns, table.file);
  return table.columns.filter(
    (column) =>
      column.numeric &&
      (targets.includes(column) || inputs.includes(column) || included.includes(column)),
  );
}

function describeKeys(keys: SeriesKeys | null, targets: readonly Column[]): string {
  if (keys === null) return `${targets.length} series as columns`;
  return `${keys.series} series told apart by ${keys.columns.map(({ name }) => name).join(' and ')}`;
}

interface Keyed {
  readonly targets: readonly Column[];
  /** Whether rows of one time and series are several. */
  readonly isCoarse: boolean;
  readonly parts: readonly Column[];
}

/** What is one series, and how they are learnt. */
function keyFindings(
  { file }: Table,
  keys: SeriesKeys | null,
  { targets, isCoarse, parts }: Keyed,
): readonly Issue[] {
  const names = targets.map(({ name }) => name).join(', ');
  const how = 'one network learns them all, each in its own scale';
  if (keys === null) {
    const message = `${names} are ${targets.length} series: ${how}, and all are inputs of each.`;
    return [{ code: 'SEVERAL_SERIES', path: file, message }];
  }
  const told = keys.columns.map(({ name }) => name).join(' and ');
  const steps = `${keys.shortest} to ${keys.longest} steps`;
  const message = `${file} holds ${keys.series} series, told apart by ${told}, of ${steps}: ${how}; train, validation and test are cut at the same ${parts.length > 1 ? 'steps before the last' : 'times'}.`;
  const mean = `Several rows of one time have the same ${told}: their mean is forecast, not their sum.`;
  const order = `When a row is stands in ${parts.map(({ name }) => name).join(' and ')}: the rows of each series are read in their order.`;
  return [
    { code: 'SEVERAL_SERIES', path: file, message },
    ...(isCoarse ? [{ code: 'SERIES_MEANS', path: file, message: mean }] : []),
    ...(parts.length > 1 ? [{ code: 'DATE_PARTS', path: file, message: order }] : []),
  ];
}

/** A table of times to come: what it knows of them is not read, and its rows are not those of the forecast. */
function testFindings(test: TestTable | null): readonly Issue[] {
  if (test === null) return [];
  const message = `${test.file} is not read: the forecast has a row for each series and step after its last; what is known of the times to come is no input.`;
  return [{ code: 'TEST_NOT_READ', path: test.file, message }];
}
