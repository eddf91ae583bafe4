import type { Issue } from '../core/index.ts';
import { nameWords, similarWords } from './column-names.ts';
import { splitRole } from './class-folders.ts';
import { countUnder, type FileGroup, type Folder } from './folder.ts';
import { GROUP_RULES } from './group-table.ts';

/** Which folders below the root of class folders are the classes; 1 are its children. */
export interface ClassLevel {
  readonly level: number;
  /** Why, where there are several levels to choose from. */
  readonly findings: readonly Issue[];
}

/** Folders that sort files by something other than their class: numbers, parts, patients, clips. */
const NO_CLASS: readonly RegExp[] = [
  /^\d*$/,
  /^(images?|imgs?|photos?|pictures?|pics|frames?|data|files?|sounds?|audio|wavs?|clips?|masks?|jpe?gs?|pngs?|set|batch|part|fold|group|day|session|original|augmented|raw|others?|left|right)( ?\d+)?$/,
  ...[GROUP_RULES.people, GROUP_RULES.recordings].map(
    ({ words }) => new RegExp(`^(${words.join('|')})( [a-z]{0,2})? ?\\d+$`),
  ),
];
/** Files a class folder on average; fewer are no classes to learn. */
const CLASS_SIZE = 3;
/** Names of a level that the requirement must hold. */
const MENTIONED = 2;

/**
 * The level of class folders: the one whose names the requirement mentions, else the deepest where all files lie equally
 * deep and its names can be classes, else the first.
 */
export function findClassLevel(root: Folder, group: FileGroup, requirement: string): ClassLevel {
  const levels = levelsBelow(root, group);
  if (levels.length < 2) return { level: 1, findings: [] };
  const [mentioned, level] = mostMentioned(levels, requirement);
  if (mentioned >= MENTIONED)
    return chosen(root, levels, level, 'as the requirement mentions these names');
  const uniform = levels
    .slice(0, -1)
    .every((folders) => folders.every(({ files }) => files[group].length === 0));
  const deepest = uniform ? levels.findLastIndex((folders) => areClasses(folders, group)) : 0;
  const reason = uniform ? 'the deepest that can be classes' : 'since files lie at several depths';
  return chosen(root, levels, Math.max(0, deepest) + 1, reason);
}

/** The folders of each level that hold files, here or below. */
function levelsBelow(root: Folder, group: FileGroup): readonly (readonly Folder[])[] {
  const levels: (readonly Folder[])[] = [];
  let folders = [root];
  for (;;) {
    folders = folders.flatMap((folder) =>
      folder.folders.filter((child) => countUnder(child, group) > 0),
    );
    if (folders.length === 0) return levels;
    levels.push(folders);
  }
}

function namesOf(folders: readonly Folder[]): readonly string[] {
  return [...new Set(folders.map(({ name }) => name))];
}

/** How many names of a level the requirement mentions, and which level has the most of them. */
function mostMentioned(
  levels: readonly (readonly Folder[])[],
  requirement: string,
): readonly [number, number] {
  const words = nameWords(requirement).split(' ');
  const counts = levels.map(
    (folders) =>
      namesOf(folders).filter((name) =>
        nameWords(name)
          .split(' ')
          .every((part) => part.length > 2 && words.some((word) => similarWords(word, part))),
      ).length,
  );
  const most = Math.max(...counts);
  return [most, counts.indexOf(most) + 1];
}

function areClasses(folders: readonly Folder[], group: FileGroup): boolean {
  const names = namesOf(folders);
  const files = folders.reduce((sum, folder) => sum + countUnder(folder, group), 0);
  const sorted = names.filter(
    (name) => splitRole(name) !== null || NO_CLASS.some((other) => other.test(nameWords(name))),
  );
  return (
    names.length >= 2 && files >= names.length * CLASS_SIZE && sorted.length < names.length / 2
  );
}

function chosen(
  root: Folder,
  levels: readonly (readonly Folder[])[],
  level: number,
  reason: string,
): ClassLevel {
  const names = (folders: readonly Folder[] | undefined): string =>
    namesOf(folders ?? [])
      .slice(0, 5)
      .join(', ');
  const others = levels.filter((_, at) => at + 1 !== level).map((folders) => names(folders));
  return {
    level,
    findings: [
      {
        code: 'CLASS_LEVEL',
        path: root.path,
        message: `Class folders are nested: the class is the folder at level ${level} (${names(levels[level - 1])}), ${reason}, not ${others.join('; ')}.`,
        fix: 'Name the folders that are the classes in the requirement to take another level.',
      },
    ],
  };
}
