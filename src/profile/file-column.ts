import type { ColumnProfile } from '../artifacts/index.ts';
import type { Issue } from '../core/index.ts';
import { splitRole } from './class-folders.ts';
import { commonFolder, fileStem, isWithin } from './folder.ts';
import type { ProfileContext } from './detector.ts';
import { CLASS_SIZE, type ImageSample, sampleImages } from './image-sample.ts';
import type { Column, Table } from './table.ts';

/** A column whose values name files. */
export interface FileColumn {
  readonly column: Column;
  /** Folder that the names are relative to. */
  readonly folder: string;
  /** Appended to the value to make the file's name; "" where it stands in the value. */
  readonly suffix: string;
  /** Share of looked-up rows whose file is there. */
  readonly found: number;
  /** Whether each of those values, with the suffix, is the path of a file below the folder. */
  readonly isExact: boolean;
}

export type FileIndex = ReadonlyMap<string, readonly string[]>;

/** Files by name and by stem, lower-case keys kept apart from the paths. */
export function indexFiles(files: readonly string[]): FileIndex {
  const index = new Map<string, string[]>();
  const add = (key: string, file: string): void => {
    const list = index.get(key);
    if (list === undefined) index.set(key, [file]);
    else if (list.length < 4) list.push(file);
  };
  for (const file of files) {
    add(file.slice(file.lastIndexOf('/') + 1), file);
    add(`stem:${fileStem(file)}`, file);
  }
  return index;
}

const ENOUGH = 0.6;
const MOST_PARTS = 20;

/** The column most of whose values name a file, or null. */
export function findFileColumn(table: Table, index: FileIndex): FileColumn | null {
  const found = table.columns
    .filter(({ role, numeric, integer }) => role !== 'constant' && (!numeric || integer))
    .flatMap((column) => matchColumn(table, column, index) ?? []);
  if (found.length === 0) return null;
  return found.reduce((a, b) => (b.found > a.found ? b : a));
}

function matchColumn(table: Table, column: Column, index: FileIndex): FileColumn | null {
  const values = [...new Set(table.rawValues(column).filter((value) => value !== ''))].slice(
    0,
    200,
  );
  const votes = new Map<string, number>();
  for (const value of values) {
    const vote = locate(value.trim().replaceAll('\\', '/'), index, table.file);
    if (vote !== null) votes.set(vote, (votes.get(vote) ?? 0) + 1);
  }
  const [top] = [...votes].sort((a, b) => b[1] - a[1]);
  if (top === undefined) return null;
  const [folder = '', suffix = ''] = top[0].split('\0');
  // Large sets are unpacked in parts (images_1, images_2): then the folder above them is meant.
  const alike = [...votes].filter(([vote]) => vote.endsWith(`\0${suffix}`));
  const reached = alike.reduce((sum, [, count]) => sum + count, 0);
  const parts = reached > top[1] * 1.05 && alike.length <= MOST_PARTS;
  const folders = alike.map(([vote]) => vote.split('\0')[0] ?? '');
  const found = (parts ? reached : top[1]) / values.length;
  if (found < ENOUGH || top[1] < 2) return null;
  const isPath = values.every((value) => value === value.trim() && !/^\/|\\/.test(value));
  const isExact = top[1] === values.length && isPath;
  return { column, folder: parts ? commonFolder(folders) : folder, suffix, found, isExact };
}

/** Folder and suffix under which the value names a file, joined by NUL; of files that are named alike that nearest the table. */
function locate(value: string, index: FileIndex, table: string): string | null {
  const name = value.slice(value.lastIndexOf('/') + 1);
  const candidates = [...(index.get(name) ?? []), ...(index.get(`stem:${name}`) ?? [])].toSorted(
    (a, b) => nearness(b, table) - nearness(a, table),
  );
  for (const file of candidates) {
    const rest = file.slice(file.lastIndexOf('/') + 1 + name.length);
    const full = value.replace(/^\.?\//, '') + rest;
    if (file === full) return `\0${rest}`;
    if (file.endsWith(`/${full}`)) return `${file.slice(0, -full.length - 1)}\0${rest}`;
  }
  return null;
}

/** How many folders hold both; a file in a folder of the part that the table is called after comes before those of others. */
function nearness(file: string, table: string): number {
  const role = splitRole(fileStem(table));
  const folders = file.split('/').slice(0, -1);
  const own = table.split('/').slice(0, -1);
  const shared = own.findIndex((name, at) => folders[at] !== name);
  const isOfPart = role !== null && folders.some((name) => splitRole(name) === role);
  return (shared < 0 ? own.length : shared) + (isOfPart ? 0.5 : 0);
}

/** The fact that a column's values, with a suffix, are paths of files; null where one of them is not. */
export function exactNames(
  { isExact, suffix }: Pick<FileColumn, 'isExact' | 'suffix'>,
  known = suffix,
): { readonly EXACT_NAMES: true | null } {
  return { EXACT_NAMES: isExact && suffix === known ? true : null };
}

/** A table with a column of file names. */
export interface TabledFiles {
  readonly table: Table;
  readonly names: FileColumn;
}

/** The images that the rows of a table name, and what they look like. Errors: BAD_DATA where none can be read. */
export async function tabledImages(
  context: ProfileContext,
  images: readonly string[],
  { names }: TabledFiles,
): Promise<{ readonly files: readonly string[]; readonly sample: ImageSample }> {
  const files = images.filter((file) => isWithin(file, names.folder));
  return { files, sample: await sampleImages(context, files, CLASS_SIZE) };
}

export function asFileColumn(table: Table, names: FileColumn): readonly ColumnProfile[] {
  return table.columns.map((column) =>
    column === names.column ? { ...column, role: 'file' as const } : column,
  );
}

export function missingFiles(names: FileColumn): readonly Issue[] {
  if (names.found >= 0.995) return [];
  const percent = Math.max(1, Math.round((1 - names.found) * 100));
  return [
    {
      code: 'MISSING_FILES',
      path: names.column.name,
      message: `About ${percent} % of the files that ${names.column.name} names are not in ${names.folder || 'the data folder'}; their rows are left out.`,
    },
  ];
}
