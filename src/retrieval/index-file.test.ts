import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { BM25_VARIANTS, buildIndex } from './bm25.ts';
import { readIndex, writeIndex } from './index-file.ts';

const index = buildIndex(
  [
    { id: 'näh', terms: ['ein', 'wort', 'ein', 'zwei'] },
    { id: 'b "quoted"', terms: ['wort', '字'] },
    { id: 'empty', terms: [] },
  ],
  { ...BM25_VARIANTS.lucene, k1: 1.2 },
);
let folder = '';
let bytes = Buffer.alloc(0);

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'index-file-'));
  const file = path.join(folder, 'index.bin');
  await writeIndex(index, file);
  bytes = await readFile(file);
});
afterAll(() => rm(folder, { recursive: true }));

test('what is written is read, and no draft stays behind', async () => {
  expect(await readIndex(path.join(folder, 'index.bin'))).toEqual(index);
  expect(await readdir(folder)).toEqual(['index.bin']);
});

test('every file that is cut short is refused', async () => {
  const file = path.join(folder, 'short.bin');
  for (let length = 0; length < bytes.length; length += 1) {
    await writeFile(file, bytes.subarray(0, length));
    await expect(readIndex(file)).rejects.toMatchObject({ code: 'BAD_INPUT' });
  }
});

const endOf = (text: string): number => bytes.indexOf(text) + text.length;
test.each([
  { name: 'another magic', change: (copy: Buffer) => copy.write('GGUF', 0) },
  { name: 'a header of 4 GiB', change: (copy: Buffer) => copy.writeUInt32LE(0xffffffff, 8) },
  { name: 'another version', change: (copy: Buffer) => copy.write('9', endOf('"version":')) },
  {
    name: 'more documents than bytes',
    change: (copy: Buffer) => copy.write('9', endOf('"documents":')),
  },
  {
    name: 'a document that is not there',
    change: (copy: Buffer) => copy.writeUInt32LE(7, bytes.length - 5 * 6),
  },
  {
    name: 'postings out of order',
    change: (copy: Buffer) => copy.writeUInt32LE(9, bytes.length - 5 * 6 - 8),
  },
  { name: 'ids that are no JSON', change: (copy: Buffer) => copy.write('x', bytes.indexOf('["n')) },
])('$name is refused', async ({ change }) => {
  const copy = Buffer.from(bytes);
  change(copy);
  const file = path.join(folder, 'damaged.bin');
  await writeFile(file, copy);
  await expect(readIndex(file)).rejects.toMatchObject({ code: 'BAD_INPUT' });
});

test('a file that is not there is refused by name', async () => {
  await expect(readIndex(path.join(folder, 'none.bin'))).rejects.toThrow(/none\.bin/);
});
