import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { profileData } from './index.ts';

const base = mkdtempSync(path.join(tmpdir(), 'parts-'));
afterAll(() => rmSync(base, { recursive: true, force: true }));

/** Folders that hold texts, and what is said of how they are divided. */
const PARTS: readonly (readonly [name: string, folders: readonly string[], said: string])[] = [
  [
    'parts that are laid out alike',
    ['train/good', 'train/bad', 'val/good', 'val/bad', 'test/good', 'test/bad'],
    'train, val, test are laid out alike, and are kept as the parts of the data.',
  ],
  [
    'an evaluation beside a test',
    ['train/good', 'train/bad', 'eval/good', 'eval/bad', 'test/good', 'test/bad'],
    'train, eval, test are laid out alike, and are kept as the parts of the data.',
  ],
  [
    'an evaluation alone',
    ['train/good', 'train/bad', 'eval/good', 'eval/bad'],
    'train, eval are laid out alike, and are kept as the parts of the data; validation is cut from train.',
  ],
  [
    'a test without classes',
    ['train/good', 'train/bad', 'val/good', 'val/bad', 'test'],
    'test is not read, and not laid out like what is: train, val.',
  ],
  [
    'parts below the classes',
    ['good/train', 'good/test', 'bad/train', 'bad/test'],
    'bad/test, bad/train, good/test, good/train are read as one: the splits are cut anew.',
  ],
];

test.each(PARTS)('%s', async (name, folders, said) => {
  const root = path.join(base, name);
  for (const folder of folders) {
    mkdirSync(path.join(root, folder), { recursive: true });
    for (let item = 0; item < 6; item++)
      writeFileSync(
        path.join(root, folder, `${item}.txt`),
        `a note of a few words, number ${item}`,
      );
  }
  const read = await profileData(root);
  const profile = await read.candidates.find(({ kind }) => kind === 'text-folders')?.settle({});
  await read.close();
  expect(profile?.findings.map(({ message }) => message)).toContain(said);
});

test('a folder for validation without a file is named', async () => {
  const root = path.join(base, 'empty');
  for (const folder of ['train/good', 'train/bad', 'test/good', 'test/bad', 'valid']) {
    mkdirSync(path.join(root, folder), { recursive: true });
    const count = folder === 'valid' ? 0 : 6;
    for (let item = 0; item < count; item++)
      writeFileSync(path.join(root, folder, `${item}.txt`), `a note of words, number ${item}`);
  }
  const read = await profileData(root);
  const profile = await read.candidates.find(({ kind }) => kind === 'text-folders')?.settle({});
  await read.close();
  expect(profile?.findings.map(({ message }) => message)).toContain(
    'valid holds no file: that part is cut from train.',
  );
});
