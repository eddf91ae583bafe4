import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { passMachineFault } from '../core/index.ts';
import type { ProfileContext } from './detector.ts';
import type { FileIndex } from './file-column.ts';
import { commonFolder, filesUnder, fileStem, joinPath } from './folder.ts';
import { readImageSize } from './image-file.ts';
import { isObject, jsonFiles, readJson } from './json-file.ts';
import type { FormReader, MadeRows } from './made-table.ts';

/** Columns under which the readers of box files give their rows. */
export const BOX_ROW_NAMES = ['image', 'label', 'x_min', 'y_min', 'x_max', 'y_max'] as const;

/** COCO, Pascal VOC and YOLO annotations. */
export const readBoxFiles: readonly FormReader[] = [readCoco, readVoc, readYolo];

function boxRows(
  form: MadeRows['form'],
  files: readonly string[],
  rows: readonly (readonly string[])[],
  facts: MadeRows['facts'] = {},
): MadeRows | null {
  const [only] = files;
  if (rows.length < 2 || only === undefined) return null;
  const file = form === 'coco' && files.length === 1 ? only : commonFolder(files.map(folderOf));
  return { form, file, names: BOX_ROW_NAMES, rows, facts };
}

async function readCoco(context: ProfileContext): Promise<MadeRows | null> {
  const images = new Set(filesUnder(context.folder, 'image'));
  const parts = new Map<string, readonly string[][]>();
  for (const file of jsonFiles(context)) {
    const content = await readJson(context, file);
    const rows = isObject(content) ? cocoRows(content) : [];
    if (rows.length > 0) parts.set(file, rows);
  }
  const files = [...parts.keys()];
  const root = commonFolder(files.map(folderOf));
  const rows = [...parts].flatMap(([file, own]) =>
    own.map(([image = '', ...rest]) => {
      // Several files have a folder each, and may name images alike.
      const beside = joinPath(folderOf(file), image);
      const below = beside.slice(root === '' ? 0 : root.length + 1);
      return [files.length > 1 && images.has(beside) ? below : image, ...rest];
    }),
  );
  return boxRows('coco', files, rows);
}

