import type { Detected, Detector, ProfileContext } from './detector.ts';
import { detectTabledAudio } from './detect-audio.ts';
import { refuseUnlabelled, splitRole } from './class-folders.ts';
import { detectTabledImages, type TabledFiles } from './detect-image-table.ts';
import { unlabelledTarget } from './detect-images.ts';
import { findFileColumn, indexFiles } from './file-column.ts';
import { commonFolder, countUnder, type FileGroup, filesUnder, fileStem } from './folder.ts';
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

/** Images whose names say their class: `cat.12.jpg`, `dog_003.png`, `0007-bird.jpg`. */
export const detectImageNames: Detector = async (context) =>
  unlabelledTarget(context.wants) === null
    ? detectNames(context, 'image', detectTabledImages)
    : null;

/** Sounds whose names say their class: `7_jackson_32.wav`; errors where they are labelled in no other way either. */
export const detectAudioNames: Detector = async (context) => {
  if (countUnder(context.folder, 'audio') === 0) return null;
  const detected = await detectNames(context, 'audio', detectTabledAudio);
  return detected ?? refuseUnlabelled(context.shown, context.folder, 'audio');
};

type Tabled = (
  context: ProfileContext,
  files: readonly string[],
  found: TabledFiles,
) => Promise<Detected | null>;

async function detectNames(
  context: ProfileContext,
  group: FileGroup,
  detect: Tabled,
): Promise<Detected | null> {
  const all = filesUnder(context.folder, group);
  const labelled = all.filter((file) => !inTestFolder(file));
  const files = labelled.length === 0 ? all : labelled;
  const pattern = PATTERNS.find((candidate) => isLabelling(candidate, files));
  if (pattern === undefined) return null;
  const expression = new RegExp(pattern, 'u');
  const known = new Set(files.map((file) => readLabel(expression, file)));
  // Test folders often hold names without labels.
  const whole = all.every((file) => known.has(readLabel(expression, file)));
  const folder = commonFolder((whole ? all : files).map(folderOf));
  const rows = all
    .filter((file) => folder === '' || file.startsWith(`${folder}/`))
    .flatMap((file) => {
      const label = readLabel(expression, file);
      return label === null ? [] : [[folder === '' ? file : file.slice(folder.length + 1), label]];
    });
  const table = await makeTable(context.session, {
    form: 'names',
    file: folder,
    names: ['file', 'label'],
    rows,
    facts: { NAME_PATTERN: pattern },
  });
  const names = findFileColumn(table, indexFiles(all));
  if (names === null) return null;
  const detected = await detect({ ...context, target: null }, all, { table, names });
  return detected === null ? null : { ...detected, targetReason: 'file names hold the label' };
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
