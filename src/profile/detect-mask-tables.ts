import path from 'node:path';
import {
  candidateOf,
  type Detected,
  type Detector,
  found,
  NOTHING,
  type ProfileContext,
} from './detector.ts';
import { imageFacts } from './detect-images.ts';
import { isMaskName, maskValues } from './detect-partners.ts';
import { type FileColumn, findFileColumn, indexFiles, missingFiles } from './file-column.ts';
import { unlabelled, withFileGroups } from './find-groups.ts';
import { filesUnder, isWithin } from './folder.ts';
import { DENSE_SIZE, sampleImages } from './image-sample.ts';
import { openReadable } from './open-tables.ts';
import type { Column, Table } from './table.ts';
import { findTables } from './table-files.ts';

/** Tables that are looked at. */
const MOST_TABLES = 8;
/** `start length start length ...`, pixels counted from 1; -1 stands for an empty mask. */
const RUNS = /^\d+ \d+(?: \d+ \d+)*$|^-1$/;
/** What stands behind the image in a cell that names a class too: `a.jpg_2`. */
const CLASS_BEHIND = /_[^_]*$/;
const MOST_CLASSES = 255;

/** Masks that a table names beside their images, or writes as run lengths. */
export const detectMaskTables: Detector = async (context) => {
  const images = filesUnder(context.folder, 'image');
  if (images.length === 0) return NOTHING;
  const index = indexFiles(images);
  const tables = await openReadable(
    context,
    findTables(context.folder).train.slice(0, MOST_TABLES),
  );
  for (const table of tables.filter(({ header }) => header)) {
    const runs = table.columns.find((column) => holdsRuns(table, column));
    const first =
      findFileColumn(table, index) ??
      (runs === undefined ? null : findFileColumn(withoutClasses(table), index));
    if (first === null) continue;
    if (runs !== undefined)
      return found([runsCandidate(context, images, { table, runs, names: first })]);
    const others = { ...table, columns: table.columns.filter((column) => column !== first.column) };
    const second = findFileColumn(others, index);
    if (second === null) continue;
    const [names, masks] = isMask(first) && !isMask(second) ? [second, first] : [first, second];
    if (isMask(masks) && !isMask(names))
      return found([namesCandidate(context, images, { table, names, masks })]);
  }
  return NOTHING;
};

function isMask({ column, folder }: FileColumn): boolean {
  return isMaskName(column.name) || isMaskName(folder.split('/').at(-1) ?? '');
}

function holdsRuns(table: Table, column: Column): boolean {
  if (column.type !== 'VARCHAR') return false;
  const cells = table.rawValues(column).flatMap((cell) => cell.trim() || []);
  return cells.some((cell) => cell.includes(' ')) && cells.every((cell) => RUNS.test(cell));
}

/** The table with the classes cut off that stand behind the names of images. */
function withoutClasses(table: Table): Table {
  return {
    ...table,
    columns: table.columns.filter(({ type }) => type === 'VARCHAR'),
    rawValues: (column) => table.rawValues(column).map((cell) => cell.replace(CLASS_BEHIND, '')),
  };
}

interface NamedMasks {
  readonly table: Table;
  readonly names: FileColumn;
  readonly masks: FileColumn;
}

function namesCandidate(
  context: ProfileContext,
  images: readonly string[],
  named: NamedMasks,
): ReturnType<typeof candidateOf> {
  const { table, names, masks } = named;
  const why = `${masks.column.name} of ${table.file} names the masks of the images in ${names.column.name}`;
  const parts = {
    kind: 'image-masks',
    targets: ['mask'],
    fit: 0.96,
    why,
    place: table.file,
    count: table.count,
  } as const;
  return candidateOf(context, parts, async () => {
    const known = new Set(images);
    const files = placesOf(table, names, known);
    const { values, isNumbered } = await maskValues(context, placesOf(table, masks, known));
    const sample = await sampleImages(context, files, DENSE_SIZE);
    return withFileGroups(
      {
        data: {
          kind: 'image-masks',
          target: 'mask',
          facts: {
            TABLE_FORM: 'mask-names',
            TABLE_FILE: table.file,
            SEPARATOR: table.separator,
            IMAGE_COLUMN: names.column.name,
            MASK_COLUMN: masks.column.name,
            IMAGE_FOLDER: names.folder,
            MASK_FOLDER: masks.folder,
            MASK_SUFFIX: null,
            ...imageFacts(sample),
            CLASS_COUNT: values.length,
            MASK_VALUES: values,
          },
        },
        targetReason: why,
        count: table.count,
        columns: [],
        classes: [],
        attributes:
          `The dataset consists of ${table.count} images and their segmentation masks; each row of ${table.file} names an image (${names.column.name}) and its mask (${masks.column.name}). ` +
          `Images are ${sample.words}. Masks have ${values.length} classes, stored as the grey values ${values.join(', ')}.`,
        findings: [
          ...sample.findings,
          ...(isNumbered
            ? [
                {
                  code: 'NUMBERED_OBJECTS',
                  path: table.file,
                  message: `The masks that ${table.file} names number the objects of each image: every object is foreground, and objects are not told apart.`,
                },
              ]
            : []),
          ...missingFiles(names),
          ...missingFiles(masks),
        ],
      },
      unlabelled(files),
    );
  });
}

