import type { Detected, ProfileContext } from './detector.ts';
import { asFileColumn, missingFiles, type TabledImages } from './file-column.ts';
import { imageFacts } from './detect-images.ts';
import { nameWords } from './column-names.ts';
import { unlabelled, withFileGroups } from './find-groups.ts';
import { columnTextFacts } from './text-statistics.ts';

const CAPTION = /\b(captions?|descriptions?|text|comment|sentence)\b/;

/** Images with sentences that describe them, often several rows per image. */
export async function readCaptions(
  context: ProfileContext,
  { table, names, files, sample }: TabledImages,
): Promise<Detected | null> {
  const { caption, match, text } = context.wants;
  const texts = table.columns.filter(
    (column) =>
      column !== names.column &&
      (column.role === 'text' ||
        (column.averageWords >= 2.5 && CAPTION.test(nameWords(column.name)))),
  );
  const column = texts.find(({ name }) => CAPTION.test(nameWords(name))) ?? texts[0];
  const captioned = column !== undefined && CAPTION.test(nameWords(column.name));
  // A label column beside a text is what is asked for, unless captions are.
  if (
    column === undefined ||
    !(caption || match || (captioned && table.columns.length <= (text ? 2 : 3)))
  )
    return null;
  const facts = await columnTextFacts(table, [column]);
  const images = names.column.distinct;
  const detected: Detected = {
    data: {
      kind: 'image-captions',
      target: match ? 'match' : 'text',
      facts: {
        IMAGE_FOLDER: names.folder,
        TABLE_FILE: table.file,
        SEPARATOR: table.separator,
        ...table.form,
        IMAGE_COLUMN: names.column.name,
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
      `The dataset consists of ${files.length} images and ${table.count} captions in ${table.file}, about ${(table.count / Math.max(1, images)).toFixed(1)} per image. ` +
      `Images are ${sample.words}. The captions use about ${facts.vocabulary} different words, ${facts.length} words at most in 95 % of them.`,
    findings: [...sample.findings, ...table.findings, ...missingFiles(names)],
  };
  return withFileGroups(detected, unlabelled(files));
}
