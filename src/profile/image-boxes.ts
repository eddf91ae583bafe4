import { listNames } from './attributes.ts';
import { nameWords } from './column-names.ts';
import type { Detected, ProfileContext } from './detector.ts';
import { asFileColumn, missingFiles, type TabledImages } from './file-column.ts';
import { imageFacts } from './detect-images.ts';
import { valueCounts } from './label-columns.ts';
import type { Column } from './table.ts';

/** Spellings of x_min, y_min, x_max, y_max, marks and the word "box" taken out. */
const BOX_NAMES: readonly (readonly [string, string, string, string])[] = [
  ['xmin', 'ymin', 'xmax', 'ymax'],
  ['minx', 'miny', 'maxx', 'maxy'],
  ['x1', 'y1', 'x2', 'y2'],
  ['x0', 'y0', 'x1', 'y1'],
  ['left', 'top', 'right', 'bottom'],
  ['startx', 'starty', 'endx', 'endy'],
  ['roix1', 'roiy1', 'roix2', 'roiy2'],
];
const CLASS_NAME = /^(class|label|class name|category|name|object|class id|classid|type)$/;

function boxColumns(columns: readonly Column[]): readonly Column[] | null {
  const plain = (name: string): string =>
    nameWords(name)
      .replace(/\b(bbox|box|bounding)\b/g, '')
      .replaceAll(' ', '');
  for (const names of BOX_NAMES) {
    const found = names.flatMap(
      (name) => columns.find((column) => column.numeric && plain(column.name) === name) ?? [],
    );
    if (found.length === 4) return found;
  }
  return null;
}

/** One box a row, in pixels. */
export async function readBoxes(
  context: ProfileContext,
  { table, names, files, sample }: TabledImages,
): Promise<Detected | null> {
  const boxes = boxColumns(table.columns);
  if (boxes === null || (context.wants.classify && !context.wants.box)) return null;
  const rest = table.columns.filter((column) => column !== names.column && !boxes.includes(column));
  const label = rest.find(
    ({ name, distinct }) => CLASS_NAME.test(nameWords(name)) && distinct > 1 && distinct <= 1000,
  );
  const classes = label === undefined ? [] : await valueCounts(table, label);
  return {
    data: {
      kind: 'image-boxes',
      target: 'box',
      facts: {
        IMAGE_FOLDER: names.folder,
        TABLE_FILE: table.file,
        SEPARATOR: table.separator,
        IMAGE_COLUMN: names.column.name,
        BOX_COLUMNS: boxes.map(({ name }) => name),
        TARGET: label?.name ?? null,
        ...imageFacts(sample),
        CLASS_COUNT: label === undefined ? null : classes.length,
      },
    },
    targetReason: `${boxes.map(({ name }) => name).join(', ')} are corners of a box`,
    count: table.count,
    columns: asFileColumn(table, names),
    classes,
    attributes:
      `The dataset consists of ${files.length} images and the table ${table.file} with ${table.count} bounding boxes in pixels (${boxes.map(({ name }) => name).join(', ')}). ` +
      `Images are ${sample.words}.${label === undefined ? '' : ` The class of a box is '${label.name}': ${listNames(classes)}.`}`,
    findings: [...sample.findings, ...table.findings, ...missingFiles(names)],
  };
}
