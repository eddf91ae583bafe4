import type { DataChoice } from '../artifacts/index.ts';
import { DLCodeGenError, escapePattern } from '../core/index.ts';
import {
  candidateOf,
  type Detected,
  found,
  type Found,
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
import { isPictureName, pictureShape } from './table-cells.ts';
import { unreadColumns } from './unread-columns.ts';

/** Columns that are the pixels of the picture in a row. */
interface Pixels {
  readonly columns: readonly Column[];
  /** Regular expression of their names. */
  readonly pattern: string;
  readonly shape: readonly number[];
  readonly isNamed: boolean;
}

const MOST_CLASSES = 100;
/** Values of one byte, which a picture uses to the half at least. */
const BYTE = [0, 255] as const;
const BRIGHT = 128;
/** How much speaks for a picture where columns are named for it, and where values and count alone do. */
const FITS = { named: 0.85, counted: 0.6 };

/** A row is a picture: a column for each pixel, named by a counter or not at all. */
export async function readPixels(context: ProfileContext, table: Table): Promise<Found> {
  const pixels = /\.(csv|txt|data)$/i.test(table.file) ? findPixels(table) : null;
  if (pixels === null || table.separator !== ',') return NOTHING;
  const labels = labelColumns(table, pixels.columns);
  if (labels.length === 0) return NOTHING;
  const question = { table, labels };
  return found([
    candidateOf(
      context,
      {
        kind: 'arrays',
        targets: ['class', 'number', 'labels'],
        fit: pixels.isNamed ? FITS.named : FITS.counted,
        why: `${pixels.columns.length} columns could be the pixels of a picture`,
        place: table.file,
        count: table.count,
        ...columnParts(context, question),
        sources: pixels.columns.map(({ name }) => name),
      },
      async (choice) => settlePixels(context, question, pixels, choice),
    ),
  ]);
}

function findPixels(table: Table): Pixels | null {
  const numbers = table.columns.filter(({ numeric, role }) => numeric && role !== 'id');
  const found = table.header ? countedColumns(numbers) : unnamedColumns(numbers);
  const shape = found === null ? null : pictureShape(found.columns.length);
  if (found === null || shape === null) return null;
  const isNamed = isPictureName(found.columns[0]?.name.replaceAll(/\d+/g, ' ') ?? '');
  const [low, high] = BYTE;
  const isByte = found.columns.every(
    ({ integer, minimum, maximum }) => integer && Number(minimum) >= low && Number(maximum) <= high,
  );
  const isBright = isByte && found.columns.some(({ maximum }) => Number(maximum) >= BRIGHT);
  return isNamed || isBright ? { ...found, shape, isNamed } : null;
}

/** The most columns whose names differ by their numbers only, as `pixel7` and `7x12`. */
function countedColumns(numbers: readonly Column[]): Pick<Pixels, 'columns' | 'pattern'> | null {
  const patterns = Map.groupBy(numbers, ({ name }) =>
    name.split(/\d+/).map(escapePattern).join('\\d+'),
  );
  const [most] = [...patterns].toSorted(([, left], [, right]) => right.length - left.length);
  return most === undefined ? null : { columns: most[1], pattern: `^${most[0]}$` };
}

/** All columns of a file without header but the first or last, which tells classes apart. */
function unnamedColumns(numbers: readonly Column[]): Pick<Pixels, 'columns' | 'pattern'> | null {
  const label = [numbers.at(0), numbers.at(-1)].find(
    (column) => column?.integer === true && column.distinct > 1 && column.distinct <= MOST_CLASSES,
  );
  return label === undefined
    ? null
    : {
        columns: numbers.filter((column) => column !== label),
        pattern: `^(?!${escapePattern(label.name)}$)\\d+$`,
      };
}

async function settlePixels(
  context: ProfileContext,
  question: LabelQuestion,
  { columns, pattern, shape }: Pixels,
  choice: DataChoice,
): Promise<Detected> {
  const { table } = question;
  const labels = await readLabels(context, question, choice);
  if (labels === null)
    throw new DLCodeGenError('BAD_DATA', `${table.file} has no column that could be a label.`);
  return {
    data: {
      kind: 'arrays',
      target: labels.kind,
      facts: {
        INPUT_FILE: table.file,
        TARGET_FILE: table.file,
        INPUT_KEY: pattern,
        TARGET_KEY: null,
        VALIDATION_ARRAYS: null,
        TEST_ARRAYS: null,
        INPUT_SHAPE: shape,
        ...labels.facts,
        TABLE_FORM: 'pixels',
        HEADER: table.header,
        TARGET: labels.fact,
      },
    },
    targetReason: labels.reason,
    count: table.count,
    columns: table.columns,
    classes: labels.classes,
    attributes:
      `The dataset consists of ${table.count} pictures in ${table.file}, one a row; its ${columns.length} columns of pixels are read as an array of the shape (${shape.join(', ')}). ` +
      labelWords(labels),
    findings: [
      ...(await labelFindings(table, labels)),
      ...unreadColumns(table, [...columns, ...labels.columns], 'the pixels of each row'),
    ],
  };
}
