import path from 'node:path';
import { allFolders, commonFolder, fileStem, type Folder } from './folder.ts';
import { nameWords } from './column-names.ts';
import { splitRole } from './class-folders.ts';

/** Two folders (or one) whose files belong together by stem. */
export interface Partners {
  readonly inputs: Folder;
  readonly targets: Folder;
  /** What the target's stem adds to the input's. */
  readonly suffix: string;
  /** Input files that have a partner. */
  readonly files: readonly string[];
  readonly targetFiles: readonly string[];
  readonly lonely: number;
}

const SPLIT_WORDS =
  /\b(train|training|val|valid|validation|test|testing|set|images?|imgs?|png|jpg|tif|dataset|data|new|the|a|b|v\d|\d+|x|y)\b/g;

const NEGATIONS = /^(with|without|no|not|wearing|incorrect)$/;

/** Words of a folder's name that say its role; of the path's end where the name is only a split. */
function roleWords(folder: Folder): string {
  const own = nameWords(folder.name);
  const words =
    splitRole(folder.name) !== null && own.replace(SPLIT_WORDS, '').trim() === ''
      ? `${nameWords(folder.path.split('/').at(-2) ?? '')} ${own}`
      : own;
  return words;
}

/** Does the name, without words of splits, consist of nothing but these words? */
export function isRole(folder: Folder, role: RegExp): boolean {
  const words = roleWords(folder);
  const bare = words.replaceAll(SPLIT_WORDS, ' ').trim();
  return bare !== '' && bare.split(/\s+/).every((word) => role.test(word));
}

/** Does the name hold one of these words, other than in "with mask" and "no mask"? */
export function mentionsRole(folder: Folder, role: RegExp): boolean {
  const words = roleWords(folder).split(' ');
  return words.some((word) => role.test(word)) && !words.some((word) => NEGATIONS.test(word));
}

/** The partner folder of each target folder that pairs most of its files; the train split first, then the largest. */
export function findPartners(
  root: Folder,
  isTarget: (folder: Folder) => boolean,
  isInput: (folder: Folder) => boolean,
): Partners | null {
  const holders = allFolders(root).filter(({ files }) => files.image.length > 0);
  const targets = holders.filter(isTarget);
  const found = targets.flatMap((target) =>
    holders
      .filter((input) => input !== target && !isTarget(input) && isInput(input))
      .flatMap((input) => pairFiles(input, target) ?? [])
      .map((partners) => ({ partners, rank: rank(partners) })),
  );
  if (found.length === 0) return null;
  return found.reduce((a, b) => (b.rank > a.rank ? b : a)).partners;
}

function rank({ inputs, targets, files }: Partners): number {
  const split = splitRole(targets.path.replaceAll('/', ' '));
  const shared = commonStart(inputs.path, targets.path);
  return (split === 'test' || split === 'validation' ? 0 : 1e9) + shared * 1e6 + files.length;
}

function commonStart(a: string, b: string): number {
  const [left, right] = [a.split('/'), b.split('/')];
  return left.findIndex((part, index) => part !== right[index]) + 1;
}

function pairFiles(inputs: Folder, targets: Folder): Partners | null {
  const stems = inputs.files.image.map(fileStem);
  const suffix = commonSuffix(stems, targets.files.image.map(fileStem));
  return suffix === null ? null : partners(inputs, targets, suffix);
}

function partners(inputs: Folder, targets: Folder, suffix: string): Partners | null {
  const byStem = new Map(targets.files.image.map((name) => [fileStem(name), name]));
  const own = inputs.files.image.filter(
    (name) => inputs !== targets || !fileStem(name).endsWith(suffix),
  );
  const paired = own.filter((name) => byStem.has(fileStem(name) + suffix));
  if (paired.length < 2 || paired.length < own.length / 2) return null;
  return {
    inputs,
    targets,
    suffix,
    files: paired.map((name) => path.posix.join(inputs.path, name)),
    targetFiles: paired.map((name) =>
      path.posix.join(targets.path, byStem.get(fileStem(name) + suffix) ?? ''),
    ),
    lonely: own.length - paired.length,
  };
}

/** What most target stems add to an input stem; null where under half the inputs have a partner. */
function commonSuffix(inputs: readonly string[], targets: readonly string[]): string | null {
  const known = new Set(inputs);
  const votes = new Map<string, number>();
  for (const stem of targets)
    for (let cut = stem.length; cut > 0; cut--)
      if (known.has(stem.slice(0, cut))) {
        const rest = stem.slice(cut);
        votes.set(rest, (votes.get(rest) ?? 0) + 1);
        break;
      }
  let best: readonly [string, number] = ['', 0];
  for (const vote of votes) if (vote[1] > best[1]) best = vote;
  return best[1] >= Math.max(2, Math.min(inputs.length, targets.length) / 2) ? best[0] : null;
}

/** Images whose folder holds their mask too, named with one of the suffixes; the folder above all of them. */
export function findSiblings(root: Folder, suffixes: readonly string[]): Partners | null {
  const holders = allFolders(root).filter(({ files }) => files.image.length > 0);
  for (const suffix of suffixes) {
    const found = holders.flatMap((folder) => partners(folder, folder, suffix) ?? []);
    const above = commonFolder(found.map(({ inputs }) => inputs.path));
    const folder = allFolders(root).find(({ path }) => path === above);
    if (found.length === 0 || folder === undefined) continue;
    return {
      inputs: folder,
      targets: folder,
      suffix,
      files: found.flatMap(({ files }) => files),
      targetFiles: found.flatMap(({ targetFiles }) => targetFiles),
      lonely: found.reduce((sum, { lonely }) => sum + lonely, 0),
    };
  }
  return null;
}
