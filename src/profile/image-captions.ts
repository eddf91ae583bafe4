import type { DataChoice } from '../artifacts/index.ts';
import { targetsOf } from '../targets/index.ts';
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
  missingFiles,
  tabledImages,
  type TabledFiles,
} from './file-column.ts';
import { imageFacts } from './detect-images.ts';
import { nameWords } from './column-names.ts';
import { unlabelled, withFileGroups } from './find-groups.ts';
import { columnParts } from './label-columns.ts';
import { namedColumns } from './named-columns.ts';
import type { Column } from './table.ts';
import { tableFacts } from './table-facts.ts';
import { columnTextFacts } from './text-statistics.ts';

const CAPTION = /\b(captions?|descriptions?|text|comment|sentence)\b/;

/** Images with sentences that describe them, often several rows per image. */
export async function readCaptions(
  context: ProfileContext,
  images: readonly string[],
  tabled: TabledFiles,
): Promise<Found> {
  const { table, names } = tabled;
  const texts = table.columns.filter(
    (column) =>
      column !== names.column &&
      (column.role === 'text' ||
        (column.averageWords >= 2.5 && CAPTION.test(nameWords(column.name)))),
  );
  const named = texts.find(({ name }) => CAPTION.test(nameWords(name)));
  const column = named ?? texts[0];
  if (column === undefined) return NOTHING;
  const candidate = candidateOf(
    context,
    {
      kind: 'image-captions',
      targets: targetsOf('image-captions', 'text'),
      // A label column beside a text is more often what is predicted.
      fit: named !== undefined && table.columns.length <= 3 ? 0.85 : 0.3,
      why: `${column.name} holds sentences about the images`,
      place: table.file,
      count: table.count,
      ...columnParts(context, { table, labels: texts }),
      usualTargets: async () => [],
      sources: texts.map(({ name }) => name),
    },
    async (choice) => settleCaptions(context, images, tabled, { usual: column, choice }),
  );
  return found([candidate]);
}

async function settleCaptions(
  context: ProfileContext,
  images: readonly string[],
  tabled: TabledFiles,
  { usual, choice }: { usual: Column; choice: DataChoice },
): Promise<Detected> {
  const { table, names } = tabled;
  const { files, sample } = await tabledImages(context, images, tabled);
  const [column = usual] =
    choice.columns === undefined ? [] : namedColumns(choice.columns, table.columns, table.file);
  const facts = await columnTextFacts(table, [column]);
  const detected: Detected = {
    data: {
      kind: 'image-captions',
      target: choice.target ?? 'text',
      facts: {
        IMAGE_FOLDER: names.folder,
        ...tableFacts(table),
        ...table.form,
        IMAGE_COLUMN: names.column.name,
        ...exactNames(names, ''),
        CAPTION_COLUMN: column.name,
        ...imageFacts(sample),
        VOCABULARY_SIZE: facts.vocabulary,
        SEQUENCE_LENGTH: facts.length,
      },
    },
    targetReason: `${column.name} holds sentences about the images`,
    count: table.count,
    columns: asFileColumn(table, names),
    classes: [],
    attributes:
      `The dataset consists of ${files.length} images and ${table.count} captions in ${table.file}, about ${(table.count / Math.max(1, names.column.distinct)).toFixed(1)} per image. ` +
      `Images are ${sample.words}. The captions use about ${facts.vocabulary} different words, ${facts.length} words at most in 95 % of them.`,
    findings: [...sample.findings, ...table.findings, ...missingFiles(names)],
  };
  return withFileGroups(detected, unlabelled(files));
}
