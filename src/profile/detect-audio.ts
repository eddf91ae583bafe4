import path from 'node:path';
import type { FactValue } from '../artifacts/index.ts';
import { DLCodeGenError, type Issue } from '../core/index.ts';
import { itemFindings, listNames } from './attributes.ts';
import { classFiles, classRoot, countClasses, findSplit } from './class-folders.ts';
import type { Detected, Detector, ProfileContext } from './detector.ts';
import { findTabledFiles, tableWords, type TabledFiles } from './detect-image-table.ts';
import { asFileColumn, missingFiles } from './file-column.ts';
import { labelledFiles, withFileGroups } from './find-groups.ts';
import { filesUnder } from './folder.ts';
import { evenly, median, unreadable } from './image-sample.ts';
import { classColumn, labelWords, readLabels } from './label-columns.ts';
import { tableFindings } from './table-findings.ts';
import { readWaveHeader } from './wave-file.ts';

const SAMPLED = 200;
const LONGEST_SECONDS = 10;

interface AudioSample {
  readonly facts: Readonly<Record<'SAMPLE_RATE' | 'CLIP_SECONDS', FactValue>>;
  readonly words: string;
  readonly findings: readonly Issue[];
}

/** Rate and duration after the headers of up to 200 files. Errors: BAD_DATA where none can be read. */
async function sampleAudio(
  { root, shown, signal }: ProfileContext,
  files: readonly string[],
): Promise<AudioSample> {
  const looked = evenly(files, SAMPLED);
  const headers = [];
  const broken: string[] = [];
  for (const file of looked) {
    signal?.throwIfAborted();
    const header = await readWaveHeader(path.join(root, file));
    if (header === null) broken.push(file);
    else headers.push(header);
  }
  if (headers.length === 0)
    throw new DLCodeGenError(
      'BAD_DATA',
      `None of the ${looked.length} sound files looked at in ${shown} is a readable PCM wav, e.g. ${looked[0] ?? ''}.`,
      {
        data: { files: looked.slice(0, 10) },
      },
    );
  const rates = headers.map(({ rate }) => rate).sort((a, b) => a - b);
  const seconds = headers.map((header) => header.seconds).sort((a, b) => a - b);
  const rate = median(rates);
  const clip = Math.min(LONGEST_SECONDS, Math.max(0.5, Math.round(median(seconds) * 2) / 2));
  const mixed = new Set(rates).size > 1;
  return {
    facts: { SAMPLE_RATE: rate, CLIP_SECONDS: clip },
    words: `sampled at ${rate} Hz, ${(seconds[0] ?? 0).toFixed(1)}-${(seconds.at(-1) ?? 0).toFixed(1)} seconds long`,
    findings: [
      ...unreadable(broken, looked.length, files.length),
      ...(mixed
        ? [
            {
              code: 'MIXED_RATES',
              path: files[0] ?? '',
              message: `Sample rates differ: ${[...new Set(rates)].join(', ')} Hz; ${rate} Hz is taken.`,
            },
          ]
        : []),
    ],
  };
}

/** A table beside .wav files. */
export const detectAudioTable: Detector = async (context) => {
  const sounds = filesUnder(context.folder, 'audio');
  const found = sounds.length === 0 ? null : await findTabledFiles(context, sounds);
  return found === null ? null : detectTabledAudio(context, sounds, found);
};

/** Sounds that rows of a table name. */
export async function detectTabledAudio(
  context: ProfileContext,
  sounds: readonly string[],
  { table, names }: TabledFiles,
): Promise<Detected | null> {
  const labels = await readLabels(context, {
    table,
    inputs: [names.column],
    hinted: [],
    flagsAreLabels: true,
  });
  if (labels === null) return null;
  const files = sounds.filter((file) => names.folder === '' || file.startsWith(`${names.folder}/`));
  const sample = await sampleAudio(context, files);
  const detected: Detected = {
    data: {
      kind: 'audio-table',
      target: labels.kind,
      facts: {
        TABLE_FILE: table.file,
        SEPARATOR: table.separator,
        ...table.form,
        AUDIO_FOLDER: names.folder,
        AUDIO_COLUMN: names.column.name,
        AUDIO_SUFFIX: names.suffix,
        TARGET: labels.fact,
        ...sample.facts,
        CLASS_COUNT: labels.classCount,
      },
    },
    targetReason: labels.reason,
    count: table.count,
    columns: asFileColumn(table, names),
    classes: labels.classes,
    attributes:
      `The dataset consists of ${files.length} audio recordings (wav) in ${names.folder || 'the data folder'}, ${sample.words}, and ${tableWords(table)} with ${table.count} rows. ` +
      labelWords(labels),
    findings: [
      ...sample.findings,
      ...(await tableFindings(table, labels.columns)),
      ...itemFindings(
        labels.classes.length > 0 ? labels.classes : [{ name: '', count: table.count }],
      ),
      ...missingFiles(names),
    ],
  };
  return withFileGroups(detected, await labelledFiles(table, names, classColumn(labels)));
}

/** One folder per class with .wav files. */
export const detectAudioFolders: Detector = async (context) => {
  const files = filesUnder(context.folder, 'audio');
  if (files.length === 0) return null;
  const root = findSplit(context.folder, 'audio')?.train ?? classRoot(context.folder, 'audio');
  if (root === null) return null;
  const classes = countClasses(root, 'audio');
  const own = filesUnder(root, 'audio');
  const sample = await sampleAudio(context, own);
  const detected: Detected = {
    data: {
      kind: 'audio-folders',
      target: 'class',
      facts: { AUDIO_ROOT: root.path, ...sample.facts, CLASS_COUNT: classes.length },
    },
    targetReason: `${classes.length} class folders${root.path === '' ? '' : ` in ${root.path}`}`,
    count: own.length,
    columns: [],
    classes,
    attributes:
      `The dataset consists of ${own.length} audio recordings (wav) of ${classes.length} classes, one folder per class: ${listNames(classes)}. ` +
      `Recordings are ${sample.words}. The target label is the class.`,
    findings: [...sample.findings, ...itemFindings(classes)],
  };
  return withFileGroups(detected, classFiles(root, 'audio'));
};
