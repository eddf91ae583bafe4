import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { PACKAGE_ROOT } from '../../src/core/index.ts';

const scratch = mkdtempSync(path.join(os.tmpdir(), 'faults-'));
afterAll(() => rmSync(scratch, { recursive: true }));
const PROGRAM = `"${process.execPath}" "${path.join(PACKAGE_ROOT, 'bin/dlcodegen.cjs')}"`;

function shell(script: string): { exit: number | null; said: string } {
  const { status, stdout, stderr } = spawnSync(
    '/bin/sh',
    ['-c', script.replaceAll('DLCODEGEN', PROGRAM)],
    {
      cwd: scratch,
      encoding: 'utf8',
      timeout: 300_000,
      env: { ...process.env, DLCODEGEN_QUIET: '' },
    },
  );
  return { exit: status, said: `${stdout}${stderr}` };
}
const write = (name: string, text: string): void => writeFileSync(path.join(scratch, name), text);
write('t.csv', 'a,b,label\n1,2,x\n3,4,y\n5,6,x\n7,8,y\n');
write('ragged.csv', '1\n,\n9\n');
write('wide.csv', `a,c1,column2\n1,2,3,4\n2,3,4\n3,4,5,6,7\n`);

describe('faults of the machine end with exit 5', () => {
  test.each([
    ['standard output on a full disk', 'DLCODEGEN profile t.csv > /dev/full'],
    [
      'standard output closed by its reader',
      '(DLCODEGEN profile t.csv; echo $? > exit) | true; exit $(cat exit)',
    ],
    ['a file on a full disk', 'DLCODEGEN plan --batch b.jsonl -o /dev/full --force'],
  ])('%s', (_name, script) => {
    write('b.jsonl', '{"User Requirement": "classify photos of cats"}\n');
    const { exit, said } = shell(script);
    expect(said).not.toContain('This is a defect');
    expect(exit).toBe(5);
  });

  test.skipIf(!existsSync('/dev/shm'))('a folder that cannot be written whole is not left', () => {
    const before = readdirSync(scratch);
    const { exit } = shell(
      'ulimit -f 4; DLCODEGEN generate "classify photos of cats" --verify none -o out',
    );
    expect(exit).not.toBe(0);
    expect(
      readdirSync(scratch).filter((name) => !before.includes(name) && name !== 'exit'),
    ).toEqual([]);
  });
});

test.each([22, 23, 24, 32, 64])('%i open files are enough or named as too few', (files) => {
  mkdirSync(path.join(scratch, 'pages'), { recursive: true });
  for (let at = 0; at < 40; at += 1) write(`pages/${at}.csv`, `a,b\n${at},2\n3,4\n`);
  const { exit, said } = shell(`ulimit -n ${files}; DLCODEGEN profile pages`);
  expect(said).not.toContain('This is a defect');
  expect([0, 5]).toContain(exit);
});

test('a path and folders longer than the system takes are refused', () => {
  const long = `${'d'.repeat(200)}/`.repeat(30);
  expect(shell(`DLCODEGEN profile ${long}`).exit).toBe(3);
  shell(
    `for at in $(seq 40); do mkdir ${'d'.repeat(200)} && cd ${'d'.repeat(200)}; done; echo a,b > t.csv`,
  );
  expect(shell('DLCODEGEN profile dddd*').exit).toBe(3);
});

describe('names that objects inherit are unknown names', () => {
  test.each([
    ['DLCODEGEN constructor'],
    ['DLCODEGEN score __proto__'],
    ['DLCODEGEN dataset toString x'],
    ['DLCODEGEN evaluate constructor --tasks . -o o'],
  ])('%s', (script) => expect(shell(script).exit).toBe(2));
});

test.each(['ragged.csv', 'wide.csv'])(
  'rows of different length end in a clear word: %s',
  (file) => {
    expect([0, 3]).toContain(shell(`DLCODEGEN profile ${file}`).exit);
  },
);
