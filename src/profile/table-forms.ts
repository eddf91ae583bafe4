import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { readBoxFiles } from './box-files.ts';
import type { ProfileContext } from './detector.ts';
import type { FileIndex } from './file-column.ts';
import { filesUnder } from './folder.ts';
import { cellText, isObject, jsonFiles, readJson, recordRows } from './json-file.ts';
import type { FormReader, MadeRows } from './made-table.ts';

/** Annotations that are no delimited table, the most particular first. */
export const FORM_READERS: readonly FormReader[] = [
  ...readBoxFiles,
  readJsonLabels,
  readHeadlessLines,
];

const MOST_BYTES = 64 * 1024 * 1024;
const ENOUGH = 0.6;

/** Do most of these names stand for files that are there? */
function nameFiles(names: readonly string[], index: FileIndex): boolean {
  const known = names.filter((name) => {
    const last = name.slice(name.lastIndexOf('/') + 1);
    return index.has(last) || index.has(`stem:${last}`);
  });
  return known.length >= Math.max(2, names.length * ENOUGH);
}

/** `[{"file": ..., "label": ...}, ...]` or `{"a.png": "cat", ...}`. */
async function readJsonLabels(context: ProfileContext, index: FileIndex): Promise<MadeRows | null> {
  for (const file of jsonFiles(context)) {
    const content = await readJson(context, file);
    const found = Array.isArray(content)
      ? recordRows(file, content)
      : isObject(content)
        ? mappingRows(file, content, index)
        : null;
    if (found !== null) return found;
  }
  return null;
}

function mappingRows(file: string, content: object, index: FileIndex): MadeRows | null {
  const entries = Object.entries(content).map(([name, value]) => [name, cellText(value)] as const);
  const rows = entries.flatMap(([name, value]) => (value === null ? [] : [[name, value]]));
  if (rows.length < Math.max(2, entries.length)) return null;
  if (!nameFiles(rows.map(([name = '']) => name).slice(0, 200), index)) return null;
  return { form: 'mapping', file, names: ['file', 'label'], rows };
}

const SEPARATORS = ['\t', ',', ' '] as const;

/** Lines `a.png cat` or `a.png#0<tab>A cat sits.` without header. */
async function readHeadlessLines(
  context: ProfileContext,
  index: FileIndex,
): Promise<MadeRows | null> {
  const { folder } = context;
  const files = [...filesUnder(folder, 'text'), ...filesUnder(folder, 'table')]
    .filter((file) => /\.(txt|csv|tsv|lst|data)$/i.test(file))
    .sort((a, b) => trainFirst(a) - trainFirst(b));
  for (const file of files.slice(0, 50)) {
    const lines = await readLines(context, file);
    for (const separator of SEPARATORS) {
      const rows = lines.flatMap((line) => {
        const at = line.indexOf(separator);
        const name = line.slice(0, at).trim().replace(/#\d+$/, '');
        return at < 1 || name === '' ? [] : [[name, line.slice(at + 1).trim()]];
      });
      const names = rows.map(([name = '']) => name).slice(0, 200);
      if (rows.length >= lines.length * 0.95 && nameFiles(names, index))
        return {
          form: 'headless',
          file,
          names: lineColumns(rows),
          rows,
          facts: { SEPARATOR: separator, LINE_COLUMNS: lineColumns(rows) },
        };
    }
  }
  return null;
}

/** Sentences behind the file's name are captions. */
function lineColumns(rows: readonly (readonly string[])[]): readonly string[] {
  const words = rows.reduce((sum, [, text = '']) => sum + text.split(/\s+/).length, 0);
  return ['file', words > rows.length * 2.5 ? 'caption' : 'label'];
}

function trainFirst(file: string): number {
  return /train|label|token|annot|caption/i.test(file) ? 0 : /test|val/i.test(file) ? 2 : 1;
}

async function readLines(context: ProfileContext, file: string): Promise<readonly string[]> {
  const text = await readFile(path.join(context.root, file), 'utf8');
  if (text.length > MOST_BYTES) return [];
  return text
    .replace('\ufeff', '')
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
