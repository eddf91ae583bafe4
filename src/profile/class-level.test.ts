import { expect, test } from 'vitest';
import { classRoot } from './class-folders.ts';
import { findClassLevels, levelFindings } from './class-level.ts';
import { emptyFiles, type Folder, joinPath } from './folder.ts';

/** Folders with so many images each, by path. */
function tree(counts: Readonly<Record<string, number>>, path = ''): Folder {
  const below = Object.keys(counts).filter((key) => path === '' || key.startsWith(`${path}/`));
  const depth = path === '' ? 0 : path.split('/').length;
  const names = [...new Set(below.map((key) => key.split('/')[depth] ?? ''))];
  const image = Array.from({ length: counts[path] ?? 0 }, (_, at) => `${at}.png`);
  return {
    path,
    name: path.split('/').at(-1) ?? '',
    files: { ...emptyFiles(), image },
    folders: names.map((name) => tree(counts, joinPath(path, name))),
  };
}

const ANIMALS = {
  'mammals/dog': 9,
  'mammals/horse': 9,
  'birds/owl': 9,
  'birds/hen': 9,
};

test.each([
  ['flat', { cat: 9, dog: 9 }, 1],
  ['the deepest', ANIMALS, 2],
  ['files at several depths', { 'mammals/dog': 9, 'mammals/horse': 9, birds: 9 }, 1],
  ['patients below classes', { 'ill/patient 1': 9, 'ill/patient 2': 9, 'well/patient 3': 9 }, 1],
  ['numbers below classes', { 'ill/001': 9, 'ill/002': 9, 'well/003': 9 }, 1],
  ['splits below classes', { 'cat/train': 9, 'cat/test': 9, 'dog/train': 9, 'dog/test': 9 }, 1],
  ['a folder an item', { 'cat/tom': 2, 'cat/kit': 2, 'dog/rex': 2, 'dog/bo': 2 }, 1],
  [
    'parts below classes below kinds',
    { 'a b/cat/images': 9, 'a b/dog/images': 9, 'c d/owl/images': 9 },
    2,
  ],
])('%s: level', (_, counts, level) => {
  const found = findClassLevels(tree(counts), 'image');
  expect(found.natural).toBe(level);
  const nested = Object.keys(counts).some((path) => path.includes('/'));
  expect(levelFindings(found, level).map(({ code }) => code)).toEqual(
    nested ? ['CLASS_LEVEL'] : [],
  );
});

test('another level than the natural one is named with the reason for it', () => {
  const found = findClassLevels(tree(ANIMALS), 'image');
  expect(found.levels.map(({ names }) => names)).toEqual([
    ['mammals', 'birds'],
    ['dog', 'horse', 'owl', 'hen'],
  ]);
  const [chosen] = levelFindings(found, 1, 'as the requirement mentions these names');
  expect(chosen?.message).toContain('level 1 (mammals, birds), as the requirement mentions');
  expect(levelFindings(found, 1)[0]?.message).toContain('the class is the folder at the first');
});

test.each([
  ['a copy inside', { cat: 9, dog: 9, 'pets/cat': 9, 'pets/dog': 9 }, 'pets'],
  ['a smaller set inside', { cat: 9, dog: 9, 'pets/cat': 4, 'pets/dog': 9 }, ''],
  ['folders that repeat', { 'pets/pets/cat': 9, 'pets/pets/dog': 9 }, 'pets/pets'],
])('the root of class folders with %s', (_, counts, root) => {
  expect(classRoot(tree(counts), 'image')?.path).toBe(root);
});
