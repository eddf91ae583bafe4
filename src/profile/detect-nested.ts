import { classFiles, classRoot, findSplit } from './class-folders.ts';
import { findClassLevel } from './class-level.ts';
import { detectTabledAudio } from './detect-audio.ts';
import { detectTabledImages, type TabledFiles } from './detect-image-table.ts';
import { unlabelledTarget } from './detect-images.ts';
import type { Detected, Detector, ProfileContext } from './detector.ts';
import { type FileGroup, joinPath } from './folder.ts';
import { makeTable } from './made-table.ts';

/** Class folders inside folders: `mammals/dog/1.jpg`. */
export const detectNestedImages: Detector = async (context) => {
  const { wants } = context;
  // Programs that draw or pair images read the folders at the top.
  const other = unlabelledTarget(wants) !== null || wants.sample || (wants.same && !wants.classify);
  return other ? null : detectNested(context, 'image', detectTabledImages);
};

export const detectNestedAudio: Detector = async (context) =>
  detectNested(context, 'audio', detectTabledAudio);

type Tabled = (
  context: ProfileContext,
  files: readonly string[],
  found: TabledFiles,
) => Promise<Detected | null>;

async function detectNested(
  context: ProfileContext,
  group: FileGroup,
  detect: Tabled,
): Promise<Detected | null> {
  const root = findSplit(context.folder, group) === null ? classRoot(context.folder, group) : null;
  if (root === null) return null;
  const { level, findings } = findClassLevel(root, group, context.requirement);
  if (level === 1) return null;
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
  const [column] = table.columns;
  if (column === undefined) return null;
  const files = rows.map(([below = '']) => joinPath(root.path, below));
  const detected = await detect({ ...context, target: null }, files, {
    table,
    names: { column, folder: root.path, suffix: '', found: 1 },
  });
  return detected === null
    ? null
    : {
        ...detected,
        targetReason: `folders at level ${level} are the classes`,
        findings: [...detected.findings, ...findings],
      };
}
