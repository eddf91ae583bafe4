import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { isInside, readInside, writeInside } from './inside.ts';

const root = mkdtempSync(path.join(os.tmpdir(), 'inside-test-'));
const folder = path.join(root, 'project');
const outside = path.join(root, 'outside.txt');
mkdirSync(path.join(folder, 'tests'), { recursive: true });
writeFileSync(outside, 'outside');
writeFileSync(path.join(folder, 'plain.txt'), 'plain');
symlinkSync(outside, path.join(folder, 'link.txt'));
symlinkSync(root, path.join(folder, 'linked'));
execFileSync('mkfifo', [path.join(folder, 'pipe')]);
afterAll(() => rmSync(root, { recursive: true }));

test.each([
  ['data.py', true],
  ['tests/test_smoke.py', true],
  ['', false],
  ['..', false],
  ['../outside.txt', false],
  ['tests/../../outside.txt', false],
  ['/etc/passwd', false],
  ['tests//x', false],
  ['./x', false],
  ['..\\outside.txt', false],
  ['C:x', false],
  ['a\0b', false],
  ['x'.repeat(256), false],
])('the name %j is inside: %j', (name, expected) => {
  expect(isInside(name)).toBe(expected);
});

describe.each([
  ['a link out', 'link.txt'],
  ['a file behind a linked folder', 'linked/outside.txt'],
  ['a name that leads out', '../outside.txt'],
  ['a pipe', 'pipe'],
  ['a folder', 'tests'],
  ['a file below a file', 'plain.txt/x'],
])('%s', (_name, file) => {
  test('is not written', () => {
    expect(() => writeInside(folder, file, 'forged')).toThrow(/refused/);
    expect(readFileSync(outside, 'utf8')).toBe('outside');
  });

  test('is not read', () => {
    expect(() => readInside(folder, file, 100)).toThrow(/refused/);
  });
});

test('plain files are written and read', () => {
  writeInside(folder, 'tests/new.txt', 'new');
  expect(readInside(folder, 'tests/new.txt', 3)).toBe('new');
  expect(() => readInside(folder, 'tests/new.txt', 2)).toThrow(/larger/);
  expect(readInside(folder, 'tests/none.txt', 9)).toBeNull();
});