export function plainText(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function folderOf(file: string): string {
  return file.split('/').slice(0, -1).join('/');
}

function cocoRows(content: Readonly<Record<string, unknown>>): string[][] {
  const listed = (name: string): readonly Readonly<Record<string, unknown>>[] => {
    const value = content[name];
    return Array.isArray(value) ? value.filter(isObject) : [];
  };
  const images = new Map(listed('images').map((image) => [image['id'], image['file_name']]));
  const labels = new Map(
    listed('categories').map((category) => [category['id'], category['name']]),
  );
  return listed('annotations').flatMap((item) => {
    const box = item['bbox'];
    const image = images.get(item['image_id']);
    if (!Array.isArray(box) || box.length !== 4 || typeof image !== 'string') return [];
    const [left = 0, top = 0, width = 0, height = 0] = box.map(Number);
    const corners = [left, top, left + width, top + height].map(String);
    return [[image, plainText(labels.get(item['category_id'])), ...corners]];
  });
}

/** The objects of Pascal VOC files: flat markup without attributes, so patterns read it. */
async function readVoc(context: ProfileContext, index: FileIndex): Promise<MadeRows | null> {
  const files = filesUnder(context.folder, 'markup');
  // Folders of parts may name their files alike.
  const isAlike = new Set(files.map(fileStem)).size < files.length;
  const rows: string[][] = [];
  for (const file of files) {
    context.signal?.throwIfAborted();
    const text = await readFile(path.join(context.root, file), 'utf8');
    const image = isAlike ? ownImage(file, index.get(`stem:${fileStem(file)}`) ?? []) : '';
    const name = image === '' ? fileStem(file) : joinPath(folderOf(image), fileStem(image));
    for (const opened of text.split('<object>').slice(1)) {
      const end = opened.indexOf('</object>');
      if (end === -1) continue;
      const item = opened.slice(0, end);
      const value = (tag: string): string =>
        new RegExp(`<${tag}>([^<]*)</${tag}>`).exec(item)?.[1]?.trim() ?? '';
      const corners = ['xmin', 'ymin', 'xmax', 'ymax'].map(value);
      if (corners.every((corner) => corner !== '' && Number.isFinite(Number(corner))))
        rows.push([name, value('name'), ...corners]);
    }
  }
  return boxRows('voc', files, rows);
}

const YOLO_LINE = /^\d+(\s+[\d.]+(e-?\d+)?){4}$/i;

async function readYolo(context: ProfileContext, index: FileIndex): Promise<MadeRows | null> {
  const texts = filesUnder(context.folder, 'text').filter((file) =>
    index.has(`stem:${fileStem(file)}`),
  );
  const names = texts.length < 2 ? [] : await yoloNames(context);
  const rows: string[][] = [];
  let boxed = 0;
  for (const file of texts) {
    context.signal?.throwIfAborted();
    const text = await readFile(path.join(context.root, file), 'utf8');
    const lines = text.split(/\r?\n/).map((line) => line.trim());
    const boxes = lines.filter((line) => YOLO_LINE.test(line)).map((line) => line.split(/\s+/));
    const image = ownImage(file, index.get(`stem:${fileStem(file)}`) ?? []);
    const size = boxes.length === 0 ? null : await readImageSize(path.join(context.root, image));
    if (size === null) continue;
    boxed += 1;
    for (const [number = '', ...shares] of boxes) {
      const [x = 0, y = 0, across = 0, down = 0] = shares.map(Number);
      const corners = [
        (x - across / 2) * size.width,
        (y - down / 2) * size.height,
        (x + across / 2) * size.width,
        (y + down / 2) * size.height,
      ];
      rows.push([image, names[Number(number)] ?? number, ...corners.map(String)]);
    }
  }
  if (boxed < Math.max(2, texts.length / 2)) return null;
  // Images and labels lie in sibling folders: the reader starts above both.
  return boxRows('yolo', [''], rows, { CLASS_NAMES: names });
}

/** Of images that are named alike that in the file's own part: the one most of whose folders are those of the file. */
function ownImage(file: string, images: readonly string[]): string {
  const folders = new Set(folderOf(file).split('/'));
  const shared = (image: string): number =>
    folderOf(image)
      .split('/')
      .filter((name) => folders.has(name)).length;
  return images.reduce(
    (best, image) => (shared(image) > shared(best) ? image : best),
    images[0] ?? '',
  );
}

/** Class names of `data.yaml` (list, indented list or numbered) or of `classes.txt`. */
async function yoloNames({ root, folder }: ProfileContext): Promise<readonly string[]> {
  const below = ['', ...folder.folders.map(({ path: own }) => own)];
  for (const place of below)
    for (const name of ['data.yaml', 'dataset.yaml', 'data.yml', 'classes.txt', 'obj.names']) {
      const text = await readFile(path.join(root, place, name), 'utf8').catch((error: unknown) => {
        passMachineFault(error);
        return null;
      });
      if (text === null) continue;
      const names = /\.ya?ml$/.test(name) ? yamlNames(text) : text.split(/\r?\n/);
      const bare = names.map((word) => word.trim().replace(/^["']|["']$/g, '')).filter(Boolean);
      if (bare.length > 0) return bare;
    }
  return [];
}

function yamlNames(text: string): readonly string[] {
  const inline = /^names:\s*\[([^\]]*)\]/m.exec(text)?.[1];
  if (inline !== undefined) return inline.split(',');
  const block = /^names:\s*\n((?:\s*(?:-|\d+:)\s*.*\n?)+)/m.exec(text)?.[1] ?? '';
  return block.split(/\r?\n/).map((line) => line.replace(/^\s*(?:-|\d+:)\s*/, ''));
}
