import type { Candidate } from '../artifacts/index.ts';
import { DLCodeGenError } from '../core/index.ts';
import { classRoot, findSplit, splitRole, unlabelledReason } from './class-folders.ts';
import { settleTabledAudio } from './detect-audio.ts';
import { settleTabledImages } from './detect-image-table.ts';
import type { TabledSettle } from './detect-nested.ts';
import {
  candidateOf,
  type Detected,
  type Detector,
  type Found,
  found,
  lacks,
  type ProfileContext,
} from './detector.ts';
import { findFileColumn, indexFiles } from './file-column.ts';
import { commonFolder, countUnder, filesUnder, fileStem, isWithin } from './folder.ts';
import { evenly } from './image-sample.ts';
import { makeTable } from './made-table.ts';

/** Where the label stands in a name: before a number at its end, behind a leading number, first or last of its parts. */
const PATTERNS = [
  '^([^\\d]*?[^\\d\\s._()-])[\\s._()-]*\\d+[\\s._()-]*$',
  '^\\d+[\\s._-]+([^\\d]*[^\\d\\s._-])$',
  '^([^\\s._-]+)[\\s._-]',
  '[\\s._-]([^\\d\\s._-]+)$',
] as const;
/** Names that cameras and exports give. */
const NO_LABEL =
  /^(img|image|images|dsc[nf]?|pict?|picture|photo|frame|scan|file|screenshot|whatsapp|untitled|sample|item|train|test|val|valid|clip|audio|rec|recording|sound|track|[a-z])$/i;
const ENOUGH = 0.9;
const MOST_LABELS = 200;

/** Files at even steps in which a label is looked for. */
const LOOKED_AT = 5000;

/** Images whose names say their class: `cat.12.jpg`, `dog_003.png`, `0007-bird.jpg`. */
export const detectImageNames: Detector = async (context) =>
  detectNames(context, 'image', settleTabledImages);

/** Sounds whose names say their class: `7_jackson_32.wav`. */
export const detectAudioNames: Detector = async (context) => {
  const { candidates } = await detectNames(context, 'audio', settleTabledAudio);
  const folders =
    classRoot(context.folder, 'audio') !== null || findSplit(context.folder, 'audio') !== null;
  if (candidates.length > 0 || folders || countUnder(context.folder, 'audio') === 0)
    return found(candidates);
  const why = unlabelledReason(context.shown, context.folder, 'audio');
  return found([], [lacks('audio-folders', ['class'], why)]);
};

async function detectNames(
  context: ProfileContext,
  group: 'image' | 'audio',
  settle: TabledSettle,
): Promise<Found> {
  const all = filesUnder(context.folder, group);
  const labelled = all.filter((file) => !inTestFolder(file));
  const files = labelled.length === 0 ? all : labelled;
  const looked = evenly(files, LOOKED_AT);
  const usual = PATTERNS.find((candidate) => isLabelling(candidate, looked));
  const sorted = classRoot(context.folder, group) !== null;
  const named = (
    pattern: string,
    fit: number,
    part?: number,
    target: NameTarget = 'class',
  ): Candidate => {
    const expression = new RegExp(pattern, 'u');
    const labels = new Set(looked.flatMap((file) => readLabel(expression, file) ?? []));
    const what = `${labels.size} ${target === 'class' ? 'labels' : 'numbers'}`;
    const where =
      part === undefined ? 'names of files hold' : `part ${part} of the file names holds`;
    return candidateOf(
      context,
      {
        kind: group === 'image' ? 'image-table' : 'audio-table',
        targets: [target],
        fit,
        why: `${where} ${what}`,
        count: files.length,
        classNames: target === 'class' ? [...labels] : [],
        ...(part === undefined ? {} : { namePart: part }),
      },
      async () => settleNames(context, { all, files, pattern, target }, settle),
    );
  };
  return found([
    ...(usual === undefined ? [] : [named(usual, sorted ? 0.2 : 0.6)]),
    ...partPatterns(looked).map(({ part, pattern, target }) => named(pattern, 0.1, part, target)),
  ]);
}

/** Marks between the parts of a name. */
const MARK = '[-_ .]';
const PART = '[^-_ .]';
const FEWEST_PARTS = 3;