/** Files that a column of names means, as far as they are there under that very path. */
function placesOf(
  table: Table,
  { column, folder, suffix }: FileColumn,
  known: ReadonlySet<string>,
): readonly string[] {
  return table.rawValues(column).flatMap((value) => {
    const place = path.posix.join(folder, `${value.trim().replace(/^\.?\//, '')}${suffix}`);
    return known.has(place) ? [place] : [];
  });
}

interface WrittenMasks {
  readonly table: Table;
  readonly runs: Column;
  readonly names: FileColumn;
}

function runsCandidate(
  context: ProfileContext,
  images: readonly string[],
  written: WrittenMasks,
): ReturnType<typeof candidateOf> {
  const { table, runs, names } = written;
  const why = `${runs.name} of ${table.file} holds the run lengths of masks`;
  const own = images.filter((file) => isWithin(file, names.folder));
  const parts = {
    kind: 'image-masks',
    targets: ['mask'],
    fit: 0.96,
    why,
    place: names.folder,
    count: own.length,
  } as const;
  return candidateOf(context, parts, async (): Promise<Detected> => {
    const kinds = classesBehind(table, names) ?? classColumn(table, [runs, names.column]);
    const classNames = kinds === null ? ['foreground'] : kinds.values;
    const sample = await sampleImages(context, own, DENSE_SIZE);
    return withFileGroups(
      {
        data: {
          kind: 'image-masks',
          target: 'mask',
          facts: {
            TABLE_FORM: 'run-lengths',
            TABLE_FILE: table.file,
            SEPARATOR: table.separator,
            IMAGE_COLUMN: names.column.name,
            RUNS_COLUMN: runs.name,
            RUN_CLASS_COLUMN: kinds?.column.name ?? null,
            CLASS_NAMES: classNames,
            IMAGE_FOLDER: names.folder,
            MASK_FOLDER: null,
            MASK_SUFFIX: null,
            ...imageFacts(sample),
            CLASS_COUNT: classNames.length + 1,
            MASK_VALUES:
              classNames.length === 1 ? [0, 255] : [0, ...classNames.map((_, at) => at + 1)],
          },
        },
        targetReason: why,
        count: own.length,
        columns: [],
        classes: [],
        attributes:
          `The dataset consists of ${own.length} images; their segmentation masks are written as run lengths in ${runs.name} of ${table.file}. ` +
          `Images are ${sample.words}. Masks have ${classNames.length + 1} classes: background, ${classNames.join(', ')}.`,
        findings: [
          ...sample.findings,
          {
            code: 'RUN_LENGTHS',
            path: table.file,
            message: `Run lengths are read down the columns of an image, pixels counted from 1; images without a row have an empty mask, and of two classes in one pixel the later one stays. Predicted masks are written as images, not as run lengths.`,
          },
        ],
      },
      unlabelled(own),
    );
  });
}

/** The classes that stand behind the names of images, as `a.jpg_2`; null where names alone stand there. */
function classesBehind(
  table: Table,
  { column, suffix }: FileColumn,
): ReturnType<typeof classColumn> {
  const cells = table.rawValues(column).filter((cell) => cell !== '');
  const isBehind = suffix === '' && cells.every((cell) => /\.\w{3,4}_[^_]+$/.test(cell));
  if (!isBehind) return null;
  const values = [...new Set(cells.map((cell) => cell.slice(cell.lastIndexOf('_') + 1)))];
  return { column, values: inOrder(values) };
}

function inOrder(values: readonly string[]): readonly string[] {
  return values.toSorted((one, two) => one.localeCompare(two, 'en', { numeric: true }));
}

/** The column that says which class each row's runs are of, with its values in order; null where there is none. */
function classColumn(
  table: Table,
  taken: readonly Column[],
): { readonly column: Column; readonly values: readonly string[] } | null {
  for (const column of table.columns.filter((other) => !taken.includes(other))) {
    const values = [...new Set(table.rawValues(column).filter((value) => value !== ''))];
    const isClass =
      values.length <= MOST_CLASSES && values.length * 2 <= table.rawValues(column).length;
    if (isClass && /class|label|categor|type|defect/i.test(column.name))
      return { column, values: inOrder(values) };
  }
  return null;
}
