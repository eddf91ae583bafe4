import path from 'node:path';
import { DLCodeGenError } from '../core/index.ts';
import { readHead } from './csv-head.ts';
import type { Folder } from './folder.ts';
import { holdsTaggedLines } from './tagged-lines.ts';

/** Larger numbers of .txt files are texts, one an item. */
const MOST_FILES = 8;

/** The folder with its delimited .txt files counted as tables (captions.txt, translation pairs). */
export async function promoteTables(root: string, folder: Folder): Promise<Folder> {
  const { text, table } = folder.files;
  const delimited: string[] = [];
  if (text.length <= MOST_FILES)
    for (const name of text)
      if (await isDelimited(path.join(root, folder.path, name), name)) delimited.push(name);
  const folders: Folder[] = [];
  for (const child of folder.folders) folders.push(await promoteTables(root, child));
  const files = {
    ...folder.files,
    text: text.filter((name) => !delimited.includes(name)),
    table: [...table, ...delimited],
  };
  return { ...folder, files, folders };
}

async function isDelimited(file: string, shown: string): Promise<boolean> {
  if (await holdsTaggedLines(file)) return true;
  try {
    const { names, records, separator, header } = await readHead(file, shown);
    if (names.length < 2 || records.length < 3) return false;
    const same = records.filter(({ length }) => length === names.length).length;
    // Prose has commas too; a line of names tells it from a table.
    return same >= records.length * 0.95 && (separator !== ',' || header);
  } catch (error) {
    if (error instanceof DLCodeGenError) return false;
    throw error;
  }
}