type NameTarget = 'class' | 'number';

interface NamePart {
  /** Its place in the names, from 1. */
  readonly part: number;
  readonly pattern: string;
  readonly target: NameTarget;
}

/** More numbers than these are no classes; where every file has its own, or noughts lead, they number the files. */
const FEWEST_NUMBERS = 10;
const MOST_DISTINCT = 0.9;

/** Patterns of each part that could be a label or a number, in names that are all made of as many parts. */
function partPatterns(files: readonly string[]): readonly NamePart[] {
  const counts = new Set(files.map((file) => fileStem(file).split(new RegExp(MARK)).length));
  const [parts = 0] = counts;
  if (counts.size !== 1 || parts < FEWEST_PARTS) return [];
  return Array.from({ length: parts }, (_, at) => at).flatMap((at): NamePart[] => {
    const before = at === 0 ? '' : `(?:${PART}+${MARK}){${at}}`;
    const pattern = `^${before}(${PART}+)`;
    const expression = new RegExp(pattern, 'u');
    const labels = new Set(files.map((file) => readLabel(expression, file)));
    const isClass = labels.size >= 2 && labels.size <= Math.min(MOST_LABELS, files.length / 3);
    const isNumber =
      labels.size >= FEWEST_NUMBERS &&
      labels.size <= files.length * MOST_DISTINCT &&
      [...labels].every((label) => /^(?:0|[1-9]\d*)$/.test(label ?? ''));
    const targets: NameTarget[] = [
      ...(isClass ? (['class'] as const) : []),
      ...(isNumber ? (['number'] as const) : []),
    ];
    return targets.map((target) => ({ part: at + 1, pattern, target }));
  });
}

async function settleNames(
  context: ProfileContext,
  {
    all,
    files,
    pattern,
    target,
  }: {
    readonly all: readonly string[];
    readonly files: readonly string[];
    readonly pattern: string;
    readonly target: NameTarget;
  },
  settle: TabledSettle,
): Promise<Detected> {
  const expression = new RegExp(pattern, 'u');
  const known = new Set(files.map((file) => readLabel(expression, file)));
  // Test folders often hold names without labels.
  const whole = all.every((file) => known.has(readLabel(expression, file)));
  const folder = commonFolder((whole ? all : files).map(folderOf));
  const rows = all
    .filter((file) => isWithin(file, folder))
    .flatMap((file) => {
      const label = readLabel(expression, file);
      return label === null ? [] : [[folder === '' ? file : file.slice(folder.length + 1), label]];
    });
  const table = await makeTable(context.session, {
    form: 'names',
    file: folder === '' ? '.' : folder,
    names: ['file', 'label'],
    rows,
    facts: { NAME_PATTERN: pattern },
  });
  const names = findFileColumn(table, indexFiles(all));
  const [, label] = table.columns;
  if (names === null || label === undefined)
    throw new DLCodeGenError('BAD_DATA', `The names of files in ${context.shown} hold no labels.`);
  const detected = await settle(
    context,
    all,
    { table, names },
    {
      choice: { columns: ['label'], target },
      joint: false,
      question: { table, labels: [label] },
    },
  );
  const what = target === 'class' ? 'label' : 'number';
  return { ...detected, targetReason: `file names hold the ${what}` };
}

function folderOf(file: string): string {
  return file.split('/').slice(0, -1).join('/');
}

function inTestFolder(file: string): boolean {
  return folderOf(file)
    .split('/')
    .some((part) => splitRole(part) === 'test');
}

function readLabel(expression: RegExp, file: string): string | null {
  return expression.exec(fileStem(file))?.[1]?.toLowerCase() ?? null;
}

/** Do nearly all names hold one of a few labels, each of them several times? */
function isLabelling(pattern: string, files: readonly string[]): boolean {
  const expression = new RegExp(pattern, 'u');
  const counts = new Map<string, number>();
  for (const file of files) {
    const label = readLabel(expression, file);
    if (label !== null) counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  const found = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const named = [...counts.keys()].filter((label) => !NO_LABEL.test(label));
  return (
    counts.size >= 2 &&
    named.length >= 2 &&
    counts.size <= Math.min(MOST_LABELS, files.length / 3) &&
    found >= files.length * ENOUGH
  );
}
