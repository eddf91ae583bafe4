import { splitRole } from './class-folders.ts';
import type { Folder } from './folder.ts';
import { allFolders, joinPath } from './folder.ts';

/** The tables of a data folder by what they are for. */
export interface TableFiles {
  /** Tables to learn from, likeliest first. */
  readonly train: readonly string[];
  readonly test: string | null;
  readonly submission: string | null;
}

const SUBMISSION = /(sample[_-]?)?submission|sample[_-]?sub/i;
const TEST = /(^|[_\W])test([_\W]|$)/i;
const TRAIN = /(^|[_\W])train(ing)?([_\W]|$)/i;
const USUAL = /label|annotation|caption|meta|data|dataset|all|full/i;

/** Nearest tables first; `train.csv`, then usual names, then the alphabet. */
export function findTables(folder: Folder): TableFiles {
  const files = allFolders(folder).flatMap(({ path, files: { table } }) =>
    table.map((name) => joinPath(path, name)),
  );
  const name = (file: string): string => file.slice(file.lastIndexOf('/') + 1);
  const submission = files.find((file) => SUBMISSION.test(name(file))) ?? null;
  const test = files.find((file) => file !== submission && TEST.test(stem(name(file)))) ?? null;
  const train = files.filter((file) => file !== submission && file !== test);
  const rank = (file: string): number =>
    (isOfTest(file) ? 100 : 0) +
    (TRAIN.test(stem(name(file))) ? 0 : USUAL.test(name(file)) ? 1 : 2) +
    file.split('/').length * 4;
  train.sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
  return train.length === 0 && test !== null
    ? { train: [test], test: null, submission }
    : { train, test, submission };
}

/** In a folder for validation or test. */
function isOfTest(file: string): boolean {
  const folders = file.split('/').slice(0, -1).map(splitRole);
  return folders.includes('validation') || folders.includes('test');
}

function stem(name: string): string {
  return name.replace(/\.[^.]+$/, '');
}
