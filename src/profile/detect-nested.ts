import type { DataChoice } from '../artifacts/index.ts';
import { classFiles, classRoot, findSplit } from './class-folders.ts';
import { type ClassLevels, findClassLevels, levelFindings } from './class-level.ts';
import { settleTabledAudio } from './detect-audio.ts';
import { settleTabledImages, type TabledSettling } from './detect-image-table.ts';
import {
  candidateOf,
  type Detected,
  type Detector,
  found,
  NOTHING,
  type ProfileContext,
} from './detector.ts';
import type { TabledFiles } from './file-column.ts';
import { countUnder, type FileGroup, joinPath } from './folder.ts';
import { makeTable } from './made-table.ts';

/** Class folders inside folders: `mammals/dog/1.jpg`. A candidate for each level below the first. */
export const detectNestedImages: Detector = async (context) =>
  detectNested(context, 'image', settleTabledImages);

export const detectNestedAudio: Detector = async (context) =>
  detectNested(context, 'audio', settleTabledAudio);

/** Reads files that rows of a table name. */
export type TabledSettle = (
  context: ProfileContext,
  files: readonly string[],
  tabled: TabledFiles,
  settling: TabledSettling,
) => Promise<Detected>;

async function detectNested(
  context: ProfileContext,
  group: 'image' | 'audio',
  settle: TabledSettle,
): ReturnType<Detector> {
  const root = findSplit(context.folder, group) === null ? classRoot(context.folder, group) : null;
  if (root === null) return NOTHING;
  const levels = findClassLevels(root, group);
  return found(
    levels.levels.slice(1).map(({ level, names, areClasses }) =>
      candidateOf(
        context,
        {
          kind: group === 'image' ? 'image-table' : 'audio-table',
          targets: ['class'],
          fit: level === levels.natural ? 0.78 : areClasses ? 0.4 : 0.1,
          why: `folders at level ${level} are the classes`,
          place: root.path,
          count: countUnder(root, group),
          classNames: names,
        },
        async (choice) => settleLevel(context, { group, levels, level, settle }, choice),
      ),
    ),
  );
}

interface Level {
  readonly group: FileGroup;
  readonly levels: ClassLevels;
  readonly level: number;
  readonly settle: TabledSettle;
}

async function settleLevel(
  context: ProfileContext,
  { group, levels, level, settle }: Level,
  { reason }: DataChoice,
): Promise<Detected> {
  const { root } = levels;
  const above = root.path === '' ? 0 : root.path.length + 1;
  const rows = classFiles(root, group).flatMap(({ file }) => {
    const below = file.slice(above);
    const label = below.split('/').slice(0, -1)[level - 1];
    return label === undefined ? [] : [[below, label]];
  });
  const table = await makeTable(context.session, {
    form: 'folders',
    file: root.path,
    names: ['file', 'label'],
    rows,
    facts: { CLASS_LEVEL: level },
  });
  const [column, label] = table.columns;
  if (column === undefined || label === undefined) throw new Error('a made table has two columns');
  const files = rows.map(([below = '']) => joinPath(root.path, below));
  const detected = await settle(
    context,
    files,
    { table, names: { column, folder: root.path, suffix: '', found: 1, isExact: true } },
    {
      choice: { columns: ['label'], target: 'class' },
      joint: false,
      question: { table, labels: [label] },
    },
  );
  return {
    ...detected,
    targetReason: `folders at level ${level} are the classes`,
    findings: [...detected.findings, ...levelFindings(levels, level, reason)],
  };
}
