import type { DataChoice } from '../artifacts/index.ts';
import {
  candidateOf,
  type Detected,
  type Found,
  found,
  NOTHING,
  type ProfileContext,
} from './detector.ts';
import { itemFindings, listNames } from './attributes.ts';
import { nameWords } from './column-names.ts';
import { valueCounts } from './class-values.ts';
import { columnParts } from './label-columns.ts';
import { namedColumns } from './named-columns.ts';
import type { Column, Table } from './table.ts';
import { tableFacts } from './table-facts.ts';

/** Columns that make a signal; of fewer, words must say that they do. */
const FEWEST = 64;
const FEWEST_ASKED = 16;
/** Pairs of neighbours that are looked at, and the mean correlation from which on they are a signal. */
const PAIRS = 60;
const SMOOTH = 0.4;
const LABEL = /^(label|class|target|y|type|category|outcome|diagnosis|rhythm)$/;

/** A row is a signal: many number columns named by a counter, one label. */
export async function readSignals(context: ProfileContext, table: Table): Promise<Found> {
  if (table.columns.length <= FEWEST_ASKED) return NOTHING;
  const label = labelColumn(table);
  if (label === null) return NOTHING;
  const points = pointsBeside(table, label);
  if (points.length < FEWEST_ASKED || !alike(table, points)) return NOTHING;
  const plain =
    points.length >= FEWEST &&
    !points.every(({ integer }) => integer) &&
    (!table.header || (await isSmooth(table, points)));
  const candidate = candidateOf(
    context,
    {
      kind: 'signal-table',
      targets: ['class', 'anomaly'],
      fit: plain ? 0.85 : 0.1,
      why: `${points.length} columns that could be the points of a signal`,
      place: table.file,
      count: table.count,
      ...columnParts(context, { table, labels: table.columns.filter(isLabel) }),
      usualTargets: async () => [
        { columns: [label.name], reason: labelReason(table, label, points), confidence: 0.7 },
      ],
    },
    async (choice) => settleSignals(table, label, choice),
  );
  return found([candidate]);
}

function pointsBeside(table: Table, label: Column): readonly Column[] {
  return table.columns.filter(
    (column) =>
      column !== label && column.numeric && column.role !== 'id' && !/^unnamed/i.test(column.name),
  );
}

function labelReason(table: Table, label: Column, points: readonly Column[]): string {
  return table.header
    ? `${label.name} is the label beside ${points.length} points of a signal`
    : `last column, ${label.distinct} distinct values`;
}

async function settleSignals(
  table: Table,
  usual: Column,
  { columns, target = 'class' }: DataChoice,
): Promise<Detected> {
  const [label = usual] =
    columns === undefined ? [] : namedColumns(columns, table.columns, table.file);
  const points = pointsBeside(table, label);
  const classes = await valueCounts(table, label);
  return {
    data: {
      kind: 'signal-table',
      target,
      facts: {
        ...tableFacts(table),
        TARGET: table.header ? label.name : null,
        HEADER: table.header,
        SIGNAL_LENGTH: points.length,
        CLASS_COUNT: classes.length,
      },
    },
    targetReason: labelReason(table, label, points),
    count: table.count,
    columns: table.columns,
    classes,
    attributes:
      `The dataset consists of ${table.count} signals in ${table.file}, one a row, with ${points.length} data points each, ` +
      `categorized into ${classes.length} classes: ${listNames(classes)}.`,
    findings: [...table.findings, ...itemFindings(classes)],
  };
}

function labelColumn(table: Table): Column | null {
  const usual = table.columns.find(({ name }) => LABEL.test(nameWords(name)));
  const label = table.header ? (usual ?? table.columns.at(-1)) : table.columns.at(-1);
  return label !== undefined && isLabel(label) ? label : null;
}

function isLabel({ distinct, numeric, integer }: Column): boolean {
  return distinct >= 2 && distinct <= 100 && (!numeric || integer);
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

/** Numbers all, named by a counter or not at all. Whole numbers may be pixels: they are no plain signal. */
function alike(table: Table, points: readonly Column[]): boolean {
  const others = table.columns.filter(
    ({ numeric, role }) => !numeric && role !== 'constant',
  ).length;
  if (others > 3) return false;
  const stems = new Set(points.map(({ name }) => name.replaceAll(/\d+(\.\d+)?/g, '#')));
  return !table.header || stems.size <= Math.max(2, points.length / 16);
}
