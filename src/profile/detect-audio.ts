import path from 'node:path';
import type { FactValue } from '../artifacts/index.ts';
import { DLCodeGenError, type Issue } from '../core/index.ts';
import { itemFindings, listNames } from './attributes.ts';
import { classFiles, classRoot, countClasses, findSplit } from './class-folders.ts';
import { classDoubt, DOUBTFUL } from './class-doubt.ts';
import { findClassLevels, levelFindings } from './class-level.ts';
import { tableWords, type TabledSettling } from './detect-image-table.ts';
import {
  candidateOf,
  type Detected,
  type Detector,
  found,
  lacks,
  NOTHING,
  type ProfileContext,
} from './detector.ts';
import { asFileColumn, exactNames, missingFiles, type TabledFiles } from './file-column.ts';
import { labelledFiles, withFileGroups } from './find-groups.ts';
import { countUnder, filesUnder, type Folder, isWithin } from './folder.ts';
import { evenly, median, unreadable } from './image-sample.ts';
import { classColumn, columnParts, labelColumns, labelWords, readLabels } from './label-columns.ts';
import { labelFindings } from './label-findings.ts';
import { findTabledFiles } from './tabled-files.ts';
import { tableFacts } from './table-facts.ts';
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
  const tabled = sounds.length === 0 ? null : await findTabledFiles(context, sounds);
  if (tabled === null) return NOTHING;
  const { table, names } = tabled;
  const labels = labelColumns(table, [names.column]);
  if (labels.length === 0) return NOTHING;
  const question = { table, labels, key: names.column.name, flagsAreLabels: true };
  const candidate = candidateOf(
    context,
    {
      kind: 'audio-table',
      targets: ['class', 'number', 'labels'],
      fit: 0.85,
      why: `${names.column.name} of ${table.file || 'the labels'} names the sounds`,
      place: table.file,
      count: table.count,
      ...columnParts(context, question),
    },
    async (choice) =>
      settleTabledAudio(context, sounds, tabled, { choice, joint: false, question }),
  );
  return found([candidate]);
};

/** Sounds that rows of a table name, with its labels. Errors: BAD_DATA, UNKNOWN_COLUMN. */
export async function settleTabledAudio(
  context: ProfileContext,
  sounds: readonly string[],
  { table, names }: TabledFiles,
  { choice, question }: TabledSettling,
): Promise<Detected> {
  const labels = await readLabels(context, question, choice);
  if (labels === null)
    throw new DLCodeGenError('BAD_DATA', `${table.file} has no column that could be a label.`);
  const files = sounds.filter((file) => isWithin(file, names.folder));
  const sample = await sampleAudio(context, files);
  const detected: Detected = {
    data: {
      kind: 'audio-table',
      target: labels.kind,
      facts: {
        ...tableFacts(table),
        ...table.form,
        AUDIO_FOLDER: names.folder,
        AUDIO_COLUMN: names.column.name,
        AUDIO_SUFFIX: names.suffix,
        ...exactNames(names),
        TARGET: labels.fact,
        ...sample.facts,
        ...labels.facts,
      },
    },
    targetReason: labels.reason,
    count: table.count,
    columns: asFileColumn(table, names),
    classes: labels.classes,
    attributes:
      `The dataset consists of ${files.length} audio recordings (wav) in ${names.folder || 'the data folder'}, ${sample.words}, and ${tableWords(table)} with ${table.count} rows. ` +
      labelWords(labels),
    findings: [...sample.findings, ...(await labelFindings(table, labels)), ...missingFiles(names)],
  };
  return withFileGroups(detected, await labelledFiles(table, names, classColumn(labels)));
}

/** One folder per class with .wav files; with folders below them those of the first level. */
export const detectAudioFolders: Detector = async (context) => {
  if (countUnder(context.folder, 'audio') === 0) return NOTHING;
  const split = findSplit(context.folder, 'audio');
  const root = split?.train ?? classRoot(context.folder, 'audio');
  if (root === null) return NOTHING;
  const names = countClasses(root, 'audio').map(({ name }) => name);
  const deeper = split === null && findClassLevels(root, 'audio').natural > 1;
  const doubt = await classDoubt(context, 'audio', names);
  const candidate = candidateOf(
    context,
    {
      kind: 'audio-folders',
      targets: ['class'],
      fit: doubt !== null ? DOUBTFUL : deeper ? 0.5 : 0.75,
      why: `${names.length} class folders${root.path === '' ? '' : ` in ${root.path}`}`,
      place: root.path,
      count: countUnder(root, 'audio'),
      classNames: names,
    },
    async ({ reason }) => settleFolders(context, root, split === null ? reason : undefined),
  );
  return found([candidate], doubt === null ? [] : [lacks('audio-folders', ['class'], doubt)]);
};

async function settleFolders(
  context: ProfileContext,
  root: Folder,
  reason: string | undefined,
): Promise<Detected> {
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
    findings: [
      ...sample.findings,
      ...itemFindings(classes),
      ...(reason === undefined ? [] : levelFindings(findClassLevels(root, 'audio'), 1, reason)),
    ],
  };
  return withFileGroups(detected, classFiles(root, 'audio'));
}
