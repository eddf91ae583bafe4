import type { ClassCount } from '../artifacts/index.ts';
import { nameWords } from './column-names.ts';
import { allFolders, countUnder, filesUnder, type FileGroup, type Folder } from './folder.ts';

export type SplitRole = 'train' | 'validation' | 'test';

const ROLE_WORDS: Readonly<Record<SplitRole, ReadonlySet<string>>> = {
  train: new Set(['train', 'training', 'trainset', 'trn']),
  validation: new Set(['val', 'valid', 'validation', 'dev', 'vali', 'valset']),
  test: new Set(['test', 'testing', 'testset', 'tst', 'eval', 'evaluation', 'holdout']),
};

/** `Training_set` is train, `VAL` validation; null for other names. */
export function splitRole(name: string): SplitRole | null {
  // Kaggle counts its test folders: test1.
  const words = nameWords(name)
    .split(' ')
    .map((word) => word.replace(/(?<!\d)\d+$/, ''));
  const roles = Object.entries(ROLE_WORDS).filter(([, known]) =>
    words.some((word) => known.has(word)),
  );
  return roles.length === 1 ? (roles[0]?.[0] as SplitRole) : null;
}

const EVALUATION = /eval/i;

/** The role of a folder among those beside it: `eval` is the validation where `test` stands beside it. */
export function roleBeside(name: string, names: readonly string[]): SplitRole | null {
  const role = splitRole(name);
  const roles = names.filter((other) => !EVALUATION.test(other)).map(splitRole);
  const isValidation =
    role === 'test' &&
    EVALUATION.test(name) &&
    roles.includes('test') &&
    !roles.includes('validation');
  return isValidation ? 'validation' : role;
}

/** Children that hold files of the group, here or below. */
function filled(folder: Folder, group: FileGroup): readonly Folder[] {
  return folder.folders.filter((child) => countUnder(child, group) > 0);
}

/** The folder whose children are the classes; wrappers with one child are unwrapped; null where there is none. */
export function classRoot(folder: Folder, group: FileGroup): Folder | null {
  const children = filled(folder, group);
  const [only] = children;
  if (children.length === 1 && only !== undefined && folder.files[group].length === 0)
    return classRoot(only, group);
  if (children.length < 2) return null;
  const copy = children.find((child) => isCopy(child, children, group));
  if (copy !== undefined) return classRoot(copy, group);
  const split = children.every((child) => splitRole(child.name) !== null);
  return split ? null : folder;
}

/** Unpacking twice leaves the class folders once more inside one folder, with as many files in each. */
function isCopy(child: Folder, siblings: readonly Folder[], group: FileGroup): boolean {
  const others = siblings.filter((other) => other !== child);
  return (
    others.length >= 2 &&
    others.every((other) => {
      const twin = child.folders.find((inner) => inner.name === other.name);
      return twin !== undefined && countUnder(twin, group) === countUnder(other, group);
    })
  );
}

export interface Split {
  /** Folders whose children are classes. */
  readonly train: Folder;
  readonly validation: Folder | null;
  readonly test: Folder | null;
}

/** The nearest folder with a train folder of classes beside validation or test folders. */
export function findSplit(folder: Folder, group: FileGroup): Split | null {
  const levels = [...allFolders(folder)].sort((a, b) => depth(a) - depth(b));
  for (const level of levels) {
    const names = level.folders.map(({ name }) => name);
    const child = (role: SplitRole): Folder | null => {
      const named = level.folders.filter(({ name }) => roleBeside(name, names) === role);
      return named.map((found) => classRoot(found, group)).find((found) => found !== null) ?? null;
    };
    const train = child('train');
    if (train === null) continue;
    const others = { validation: child('validation'), test: child('test') };
    const alone = level.folders.filter((found) => countUnder(found, group) > 0).length === 1;
    // A class called "train" beside other classes is no split.
    if (others.validation !== null || others.test !== null || alone || onlyRoles(level, group))
      return { train, ...others };
  }
  return null;
}

function onlyRoles(level: Folder, group: FileGroup): boolean {
  return filled(level, group).every(
    ({ name }) => splitRole(name) !== null || /pred|unlabel/i.test(name),
  );
}

function depth(folder: Folder): number {
  return folder.path === '' ? 0 : folder.path.split('/').length;
}

/** Files per class, in the order of names; folders without files are no classes. */
export function countClasses(root: Folder, group: FileGroup): readonly ClassCount[] {
  return filled(root, group).map((child) => ({
    name: child.name,
    count: countUnder(child, group),
  }));
}

/** Every file below the class folders, with its class. */
export function classFiles(
  root: Folder,
  group: FileGroup,
): readonly { readonly file: string; readonly label: string }[] {
  return filled(root, group).flatMap((child) =>
    filesUnder(child, group).map((file) => ({ file, label: child.name })),
  );
}

/** Why files have no classes, for data of which nothing names them; what was found is named. */
export function unlabelledReason(shown: string, folder: Folder, group: FileGroup): string {
  const children = allFolders(folder).filter((child) => child.files[group].length > 0);
  const count = countUnder(folder, group);
  const where = children
    .map(({ path }) => path || '.')
    .slice(0, 5)
    .join(', ');
  return children.length === 1
    ? `${shown} has one class only: its ${count} ${group} files all lie in ${where}. Classification needs a folder for each of two or more classes, or a table of labels.`
    : `${shown} holds ${count} ${group} files without class folders (in ${where}) and no table that names them.`;
}
