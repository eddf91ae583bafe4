import { columnWords, itemFindings } from './attributes.ts';
import type { Detected, Detector, ProfileContext } from './detector.ts';
import { imageFacts } from './detect-images.ts';
import {
  asFileColumn,
  type FileColumn,
  findFileColumn,
  indexFiles,
  missingFiles,
  type TabledImages,
} from './file-column.ts';
import { groupsInColumn, labelledFiles, withFileGroups, withGroups } from './find-groups.ts';
import { filesUnder } from './folder.ts';
import { readBoxes } from './image-boxes.ts';
import { readCaptions } from './image-captions.ts';
import { CLASS_SIZE, sampleImages } from './image-sample.ts';
import { makeTable } from './made-table.ts';
import { FORM_READERS } from './table-forms.ts';
import { classColumn, labelWords, readLabels } from './label-columns.ts';
import { openReadable, submissionColumns } from './open-tables.ts';
import type { Table } from './table.ts';
import { chooseFeatures } from './table-features.ts';
import { findTables } from './table-files.ts';
import { tableFindings } from './table-findings.ts';
import { namedColumns } from './target-column.ts';

type Reading = (context: ProfileContext, found: TabledImages) => Promise<Detected | null>;

/** Tables beside images, by what their other columns are. */
const READINGS: readonly Reading[] = [readBoxes, readCaptions, readLabelled];

/** Images named by a table: captions, boxes, labels. */
export const detectImageTable: Detector = async (context) => {
  const images = filesUnder(context.folder, 'image');
  if (images.length === 0) return null;
  const found = await findTabledFiles(context, images);
  return found === null ? null : detectTabledImages(context, images, found);
};

/** Images that rows of a table name. */
export async function detectTabledImages(
  context: ProfileContext,
  images: readonly string[],
  { table, names }: TabledFiles,
): Promise<Detected | null> {
  const files = images.filter((file) => names.folder === '' || file.startsWith(`${names.folder}/`));
  const sample = await sampleImages(context, files, CLASS_SIZE);
  // Readings that take their target by themselves must not pass over a wrong name.
  if (context.target !== null) namedColumns(context.target, table.columns, table.file);
  for (const read of READINGS) {
    const detected = await read(context, { table, names, files, sample });
    if (detected !== null) return detected;
  }
  return null;
}

export interface TabledFiles {
  readonly table: Table;
  readonly names: FileColumn;
}

/** The table and column that name most of the files. */
export async function findTabledFiles(
  context: ProfileContext,
  files: readonly string[],
): Promise<TabledFiles | null> {
  const index = indexFiles(files);
  const tables = await openReadable(context, findTables(context.folder).train.slice(0, 8));
  for (const table of tables) {
    if (!table.header) continue;
    const names = findFileColumn(table, index);
    // A table of names alone labels nothing.
    if (names !== null && table.columns.length > 1) return { table, names };
  }
  for (const read of FORM_READERS) {
    const made = await read(context, index);
    const table = made === null ? null : await makeTable(context.session, made);
    const names = table === null ? null : findFileColumn(table, index);
    if (table !== null && names !== null) return { table, names };
  }
  return null;
}

async function readLabelled(
  context: ProfileContext,
  found: TabledImages,
): Promise<Detected | null> {
  const { table, names, files, sample } = found;
  const labels = await readLabels(context, {
    table,
    inputs: [names.column],
    flagsAreLabels: true,
    hinted: await submissionColumns(context, table, names.column.name),
  });
  if (labels === null) return null;
  const label = classColumn(labels);
  const groups = await groupsInColumn(table, [names.column, ...labels.columns], label);
  const given = groups.column === null ? [] : [groups.column];
  const others = chooseFeatures(table, [names.column, ...labels.columns, ...given]);
  const joint = context.wants.joint && others.features.length > 0;
  const { FEATURES, CATEGORICAL } = others.facts;
  const detected: Detected = {
    data: {
      kind: joint ? 'image-features-table' : 'image-table',
      target: labels.kind,
      facts: {
        TABLE_FILE: table.file,
        SEPARATOR: table.separator,
        ...table.form,
        IMAGE_FOLDER: names.folder,
        IMAGE_COLUMN: names.column.name,
        IMAGE_SUFFIX: names.suffix,
        TARGET: labels.fact,
        LABEL_SEPARATOR: labels.separator,
        ...imageFacts(sample),
        CLASS_COUNT: labels.classCount,
        ...(joint ? { FEATURES, CATEGORICAL } : {}),
      },
    },
    targetReason: labels.reason,
    count: table.count,
    columns: asFileColumn(table, names),
    classes: labels.classes,
    attributes:
      `The dataset consists of ${files.length} images in ${names.folder || 'the data folder'} and ${tableWords(table)} with ${table.count} rows; the column ${names.column.name} names the image. ` +
      `Images are ${sample.words}. ${labelWords(labels)}` +
      (joint ? ` Other inputs: ${columnWords(others.features)}.` : ''),
    findings: [
      ...sample.findings,
      ...(await tableFindings(table, labels.columns)),
      ...(labels.kind === 'class' ? itemFindings(labels.classes) : []),
      ...missingFiles(names),
    ],
  };
  if (groups.column !== null) return withGroups(detected, groups);
  return withFileGroups(detected, await labelledFiles(table, names, label));
}

/** The table in words; labels in file names are one that nobody wrote. */
export function tableWords({ file, form }: Table): string {
  const unwritten: Readonly<Record<string, string>> = {
    names: 'labels in their file names',
    folders: 'labels in the names of their folders',
  };
  return unwritten[String(form['TABLE_FORM'])] ?? `the table ${file}`;
}
