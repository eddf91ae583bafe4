import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { profileData } from './index.ts';

const base = mkdtempSync(path.join(os.tmpdir(), 'parts-'));
afterAll(() => rmSync(base, { recursive: true }));

const drawn = (at: number, size: number): number => (at * 7919 + ((at * at) % 613)) % size;
const time = (minutes: number): string =>
  new Date(Date.UTC(2021, 2, 1, 0, minutes)).toISOString().slice(0, 19).replace('T', ' ');

test.each<readonly [string, string, (at: number) => readonly (string | number)[], string, string]>([
  [
    'a sum',
    'hour,guests,members,riders',
    (at) => [at % 24, drawn(at, 40), drawn(at + 9, 90), drawn(at, 40) + drawn(at + 9, 90)],
    'riders',
    'guests and members are left out: riders is the sum of guests and members',
  ],
  [
    'a difference',
    'shop,income,cost,profit',
    (at) => [at % 7, drawn(at, 400), drawn(at + 9, 90), drawn(at, 400) - drawn(at + 9, 90)],
    'profit',
    'income and cost are left out: profit is the difference of income and cost',
  ],
  [
    'the time between two moments',
    'begin,end,people,minutes',
    (at) => [time(60 * at), time(60 * at + 5 + drawn(at, 50)), at % 4, 5 + drawn(at, 50)],
    'minutes',
    'end is left out: minutes is the time from begin to end',
  ],
])('%s gives the target away', async (name, header, row, target, said) => {
  const root = path.join(base, name.replaceAll(' ', '-'));
  const lines = Array.from({ length: 120 }, (_, at) => row(at).join());
  mkdirSync(root);
  writeFileSync(path.join(root, 'rows.csv'), `${[header, ...lines].join('\n')}\n`);
  const read = await profileData(root);
  const table = read.candidates.find(({ kind }) => kind === 'table');
  const profile = await table?.settle({ columns: [target], target: 'number' });
  const chosen = await table?.settle({
    columns: [target],
    target: 'number',
    inputs: header.split(',').slice(0, 3),
  });
  await read.close();
  expect(profile?.findings.map(({ message }) => message)).toEqual(
    expect.arrayContaining([expect.stringContaining(said)]),
  );
  expect(chosen?.data.facts['FEATURES']).toEqual(header.split(',').slice(0, 3));
});
