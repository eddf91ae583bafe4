import type { Detected, ProfileContext } from './detector.ts';
import { itemFindings, listNames } from './attributes.ts';
import { nameWords } from './column-names.ts';
import { valueCounts } from './label-columns.ts';
import type { Column, Table } from './table.ts';

/** Columns that make a signal, with and without a word of the requirement. */
const FEWEST = 64;
const FEWEST_ASKED = 16;
/** Pairs of neighbours that are looked at, and the mean correlation from which on they are a signal. */
const PAIRS = 60;
const SMOOTH = 0.4;
const LABEL = /^(label|class|target|y|type|category|outcome|diagnosis|rhythm)$/;

/** A row is a signal: many number columns named by a counter, one label. */
export async function readSignals(context: ProfileContext, table: Table): Promise<Detected | null> {
  const fewest = context.wants.signal || context.wants.anomaly ? FEWEST_ASKED : FEWEST;
  if (table.columns.length <= fewest) return null;
  const label = labelColumn(context, table);
  const points = table.columns.filter(
    (column) =>
      column !== label && column.numeric && column.role !== 'id' && !/^unnamed/i.test(column.name),
  );
  const { signal } = context.wants;
  if (label === null || points.length < fewest || !alike(table, points, signal)) return null;
  if (table.header && !signal && !(await isSmooth(table, points))) return null;
  const classes = await valueCounts(table, label);
  const anomaly = context.wants.anomaly;
  return {
    data: {
      kind: 'signal-table',
      target: anomaly ? 'anomaly' : 'class',
      facts: {
        TABLE_FILE: table.file,
        SEPARATOR: table.separator,
        TARGET: table.header ? label.name : null,
        HEADER: table.header,
        SIGNAL_LENGTH: points.length,
        CLASS_COUNT: classes.length,
      },
    },
    targetReason: table.header
      ? `${label.name} is the label beside ${points.length} points of a signal`
      : `last column, ${label.distinct} distinct values`,
    count: table.count,
    columns: table.columns,
    classes,
    attributes:
      `The dataset consists of ${table.count} signals in ${table.file}, one a row, with ${points.length} data points each, ` +
      `categorized into ${classes.length} classes: ${listNames(classes)}.`,
    findings: [...table.findings, ...itemFindings(classes)],
  };
}

function labelColumn({ target }: ProfileContext, table: Table): Column | null {
  const named = table.columns.find(({ name }) => name === target);
  const usual = table.columns.find(({ name }) => LABEL.test(nameWords(name)));
  const label = named ?? (table.header ? (usual ?? table.columns.at(-1)) : table.columns.at(-1));
  if (label === undefined || label.distinct < 2 || label.distinct > 100) return null;
  return label.numeric && !label.integer ? null : label;
}

/** Neighbouring points of a signal go together; the columns of a table of measurements need not. */
async function isSmooth(table: Table, points: readonly Column[]): Promise<boolean> {
  const step = Math.max(1, Math.floor(points.length / PAIRS));
  const pairs = points.slice(0, -1).flatMap((point, at) => {
    const next = points[at + 1];
    return at % step === 0 && next !== undefined
      ? [`abs(corr(${point.sql}::DOUBLE, ${next.sql}::DOUBLE))`]
      : [];
  });
  const [row] = await table.session.rows(
    `SELECT list_avg(list_filter([${pairs.join(', ')}], x -> x IS NOT NULL AND NOT isnan(x))) AS mean FROM (FROM ${table.sample} LIMIT 2000)`,
  );
  return Number(row?.['mean'] ?? 0) > SMOOTH;
}

/** Numbers all, named by a counter (or not at all), not the whole numbers that pixels are unless signals are asked for. */
function alike(table: Table, points: readonly Column[], asked: boolean): boolean {
  const others = table.columns.filter(
    ({ numeric, role }) => !numeric && role !== 'constant',
  ).length;
  if (others > 3 || (!asked && points.every(({ integer }) => integer))) return false;
  const stems = new Set(points.map(({ name }) => name.replaceAll(/\d+(\.\d+)?/g, '#')));
  return !table.header || stems.size <= Math.max(2, points.length / 16);
}
