import { spawn } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { PACKAGE_ROOT } from '../../src/core/index.ts';

const scratch = mkdtempSync(path.join(os.tmpdir(), 'held-'));
afterAll(() => rmSync(scratch, { recursive: true }));
const PROGRAM = `"${process.execPath}" "${path.join(PACKAGE_ROOT, 'bin/dlcodegen.cjs')}"`;
const TEXT = 'Classify product reviews into three classes with an LSTM, 7 epochs';
const OTHER = 'Forecast the next 24 hours of demand from a CSV series';

/** Files of a folder with their texts. */
function contents(folder: string): Record<string, string> {
  return Object.fromEntries(
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => statSync(path.join(folder, name)).isFile())
      .sort()
      .map((name) => [name, readFileSync(path.join(folder, name), 'utf8')]),
  );
}

interface Ended {
  readonly exit: number | null;
  readonly said: string;
}

/** Generates a project by a shell that sets `before` and directs streams by `after`. */
async function generate(
  text: string,
  folder: string,
  { before = '', after = '', force = '', cwd = scratch } = {},
): Promise<Ended> {
  const script = `${before} exec ${PROGRAM} generate "${text}" --verify none ${force} -o "${folder}" ${after}`;
  const child = spawn('/bin/bash', ['-c', script], { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (part: Buffer) => (said += part.toString()));
  }
  const exit = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { exit, said };
}

const reference = path.join(scratch, 'reference');
const other = path.join(scratch, 'other');
const madeFirst = Promise.all([generate(TEXT, reference), generate(OTHER, other)]);

describe('the same files', () => {
  test.each([
    [
      'in German, in Nepal, with an open mask, without a home folder',
      {
        before:
          'umask 000; unset HOME XDG_CACHE_HOME XDG_CONFIG_HOME; export LANG=de_DE.UTF-8 LC_ALL=de_DE.UTF-8 TZ=Asia/Kathmandu;',
      },
    ],
    [
      'in C, west of Greenwich, with a closed mask, from another folder',
      { before: 'umask 077; export LANG=C LC_ALL=C TZ=America/St_Johns;', cwd: os.tmpdir() },
    ],
    ['with closed standard streams', { after: '<&- >&- 2>&-' }],
  ])('%s', async (name, change) => {
    expect((await madeFirst).map(({ exit }) => exit)).toEqual([0, 0]);
    const folder = path.join(scratch, name.replaceAll(/\W/g, ''));
    const { exit, said } = await generate(TEXT, folder, change);
    expect([exit, said]).toEqual([0, exit === 0 ? said : '']);
    expect(contents(folder)).toEqual(contents(reference));
  });
});

describe('two runs at once into one folder', () => {
  test.each([
    ['a new folder', false],
    ['a project that both replace', true],
  ])('%s', async (name, isThere) => {
    await madeFirst;
    const parent = path.join(scratch, name.replaceAll(' ', ''));
    mkdirSync(parent);
    const folder = path.join(parent, 'out');
    if (isThere) cpSync(other, folder, { recursive: true });
    const force = isThere ? '--force' : '';
    const both = await Promise.all([
      generate(TEXT, folder, { force }),
      generate(OTHER, folder, { force }),
    ]);
    const exits = both.map(({ exit }) => exit);
    expect(exits).toContain(0);
    const refused = both.filter(({ exit }) => exit !== 0);
    for (const { exit, said } of refused) {
      expect(exit).toBe(3);
      expect(said).toMatch(/is there and holds|cannot write/);
    }
    const found = contents(folder);
    const isFirst = found['plan.json'] === contents(reference)['plan.json'];
    expect(found).toEqual(contents(isFirst ? reference : other));
    const winners = refused.length === 0 ? [true, false] : [exits[0] === 0];
    expect(winners).toContain(isFirst);
    expect(readdirSync(parent)).toEqual(['out']);
  });
});
