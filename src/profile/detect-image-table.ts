import type { Candidate, DataChoice } from '../artifacts/index.ts';
import { DLCodeGenError, ownTable } from '../core/index.ts';
import { columnWords } from './attributes.ts';
import {
  candidateOf,
  type Detected,
  type Detector,
  type Found,
  found,
  joinFound,
  NOTHING,
  type ProfileContext,
} from './detector.ts';
import { imageFacts } from './detect-images.ts';
import {
  asFileColumn,
  exactNames,
  missingFiles,
  tabledImages,
  type TabledFiles,
} from './file-column.ts';
import { groupsInColumn, labelledFiles, withFileGroups, withGroups } from './find-groups.ts';
import { filesUnder } from './folder.ts';
import { boxColumns, readBoxes } from './image-boxes.ts';
import { readCaptions } from './image-captions.ts';
import {
  classColumn,
  columnParts,
  labelColumns,
  type LabelQuestion,
  labelWords,
  readLabels,
} from './label-columns.ts';
import type { Table } from './table.ts';
import { chooseFeatures } from './table-features.ts';
import { labelFindings } from './label-findings.ts';
import { leftOut } from './table-rows.ts';
import { findTabledFiles } from './tabled-files.ts';
import { tableFacts } from './table-facts.ts';

/** Images named by a table: captions, boxes, labels. */
export const detectImageTable: Detector = async (context) => {
  const images = filesUnder(context.folder, 'image');
  if (images.length === 0) return NOTHING;
  const tabled = await findTabledFiles(context, images);
  if (tabled === null) return NOTHING;
  return joinFound([
    await readBoxes(context, images, tabled),
    await readCaptions(context, images, tabled),
    await readLabelled(context, images, tabled),
  ]);
};

async function readLabelled(
  context: ProfileContext,
  images: readonly string[],
  tabled: TabledFiles,
): Promise<Found> {
  const { table, names } = tabled;
  const labels = labelColumns(table, [names.column, ...boxColumns(table)]);
  if (labels.length === 0) return NOTHING;
  const question = { table, labels, key: names.column.name, flagsAreLabels: true };
  const base = {
    place: table.file,
    count: table.count,
    why: `${names.column.name} of ${table.file || 'the labels'} names the images`,
    ...columnParts(context, question),
  };
  const settle =
    (joint: boolean) =>
    async (choice: DataChoice): Promise<Detected> =>
      settleTabledImages(context, images, tabled, { choice, joint, question });
  const candidates: Candidate[] = [
    candidateOf(
      context,
      { ...base, kind: 'image-table', targets: ['class', 'number', 'labels'], fit: 0.8 },
      settle(false),
    ),
  ];
  const written = labels.filter(({ type }) => type === 'VARCHAR');
  if (written.length > 0)
    candidates.push(
      candidateOf(
        context,
        { ...base, kind: 'image-table', targets: ['text'], fit: 0.3, labels: written },
        settle(false),
      ),
    );
  const { features } = chooseFeatures(table, [names.column]);
  if (features.length > 1)
    candidates.push(
      candidateOf(
        context,
        {
          ...base,
          kind: 'image-features-table',
          targets: ['class', 'number', 'labels'],
          fit: 0.45,
        },
        settle(true),
      ),
    );
  return found(candidates);
}

export interface TabledSettling {
  readonly choice: DataChoice;
  /** Whether the other columns are inputs too. */
  readonly joint: boolean;
  readonly question: LabelQuestion;
}

/** Images with the labels of a table. Errors: BAD_DATA, UNKNOWN_COLUMN. */
export async function settleTabledImages(
  context: ProfileContext,
  images: readonly string[],
  tabled: TabledFiles,
  { choice, joint, question }: TabledSettling,
): Promise<Detected> {
  const { table, names } = tabled;
  const { files, sample } = await tabledImages(context, images, tabled);
  const labels = await readLabels(context, question, choice);
  if (labels === null)
    throw new DLCodeGenError('BAD_DATA', `${table.file} has no column that could be a label.`);
  const label = classColumn(labels);
  const groups = await groupsInColumn(table, [names.column, ...labels.columns], label);
  const given = groups.column === null ? [] : [groups.column];
  const taken = [names.column, ...labels.columns, ...given];
  const others = chooseFeatures(table, leftOut(table, taken, joint ? choice : {}));
  const isJoint = joint && others.features.length > 0;
  const { FEATURES, CATEGORICAL } = others.facts;
  const detected: Detected = {
    data: {
      kind: isJoint ? 'image-features-table' : 'image-table',
      target: labels.kind,
      facts: {
        ...tableFacts(table),
        ...table.form,
        IMAGE_FOLDER: names.folder,
        IMAGE_COLUMN: names.column.name,
        IMAGE_SUFFIX: names.suffix,
        ...exactNames(names),
        TARGET: labels.fact,
        LABEL_SEPARATOR: labels.separator,
        ...imageFacts(sample),
        ...labels.facts,
        ...(isJoint ? { FEATURES, CATEGORICAL } : {}),
      },
    },
    targetReason: labels.reason,
    count: table.count,
    columns: asFileColumn(table, names),
    classes: labels.classes,
    attributes:
      `The dataset consists of ${files.length} images in ${names.folder || 'the data folder'} and ${tableWords(table)} with ${table.count} rows; the column ${names.column.name} names the image. ` +
      `Images are ${sample.words}. ${labelWords(labels)}` +
      (isJoint ? ` Other inputs: ${columnWords(others.features)}.` : ''),
    findings: [...sample.findings, ...(await labelFindings(table, labels)), ...missingFiles(names)],
  };
  if (groups.column !== null) return withGroups(detected, groups);
  return withFileGroups(detected, await labelledFiles(table, names, label));
}

/** The table in words; labels in file names are one that nobody wrote. */
export function tableWords({ file, form }: Table): string {
  const unwritten: Readonly<Record<string, string>> = ownTable({
    names: 'labels in their file names',
    folders: 'labels in the names of their folders',
  });
  return unwritten[String(form['TABLE_FORM'])] ?? `the table ${file}`;
}
