import type { Issue } from '../core/index.ts';
import { nameWords } from './column-names.ts';
import { splitRole } from './class-folders.ts';
import { countUnder, type FileGroup, type Folder } from './folder.ts';
import { GROUP_RULES } from './group-table.ts';

/** The folders at one depth below the root of class folders; 1 are its children. */
export interface ClassLevel {
  readonly level: number;
  readonly names: readonly string[];
  /** Whether names and sizes are those of classes. */
  readonly areClasses: boolean;
}

export interface ClassLevels {
  readonly root: Folder;
  readonly levels: readonly ClassLevel[];
  /** The level that is the class where nothing else is said: the deepest with names of classes, if all files lie equally deep. */
  readonly natural: number;
  /** Why, where there are several. */
  readonly reason: string;
}

const GROUPS: readonly RegExp[] = [GROUP_RULES.people, GROUP_RULES.recordings].map(
  ({ words }) => new RegExp(`^(${words.join('|')})( [a-z]{0,2})? ?\\d+$`),
);
/** Folders that sort files by something other than their class: numbers, parts, patients, clips. */
const NO_CLASS: readonly RegExp[] = [
  /^\d*$/,
  /^(images?|imgs?|photos?|pictures?|pics|frames?|data|files?|sounds?|audio|wavs?|clips?|masks?|jpe?gs?|pngs?|set|batch|part|fold|group|day|session|original|augmented|raw|others?|left|right)( ?\d+)?$/,
  ...GROUPS,
];
/** Folders of people or recordings: each holds items that belong together, and is no class. */
export function areGroups(names: readonly string[]): boolean {
  const grouped = names.filter((name) => GROUPS.some((group) => group.test(nameWords(name))));
  return grouped.length > names.length / 2;
}

/** Files a class folder on average; fewer are no classes to learn. */
const CLASS_SIZE = 3;

/** The levels of folders that hold files of the group, and which of them is the class. */
export function findClassLevels(root: Folder, group: FileGroup): ClassLevels {
  const found = levelsBelow(root, group);
  const levels = found.map((folders, at) => ({
    level: at + 1,
    names: namesOf(folders),
    areClasses: areClasses(folders, group),
  }));
  const uniform = found
    .slice(0, -1)
    .every((folders) => folders.every(({ files }) => files[group].length === 0));
  const deepest = uniform ? levels.findLastIndex((level) => level.areClasses) : 0;
  const reason = uniform ? 'the deepest that can be classes' : 'since files lie at several depths';
  return { root, levels, natural: Math.max(0, deepest) + 1, reason };
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

/** Says which level is the class where there are several; `reason` stands for the structure's own. */
export function levelFindings(
  { root, levels, natural, reason }: ClassLevels,
  level: number,
  chosen?: string,
): readonly Issue[] {
  if (levels.length < 2) return [];
  if (chosen === undefined && level !== natural)
    return [
      {
        code: 'CLASS_LEVEL',
        path: root.path,
        message: `Class folders are nested; here the class is the folder at the ${level === 1 ? 'first level' : `level ${level}`} of ${root.path}.`,
      },
    ];
  const few = (names: readonly string[]): string => names.slice(0, 5).join(', ');
  const others = levels.filter((other) => other.level !== level).map(({ names }) => few(names));
  return [
    {
      code: 'CLASS_LEVEL',
      path: root.path,
      message: `Class folders are nested: the class is the folder at level ${level} (${few(levels[level - 1]?.names ?? [])}), ${chosen ?? reason}, not ${others.join('; ')}.`,
      fix: 'Name the folders that are the classes in the requirement to take another level.',
    },
  ];
}
