import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { copyInto, createScratch, readArtefact } from './scratch.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'scratch-test-'));
afterAll(() => rmSync(folder, { recursive: true }));
const bounds = { mostBytes: 10, mostFiles: 2, skip: new Set(['artifacts']) };

function makeFolder(name: string, files: Readonly<Record<string, string>>): string {
  const made = path.join(folder, name);
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(made, file)), { recursive: true });
    writeFileSync(path.join(made, file), text);
  }
  return made;
}

test('a copy holds plain files, without what is skipped', async () => {
  const source = makeFolder('plain', {
    'a.py': '1',
    'tests/b.py': '2',
    'artifacts/big': 'x'.repeat(99),
  });
  await copyInto(source, path.join(folder, 'copy'), bounds);
  expect(
    readdirSync(path.join(folder, 'copy'), { recursive: true, encoding: 'utf8' }).toSorted(),
  ).toEqual(['a.py', 'tests', 'tests/b.py']);
});

test.each([
  ['too many bytes', { 'a.py': 'x'.repeat(11) }],
  ['too many files', { 'a.py': '', 'b.py': '', 'c.py': '' }],
])('a copy of %s is refused', async (name, files) => {
  const copy = copyInto(makeFolder(name, files), path.join(folder, `${name} copy`), bounds);
  await expect(copy).rejects.toMatchObject({ code: 'BAD_INPUT' });
});

test.each<[string, string, string | null]>([
  ['a plain file', 'deep/a.txt', 'text'],
  ['nothing', 'none.txt', null],
  ['a folder', 'deep', null],
  ['a link', 'link.txt', null],
  ['a file behind a linked folder', 'linked/a.txt', null],
  ['a file outside', '../outside.txt', null],
  ['a large file', 'large.txt', null],
])('of %s is read what may be read', async (_name, file, expected) => {
  const root = makeFolder('artefacts', {
    'deep/a.txt': 'text',
    'large.txt': 'x'.repeat(99),
    '../outside.txt': 'secret',
  });
  for (const [target, link] of [
    ['deep/a.txt', 'link.txt'],
    ['deep', 'linked'],
  ] as const) {
    if (!existsSync(path.join(root, link))) symlinkSync(target, path.join(root, link));
  }
  expect(await readArtefact(root, file, 50)).toBe(expected);
});

test('the scratch folder of a process that was killed goes with the next', async () => {
  const left = path.join(os.tmpdir(), 'dlcodegen-run-999999999-abc');
  mkdirSync(left, { recursive: true });
  const scratch = await createScratch();
  expect(existsSync(left)).toBe(false);
  expect(existsSync(scratch.folder)).toBe(true);
  await scratch.remove();
  expect(existsSync(scratch.folder)).toBe(false);
});
