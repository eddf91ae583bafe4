import { readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { DLCodeGenError } from '../core/index.ts';

export type FileGroup =
  | 'image'
  | 'table'
  | 'text'
  | 'audio'
  | 'array'
  | 'markup'
  | 'foreign'
  | 'unknown';

/** Extension -> what the file is; `foreign` files are data that no loader reads, `unknown` ones may be anything. */
const GROUPS: Readonly<Record<Exclude<FileGroup, 'unknown'>, readonly string[]>> = {
  image: ['.jpg', '.jpeg', '.png', '.bmp', '.gif', '.tif', '.tiff', '.webp'],
  table: ['.csv', '.tsv', '.parquet', '.jsonl', '.ndjson', '.json', '.data'].concat([
    '.conll',
    '.bio',
    '.iob',
    '.iob2',
    '.xlsx',
    '.sqlite',
    '.sqlite3',
    '.db',
  ]),
  text: ['.txt'],
  audio: ['.wav'],
  array: ['.npy', '.npz'],
  markup: ['.xml'],
  foreign: ['.mp3', '.flac', '.ogg', '.m4a', '.mp4', '.avi', '.mov', '.nii', '.dcm', '.h5', '.hdf5']
    .concat(['.pkl', '.pickle', '.mat', '.xls', '.zip', '.gz', '.tar', '.rar', '.7z'])
    .concat(['.feather', '.pdf', '.docx', '.svg', '.heic', '.tfrecord']),
};
const GROUP_OF = new Map(
  Object.entries(GROUPS).flatMap(([group, extensions]) =>
    extensions.map((extension) => [extension, group as FileGroup] as const),
  ),
);
const IGNORED = new Set(['__macosx', 'thumbs.db', 'desktop.ini', 'node_modules', '__pycache__']);
const PAPERS = /^(readme|licen[cs]e|requirements|notes?|classes|changelog|citation)\b.*\.txt$/i;
const MAX_DEPTH = 12;

/** A folder with its files by group; paths are relative to the data folder, with forward slashes. */
export interface Folder {
  readonly path: string;
  readonly name: string;
  readonly files: Readonly<Record<FileGroup, readonly string[]>>;
  readonly folders: readonly Folder[];
}

export function fileGroup(name: string): FileGroup | null {
  return GROUP_OF.get(path.extname(name).toLowerCase()) ?? null;
}

export function emptyFiles(): Record<FileGroup, string[]> {
  return {
    image: [],
    table: [],
    text: [],
    audio: [],
    array: [],
    markup: [],
    foreign: [],
    unknown: [],
  };
}

/** Reads names only, no contents: hidden and system files are left out, links out of `root` are not followed. */
export async function readFolder(root: string, signal?: AbortSignal): Promise<Folder> {
  const base = await realpath(root);
  return readLevel(base, '', 0, signal);
}

async function readLevel(
  root: string,
  relative: string,
  depth: number,
  signal: AbortSignal | undefined,
): Promise<Folder> {
  signal?.throwIfAborted();
  const files = emptyFiles();
  const folders: Folder[] = [];
  const entries = await readdir(path.join(root, relative), { withFileTypes: true }).catch(
    (cause: unknown) => {
      throw new DLCodeGenError('BAD_DATA', `Cannot read the folder ${relative || root}.`, {
        cause,
      });
    },
  );
  for (const entry of entries) {
    if (entry.name.startsWith('.') || IGNORED.has(entry.name.toLowerCase())) continue;
    const below = relative === '' ? entry.name : `${relative}/${entry.name}`;
    if (entry.isDirectory()) {
      if (depth < MAX_DEPTH) folders.push(await readLevel(root, below, depth + 1, signal));
      continue;
    }
    const group = fileGroup(entry.name) ?? 'unknown';
    if (group === 'text' && PAPERS.test(entry.name)) continue;
    if (entry.isFile() || (entry.isSymbolicLink() && (await linksInside(root, below))))
      files[group].push(entry.name);
  }
  for (const names of Object.values(files)) names.sort(compareNames);
  folders.sort((a, b) => compareNames(a.name, b.name));
  return { path: relative, name: relative.split('/').at(-1) ?? '', files, folders };
}

async function linksInside(root: string, relative: string): Promise<boolean> {
  try {
    const target = await realpath(path.join(root, relative));
    return target.startsWith(root + path.sep) && (await stat(target)).isFile();
  } catch {
    // A dangling link is no data.
    return false;
  }
}

export function compareNames(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The folder and everything below it, parents first. */
export function allFolders(folder: Folder): readonly Folder[] {
  return [folder, ...folder.folders.flatMap(allFolders)];
}

/** Relative paths of every file of one group, here and below. */
export function filesUnder(folder: Folder, group: FileGroup): readonly string[] {
  const own = folder.files[group].map((name) => joinPath(folder.path, name));
  return folder.folders.length === 0
    ? own
    : own.concat(...folder.folders.map((child) => filesUnder(child, group)));
}

export function countUnder(folder: Folder, group: FileGroup): number {
  return folder.folders.reduce(
    (sum, child) => sum + countUnder(child, group),
    folder.files[group].length,
  );
}

export function joinPath(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}

/** Whether a file or folder is a folder, or lies below it; all lie below "". */
export function isWithin(place: string, folder: string): boolean {
  return folder === '' || place === folder || place.startsWith(`${folder}/`);
}

/** File name without folder and extension. */
export function fileStem(file: string): string {
  const name = file.slice(file.lastIndexOf('/') + 1);
  const dot = name.lastIndexOf('.');
  return dot > 0 ? name.slice(0, dot) : name;
}

/** The nearest folder above all of these paths of folders; "" is the data folder. */
export function commonFolder(folders: readonly string[]): string {
  const [first = '', ...rest] = folders;
  const parts = first === '' ? [] : first.split('/');
  const shared = parts.findIndex((part, at) => rest.some((other) => other.split('/')[at] !== part));
  return (shared < 0 ? parts : parts.slice(0, shared)).join('/');
}
