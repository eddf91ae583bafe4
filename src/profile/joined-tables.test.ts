import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { profileData } from './index.ts';

const base = mkdtempSync(path.join(os.tmpdir(), 'joined-'));
afterAll(() => rmSync(base, { recursive: true }));

const SALES = [
  'shop,day,sales',
  ...Array.from({ length: 60 }, (_, at) => `${1 + (at % 6)},${at % 7},${100 + ((at * 37) % 41)}`),
];
const shops = (count: number, header = 'shop,size'): string =>
  [header, ...Array.from({ length: count }, (_, at) => `${1 + at},${10 * at}`)].join('\n');

test.each<readonly [string, string, readonly string[]]>([
  ['a row for each shop', shops(6), ['shops.csv']],
  ['more shops than are named', shops(20), ['shops.csv']],
  ['a shop twice', `${shops(6)}\n3,99`, []],
  ['too few shops', shops(4), []],
  ['two columns that both have', shops(6, 'shop,day'), []],
  ['no column that both have', shops(6, 'place,size'), []],
])('%s', async (name, text, joined) => {
  const root = path.join(base, name.replaceAll(' ', '-'));
  mkdirSync(root);
  writeFileSync(path.join(root, 'sales.csv'), `${SALES.join('\n')}\n`);
  writeFileSync(path.join(root, 'shops.csv'), `${text}\n`);
  const read = await profileData(root);
  const table = read.candidates.find(
    ({ kind, place }) => kind === 'table' && place === 'sales.csv',
  );
  const profile = await table?.settle({ columns: ['sales'], target: 'number' });
  await read.close();
  expect(profile?.data.facts['JOINED_FILES'] ?? []).toEqual(joined);
  expect(profile?.count).toBe(60);
  const said = profile?.findings.map(({ code }) => code) ?? [];
  expect(said).toContain(joined.length > 0 ? 'JOINED_TABLES' : 'UNUSED_FILES');
});
