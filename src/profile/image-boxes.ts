import type { DataChoice, Facts } from '../artifacts/index.ts';
import type { Issue } from '../core/index.ts';
import { listNames } from './attributes.ts';
import { nameWords } from './column-names.ts';
import {
  candidateOf,
  type Detected,
  type Found,
  found,
  NOTHING,
  type ProfileContext,
} from './detector.ts';
import {
  asFileColumn,
  exactNames,
  type FileColumn,
  missingFiles,
  tabledImages,
  type TabledFiles,
} from './file-column.ts';
import { imageFacts } from './detect-images.ts';
import { unlabelled, withFileGroups } from './find-groups.ts';
import { valueCounts } from './class-values.ts';
import { columnParts } from './label-columns.ts';
import { namedColumns } from './named-columns.ts';
import type { Column, Table } from './table.ts';
import { tableFacts } from './table-facts.ts';

/** Spellings of x_min, y_min, x_max, y_max, marks and the word "box" taken out. */
const CORNER_NAMES: readonly BoxNames[] = [
  ['xmin', 'ymin', 'xmax', 'ymax'],
  ['minx', 'miny', 'maxx', 'maxy'],
  ['x1', 'y1', 'x2', 'y2'],
  ['x0', 'y0', 'x1', 'y1'],
  ['left', 'top', 'right', 'bottom'],
  ['startx', 'starty', 'endx', 'endy'],
  ['roix1', 'roiy1', 'roix2', 'roiy2'],
];
/** Spellings of left, top, width, height. */
const SIZE_NAMES: readonly BoxNames[] = [
  ['x', 'y', 'w', 'h'],
  ['x', 'y', 'width', 'height'],
  ['left', 'top', 'width', 'height'],
  ['left', 'top', 'w', 'h'],
  ['xmin', 'ymin', 'width', 'height'],
  ['xmin', 'ymin', 'w', 'h'],
];
type BoxNames = readonly [string, string, string, string];
const CLASS_NAME = /^(class|label|class name|category|name|object|class id|classid|type)$/;
const BOX_TEXT = /^\W*\d[\d.]*(?:[\s,;]+\d[\d.]*){3}\W*$/;
/** Corners as the readers of other forms name them. */
const MADE_CORNERS: BoxNames = ['x_min', 'y_min', 'x_max', 'y_max'];

interface Boxes {
  readonly columns: readonly Column[];
  /** BOX_COLUMNS, and the form where columns are no corners. */
  readonly names: readonly string[];
  readonly form: Facts;
  readonly reason: string;
}

function findBoxes(table: Table): Boxes | null {
  const corners = namedBoxes(table.columns, CORNER_NAMES);
  if (corners !== null) {
    const names = corners.map(({ name }) => name);
    return {
      columns: corners,
      names,
      form: {},
      reason: `${names.join(', ')} are corners of a box`,
    };
  }
  if (table.form['TABLE_FORM'] !== undefined) return null;
  const sizes = namedBoxes(table.columns, SIZE_NAMES);
  if (sizes !== null) {
    const names = sizes.map(({ name }) => name);
    return {
      columns: sizes,
      names: MADE_CORNERS,
      form: { TABLE_FORM: 'box-sizes', SIZE_COLUMNS: names },
      reason: `${names.join(', ')} are left, top, width and height of a box`,
    };
  }
  const text = table.columns.find((column) => {
    const values = table.rawValues(column).filter((value) => value !== '');
    return (
      /\bb?box\b/.test(nameWords(column.name)) &&
      values.length > 0 &&
      values.every((value) => BOX_TEXT.test(value))
    );
  });
  return text === undefined
    ? null
    : {
        columns: [text],
        names: MADE_CORNERS,
        form: { TABLE_FORM: 'box-text', BOX_TEXT_COLUMN: text.name },
        reason: `${text.name} holds left, top, width and height of a box`,
      };
}

function namedBoxes(
  columns: readonly Column[],
  spellings: readonly BoxNames[],
): readonly Column[] | null {
  const plain = (name: string): string =>
    nameWords(name)
      .replace(/\b(bbox|box|bounding)\b/g, '')
      .replaceAll(' ', '');
  for (const names of spellings) {
    const found = names.flatMap(
      (name) => columns.find((column) => column.numeric && plain(column.name) === name) ?? [],
    );
    if (found.length === 4) return found;
  }
  return null;
}

