import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { DATA, PLAN, TINY } from '../../tests/programs/tiny-program.ts';
import type { SampleRecord } from '../artifacts/index.ts';
import { PACKAGE_ROOT } from '../core/index.ts';
import { composeOwn, readOwnPool, verifiedState, writeOwn, type OwnProgram } from './own-pool.ts';
import { readPool } from './pool.ts';

const scratch = mkdtempSync(path.join(os.tmpdir(), 'own-pool-'));
afterAll(() => rmSync(scratch, { recursive: true }));
const tiny: OwnProgram = {
  id: 'my-tiny',
  text: TINY,
  requirement: { text: 'Tell rows apart', attributes: '' },
  plan: { ...PLAN, preprocess: 'None' },
  data: {
    kind: 'table',
    target: 'class',
    facts: { TABLE_FILE: 'rows.csv', TARGET: 'kind', CLASS_COUNT: 2 },
  },
  licence: 'MIT',
};
const recordOf = (program: string): SampleRecord => ({
  stages: { S0: 'passed' },
  versions: {},
  sha256: createHash('sha256').update(program).digest('hex'),
});

test('what is written is read as it was run', async () => {
  const { sample } = composeOwn(tiny);
  writeOwn(scratch, tiny, recordOf(sample.program));
  const [read] = await readOwnPool(scratch);
  expect(read).toMatchObject({ id: 'my-tiny', licence: 'MIT', program: sample.program });
  expect(read === undefined ? null : verifiedState(read)).toBe('verified');
  writeOwn(scratch, { ...tiny, id: 'other' }, recordOf('another text'));
  const states = (await readOwnPool(scratch)).map((one) => [one.id, verifiedState(one)]);
  expect(states).toEqual([
    ['my-tiny', 'verified'],
    ['other', 'changed'],
  ]);
});

test('a program that was changed since it was run says so', async () => {
  writeFileSync(
    path.join(scratch, 'sections/added/my-tiny.py'),
    TINY.replace('PATIENCE = 12', 'PATIENCE = 3'),
  );
  const [read] = await readOwnPool(scratch);
  expect(read === undefined ? null : verifiedState(read)).toBe('changed');
});

test('the programs that ship stay as they are when one is added', async () => {
  const shipped = await readPool(path.join(PACKAGE_ROOT, 'pool'));
  const changed = shipped.filter(({ program, ...sample }) => {
    const own = composeOwn({ ...tiny, ...sample, text: program });
    return own.sample.program !== program;
  });
  expect(changed.map(({ id }) => id)).toEqual([]);
});

test('no folder is an empty pool', async () => {
  expect(await readOwnPool(path.join(scratch, 'absent'))).toEqual([]);
});

const REFUSED: Readonly<Record<string, readonly [Partial<OwnProgram>, RegExp]>> = {
  'a name with a slash': [{ id: '../x' }, /is not of the form words-with-hyphens/],
  'a name of nothing': [{ id: '' }, /is not of the form words-with-hyphens/],
  'no headings': [{ text: 'import keras\nx = 1\n' }, /my-tiny:2: expected a definition/],
  'facts of another kind': [
    { data: { ...DATA, facts: { PIXELS: 3 } } },
    /is no program of a pool: data/,
  ],
  'no licence': [{ licence: '' }, /licence/],
};

test.each(Object.entries(REFUSED))('refused: %s', (_, [change, message]) => {
  expect(() => composeOwn({ ...tiny, ...change })).toThrow(message);
});
