import path from 'node:path';
import { DLCodeGenError } from '../core/index.ts';
import { itemFindings, listNames } from './attributes.ts';
import { classRoot, countClasses, findSplit, unlabelledReason } from './class-folders.ts';
import { readStart } from './csv-head.ts';
import {
  candidateOf,
  type Detected,
  type Detector,
  found,
  lacks,
  NOTHING,
  type ProfileContext,
} from './detector.ts';
import { countUnder, filesUnder, type Folder } from './folder.ts';
import { evenly, unreadable } from './image-sample.ts';
import { textFacts } from './text-statistics.ts';

const SAMPLED = 200;
const TEXT_BYTES = 64 * 1024;
const MOST_LOOKED_AT = 8;
/** Bytes of a corpus that are looked at. */
const CORPUS_BYTES = 4 * 1024 * 1024;

/** The first bytes of each text; empty and binary files are named as broken. */
async function readTexts(
  { root, signal }: ProfileContext,
  files: readonly string[],
  bytes: number,
): Promise<{ readonly texts: readonly string[]; readonly broken: readonly string[] }> {
  const texts: string[] = [];
  const broken: string[] = [];
  for (const file of files) {
    signal?.throwIfAborted();
    const start = await readStart(path.join(root, file), bytes);
    if (start.includes(0) || start.length === 0) broken.push(file);
    else texts.push(start.toString('utf8'));
  }
  return { texts, broken };
}

/** One folder per class with .txt files; a train folder is taken before its test folder. */
export const detectTextFolders: Detector = async (context) => {
  const root = findSplit(context.folder, 'text')?.train ?? classRoot(context.folder, 'text');
  if (root === null) return NOTHING;
  const names = countClasses(root, 'text').map(({ name }) => name);
  const candidate = candidateOf(
    context,
    {
      kind: 'text-folders',
      targets: ['class'],
      fit: 0.8,
      why: `${names.length} class folders of texts${root.path === '' ? '' : ` in ${root.path}`}`,
      place: root.path,
      count: countUnder(root, 'text'),
      classNames: names,
    },
    async () => settleFolders(context, root),
  );
  return found([candidate]);
};

async function settleFolders(context: ProfileContext, root: Folder): Promise<Detected> {
  const classes = countClasses(root, 'text');
  const files = filesUnder(root, 'text');
  const { texts, broken } = await readTexts(context, evenly(files, SAMPLED), TEXT_BYTES);
  const facts = textFacts(texts);
  return {
    data: {
      kind: 'text-folders',
      target: 'class',
      facts: {
        TEXT_ROOT: root.path,
        CLASS_COUNT: classes.length,
        VOCABULARY_SIZE: facts.vocabulary,
        SEQUENCE_LENGTH: facts.length,
      },
    },
    targetReason: `${classes.length} class folders${root.path === '' ? '' : ` in ${root.path}`}`,
    count: files.length,
    columns: [],
    classes,
    attributes:
      `The dataset consists of ${files.length} text files of ${classes.length} classes, one folder per class: ${listNames(classes)}. ` +
      `95 % of texts have at most ${facts.length} words. The target label is the class.`,
    findings: [
      ...unreadable(broken, Math.min(files.length, SAMPLED), files.length),
      ...itemFindings(classes),
    ],
  };
}

/** One or more texts to learn the language of. */
export const detectTextFile: Detector = async (context) => {
  const count = countUnder(context.folder, 'text');
  if (count === 0) return NOTHING;
  const numbers = await numberFile(context);
  if (numbers !== null) {
    const why = `${numbers} holds rows of numbers between blanks, without names of columns: write it as CSV with a header.`;
    return found(
      [],
      [lacks('table', ['class', 'number'], why), lacks('series', ['future', 'anomaly'], why)],
    );
  }
  const beside = (['table', 'image', 'audio'] as const).some(
    (group) => countUnder(context.folder, group) > 0,
  );
  const sorted =
    classRoot(context.folder, 'text') !== null || findSplit(context.folder, 'text') !== null;
  const candidate = candidateOf(
    context,
    {
      kind: 'text-file',
      targets: ['next'],
      fit: beside ? 0.15 : 0.4,
      why: count === 1 ? 'a text' : `${count} texts without labels`,
      count,
    },
    async () => settleFile(context),
  );
  const unlabelled = count > 1 && !beside && !sorted;
  const why = unlabelledReason(context.shown, context.folder, 'text');
  return found([candidate], unlabelled ? [lacks('text-folders', ['class'], why)] : []);
};

/** The first of the texts that is no text but rows of numbers. */
async function numberFile({ root, folder }: ProfileContext): Promise<string | null> {
  for (const file of filesUnder(folder, 'text').slice(0, MOST_LOOKED_AT)) {
    const start = await readStart(path.join(root, file), TEXT_BYTES);
    if (holdsNumbers(start.toString('utf8'))) return file;
  }
  return null;
}

/** Are nearly all lines a few numbers between blanks? */
function holdsNumbers(text: string): boolean {
  const lines = text.split(/\r?\n/).slice(0, -1);
  const numbers = lines.filter((line) =>
    /^\s*[-+]?\d[\d.e+-]*(\s+[-+]?\d[\d.e+-]*){2,}\s*$/i.test(line),
  );
  return lines.length >= 5 && numbers.length >= lines.length * 0.95;
}

async function settleFile(context: ProfileContext): Promise<Detected> {
  const files = filesUnder(context.folder, 'text');
  const [first = ''] = files;
  const { texts, broken } = await readTexts(context, evenly(files, SAMPLED), CORPUS_BYTES);
  const words = texts.flatMap((text) => text.match(/[\p{L}\p{N}]+/gu) ?? []).length;
  if (words < 20)
    throw new DLCodeGenError(
      'BAD_DATA',
      `${context.shown} holds ${words} words of text; that is too little to learn from.`,
      {
        data: { files: files.slice(0, 10), words },
      },
    );
  const facts = textFacts(texts.flatMap((text) => text.split(/\n+/)));
  return {
    data: {
      kind: 'text-file',
      target: 'next',
      facts: {
        TEXT_FILE: files.length === 1 ? first : null,
        VOCABULARY_SIZE: facts.vocabulary,
        SEQUENCE_LENGTH: Math.min(64, Math.max(16, facts.length)),
      },
    },
    targetReason: 'texts without labels: the next word or character is learnt',
    count: files.length,
    columns: [],
    classes: [],
    attributes: `The dataset consists of ${files.length === 1 ? `the text file ${first}` : `${files.length} text files`} with about ${words} words, ${facts.vocabulary} of them different.`,
    findings: unreadable(broken, Math.min(files.length, SAMPLED), files.length),
  };
}
