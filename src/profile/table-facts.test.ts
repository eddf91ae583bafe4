import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { Facts } from '../artifacts/index.ts';
import { profileData } from './index.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'table-facts-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Cells {
  readonly separator?: string;
  readonly header?: string;
  readonly weight?: (row: number) => string;
  readonly colour?: (row: number) => string;
  readonly picked?: (row: number) => string;
  readonly encoding?: 'latin1';
}

/** The facts of a table of a number, words, dates and a class. */
async function factsOf(name: string, cells: Cells): Promise<Facts> {
  const { separator = ',', header = 'weight,colour,picked,grade', encoding = 'utf8' } = cells;
  const { weight = (row) => (row * 1.5).toFixed(1) } = cells;
  const { colour = (row) => ['red', 'green', 'blue'][row % 3] ?? '' } = cells;
  const { picked = (row) => `2024-03-${String((row % 28) + 1).padStart(2, '0')}` } = cells;
  const lines = Array.from({ length: 60 }, (_, row) =>
    [weight(row + 1), colour(row), picked(row), row % 2 === 0 ? 'good' : 'bad'].join(separator),
  );
  const file = path.join(folder, `${name}.csv`);
  writeFileSync(file, [header.replaceAll(',', separator), ...lines, ''].join('\n'), encoding);
  const read = await profileData(file);
  try {
    const table = read.candidates.find(({ kind }) => kind === 'table');
    if (table === undefined) throw new Error('it is read as no table');
    return (await table.settle({ columns: ['grade'], target: 'class' })).data.facts;
  } finally {
    await read.close();
  }
}

const PLAIN = {
  ENCODING: 'utf-8-sig',
  CELL_FORM: 'plain',
  NUMBERS: ['weight'],
  DATES: ['picked'],
  CATEGORIES: ['colour'],
  DAY_FIRST: false,
};
const UNCERTAIN = { NUMBERS: null, DATES: null, CATEGORIES: null };

const CASES: Readonly<Record<string, readonly [Cells, Facts]>> = {
  'plain cells': [{}, {}],
  'missing numbers and marks for them': [
    { weight: (row) => (row % 25 === 0 ? '?' : row % 7 === 0 ? '' : String(row)) },
    {},
  ],
  'a decimal comma': [
    { separator: ';', weight: (row) => (row * 1.5).toFixed(1).replace('.', ',') },
    { CELL_FORM: 'comma' },
  ],
  thousands: [{ separator: ';', weight: (row) => `1.${row + 100},5` }, { CELL_FORM: null }],
  units: [{ weight: (row) => `${row} kg` }, { CELL_FORM: null }],
  currency: [{ weight: (row) => `$${row}.50` }, { CELL_FORM: null }],
  'blanks before cells': [{ separator: ', ' }, {}],
  'blanks after cells': [
    { colour: (row) => (row % 2 === 0 ? 'red ' : 'blue') },
    { CELL_FORM: null },
  ],
  'blanks around names': [{ header: 'weight ,colour,picked,grade' }, { CELL_FORM: null }],
  'Windows-1252': [
    { encoding: 'latin1', colour: (row) => (row % 2 === 0 ? 'grün' : 'blau') },
    { ENCODING: null },
  ],
  'the day first': [{ picked: (row) => `${(row % 28) + 1}/03/2024` }, { DAY_FIRST: true }],
  'the month first': [{ picked: (row) => `03/${(row % 28) + 1}/2024` }, { DAY_FIRST: false }],
  'days that may be months': [
    { picked: (row) => `0${(row % 9) + 1}/0${(row % 7) + 1}/2024` },
    { DAY_FIRST: null },
  ],
  'dates with the name of the month': [
    { picked: (row) => `${(row % 28) + 1} Mar ${2000 + (row % 9)}` },
    { ...UNCERTAIN, DAY_FIRST: false },
  ],
};

test.each(Object.entries(CASES))('%s', async (name, [cells, facts]) => {
  expect(await factsOf(name, cells)).toMatchObject({ ...PLAIN, ...facts });
});