/** Columns that hold boxes, which are no labels of an image. */
export function boxColumns(table: Table): readonly Column[] {
  return findBoxes(table)?.columns ?? [];
}

/** One box a row, in pixels. */
export async function readBoxes(
  context: ProfileContext,
  images: readonly string[],
  tabled: TabledFiles,
): Promise<Found> {
  const { table, names } = tabled;
  const boxes = findBoxes(table);
  if (boxes === null) return NOTHING;
  const candidate = candidateOf(
    context,
    {
      kind: 'image-boxes',
      // The network that finds any number of boxes where images have several.
      targets: hasSeveral(tabled) ? ['boxes', 'box'] : ['box'],
      fit: 0.9,
      why: boxes.reason,
      place: table.file,
      count: table.count,
      ...columnParts(context, { table, labels: classLabels(table, names, boxes) }),
      usualTargets: async () => [],
    },
    async (choice) => settleBoxes(context, images, tabled, { boxes, choice }),
  );
  return found([candidate]);
}

/** Columns that could be the class of a box. */
function classLabels(table: Table, names: FileColumn, { columns }: Boxes): readonly Column[] {
  return table.columns.filter(
    (column) =>
      column !== names.column &&
      !columns.includes(column) &&
      CLASS_NAME.test(nameWords(column.name)) &&
      column.distinct > 1 &&
      column.distinct <= 1000,
  );
}

async function settleBoxes(
  context: ProfileContext,
  images: readonly string[],
  tabled: TabledFiles,
  { boxes, choice }: { boxes: Boxes; choice: DataChoice },
): Promise<Detected> {
  const { table, names } = tabled;
  const { files, sample } = await tabledImages(context, images, tabled);
  const [label] =
    choice.columns === undefined
      ? classLabels(table, names, boxes)
      : namedColumns(choice.columns, table.columns, table.file);
  const classes = label === undefined ? [] : await valueCounts(table, label);
  const usual = hasSeveral(tabled) ? 'boxes' : 'box';
  const target = choice.target === 'boxes' || choice.target === 'box' ? choice.target : usual;
  const detected: Detected = {
    data: {
      kind: 'image-boxes',
      target,
      facts: {
        IMAGE_FOLDER: names.folder,
        ...tableFacts(table),
        ...table.form,
        ...boxes.form,
        IMAGE_COLUMN: names.column.name,
        ...exactNames(names, ''),
        BOX_COLUMNS: boxes.names,
        TARGET: label?.name ?? null,
        ...imageFacts(sample),
        CLASS_COUNT: label === undefined ? null : classes.length,
      },
    },
    targetReason: boxes.reason,
    count: table.count,
    columns: asFileColumn(table, names),
    classes,
    attributes:
      `The dataset consists of ${files.length} images and ${table.file === '' ? 'annotation files' : table.file} with ${table.count} bounding boxes in pixels (${boxes.names.join(', ')}). ` +
      `Images are ${sample.words}.${label === undefined ? '' : ` The class of a box is '${label.name}': ${listNames(classes)}.`}`,
    findings: [
      ...sample.findings,
      ...table.findings,
      ...(target === 'box' ? severalBoxes(tabled) : []),
      ...missingFiles(names),
    ],
  };
  return withFileGroups(detected, unlabelled(files));
}

/** Whether images have several boxes each. */
function hasSeveral({ table, names }: TabledFiles): boolean {
  return table.count >= names.column.distinct * 1.05;
}

/** One object an image is learnt where the words ask for one; who has more must know. */
function severalBoxes(tabled: TabledFiles): readonly Issue[] {
  if (!hasSeveral(tabled)) return [];
  const { table, names } = tabled;
  return [
    {
      code: 'SEVERAL_BOXES',
      path: table.file,
      message: `${table.count} boxes lie on ${names.column.distinct} images: the network finds one object an image, and learns the largest box of each.`,
      fix: 'Ask for all objects of an image to have every box found.',
    },
  ];
}
