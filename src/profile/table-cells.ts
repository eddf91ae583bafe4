import type { DataChoice, UsualTarget } from '../artifacts/index.ts';
import { DLCodeGenError } from '../core/index.ts';
import { nameWords } from './column-names.ts';
import {
  candidateOf,
  type Detected,
  found,
  type Found,
  lacks,
  NOTHING,
  type ProfileContext,
} from './detector.ts';
import {
  columnParts,
  type LabelQuestion,
  labelColumns,
  labelWords,
  readLabels,
} from './label-columns.ts';
import { labelFindings } from './label-findings.ts';
import type { Column, Table } from './table.ts';
import { unreadColumns } from './unread-columns.ts';

const NUMBERS = String.raw`[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?`;
const PICTURE_NAME = /\b(pixels?|images?|img|pictures?|bitmap|drawing)\b/;
/** Sides of the smallest picture. */
const SMALLEST_SIDE = 8;

/** Rows whose item is a list of numbers in one cell: the pixels of a picture, the steps of a series. */
export async function readCells(context: ProfileContext, table: Table): Promise<Found> {
  const lists = table.columns.filter(({ role }) => role === 'list');
  const [list] = lists.toSorted((left, right) => right.averageLength - left.averageLength);
  if (list === undefined || !/\.(csv|tsv|txt|data)$/i.test(table.file)) return NOTHING;
  const size = await listSize(table, list);
  if (size === null)
    return found(
      [],
      [
        lacks(
          'arrays',
          ['class', 'number'],
          `${list.name} of ${table.file} holds lists of numbers of different lengths, which are not read. Needed: lists of one length, e.g. cut or filled with zeros.`,
        ),
      ],
    );
  const labels = labelColumns(table, [list]);
  if (labels.length === 0 || table.separator !== ',') return NOTHING;
  const question = { table, labels, severalNumbers: true };
  const parts = columnParts(context, question);
  return found([
    candidateOf(
      context,
      {
        kind: 'arrays',
        targets: ['class', 'number', 'labels'],
        fit: 0.8,
        why: `each cell of ${list.name} holds ${size} numbers`,
        place: table.file,
        count: table.count,
        ...parts,
        sources: [list.name],
        usualTargets: async () => [...coordinateTargets(labels), ...(await parts.usualTargets())],
      },
      async (choice) => settleCells(context, question, { list, size }, choice),
    ),
  ]);
}

const COORDINATE = /^(.*?)[ _]?([xy])$/i;
const KNOWN = 0.8;

/** Columns in pairs of x and y are the points of one answer. */
function coordinateTargets(labels: readonly Column[]): readonly UsualTarget[] {
  const pairs = Map.groupBy(
    labels.filter(({ numeric, name }) => numeric && COORDINATE.test(name)),
    ({ name }) => name.replace(COORDINATE, '$1'),
  );
  const points = [...pairs.values()].filter(({ length }) => length === 2).flat();
  if (points.length < 2 || points.length < labels.length) return [];
  const reason = `${points.length / 2} points, a column for each coordinate`;
  return [{ columns: points.map(({ name }) => name), reason, confidence: KNOWN }];
}

/** How many numbers each cell holds; null where that differs. */
async function listSize({ session, relation }: Table, { sql }: Column): Promise<number | null> {
  const [row] = await session.rows(
    `SELECT min(size) AS low, max(size) AS high FROM (SELECT len(regexp_extract_all(${sql}, '${NUMBERS}', 0, 'i')) AS size FROM ${relation} WHERE ${sql} IS NOT NULL)`,
  );
  const size = Number(row?.['low'] ?? 0);
  return size > 1 && size === Number(row?.['high'] ?? 0) ? size : null;
}

/** [height, width] or [height, width, 3] of a square picture of so many numbers; null where there is none. */
export function pictureShape(size: number): readonly number[] | null {
  for (const channels of [1, 3]) {
    const side = Math.sqrt(size / channels);
    if (Number.isInteger(side) && side >= SMALLEST_SIDE)
      return channels === 1 ? [side, side] : [side, side, channels];
  }
  return null;
}

/** Whether a column is named for a picture or its pixels. */
export function isPictureName(name: string): boolean {
  return PICTURE_NAME.test(nameWords(name));
}

/** Of a picture, else [steps, 1]. */
function shapeOf({ name }: Column, size: number): readonly number[] {
  return (isPictureName(name) ? pictureShape(size) : null) ?? [size, 1];
}

async function settleCells(
  context: ProfileContext,
  question: LabelQuestion,
  { list, size }: { readonly list: Column; readonly size: number },
  choice: DataChoice,
): Promise<Detected> {
  const { table } = question;
  const labels = await readLabels(context, question, choice);
  if (labels === null)
    throw new DLCodeGenError('BAD_DATA', `${table.file} has no column that could be a label.`);
  const shape = shapeOf(list, size);
  return {
    data: {
      kind: 'arrays',
      target: labels.kind,
      facts: {
        INPUT_FILE: table.file,
        TARGET_FILE: table.file,
        INPUT_KEY: list.name,
        TARGET_KEY: null,
        VALIDATION_ARRAYS: null,
        TEST_ARRAYS: null,
        INPUT_SHAPE: shape,
        ...labels.facts,
        TABLE_FORM: 'cells',
        TARGET: labels.fact,
      },
    },
    targetReason: labels.reason,
    count: table.count,
    columns: table.columns,
    classes: labels.classes,
    attributes:
      `The dataset consists of ${table.count} rows in ${table.file}; each cell of the column '${list.name}' holds ${size} numbers, read as an array of the shape (${shape.join(', ')}). ` +
      labelWords(labels),
    findings: [
      ...(await labelFindings(table, labels)),
      ...unreadColumns(table, [list, ...labels.columns], `the list in ${list.name}`),
    ],
  };
}
