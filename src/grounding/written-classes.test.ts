import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { Facts, TaskSpec } from '../artifacts/index.ts';
import { decideTask } from '../../tests/layouts/decide-task.ts';
import { namedCodes } from './named-codes.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'written-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What is decided of a table of 60 rows: two numbers, and a third column by number of the row. */
async function decide(
  name: string,
  value: (row: number) => string | number,
  text: string,
): Promise<TaskSpec> {
  const file = path.join(folder, 'data.csv');
  const rows = Array.from({ length: 60 }, (_, row) => `${row}.5,${row % 7},${value(row)}`);
  writeFileSync(file, `length,width,${name}\n${rows.join('\n')}\n`);
  return decideTask(file, text);
}

const pick =
  (...values: readonly (string | number)[]) =>
  (row: number): string | number =>
    values[row % values.length] ?? '';

describe('classes that are written otherwise than they are called', () => {
  test.each<[string, string, (row: number) => string | number, string, Facts]>([
    [
      'spellings that differ in case and blanks',
      'answer',
      pick('yes', 'no', 'Yes', ' no', 'NO', 'yes '),
      'Predict the answer',
      { CLASS_COUNT: 2, CLASS_SPELLINGS: expect.arrayContaining([['yes', 'Yes']]) },
    ],
    [
      'single letters in both cases',
      'letter',
      pick('a', 'A', 'b'),
      'Predict the letter',
      { CLASS_COUNT: 3 },
    ],
    [
      'None beside other words',
      'damage',
      pick('None', 'Minor', 'Major'),
      'Predict the damage',
      { CLASS_COUNT: 3, MISSING_CLASS: 'None' },
    ],
    ['empty cells', 'damage', pick('', 'Minor', 'Major'), 'Predict the damage', { CLASS_COUNT: 2 }],
    [
      'NA and empty cells',
      'damage',
      pick('', 'NA', 'Minor', 'Major'),
      'Predict the damage',
      { CLASS_COUNT: 2 },
    ],
    [
      'a count as yes or no',
      'visits',
      (row) => (row % 3 === 0 ? 0 : row / 4),
      'Classify whether somebody visits at all',
      { CLASS_COUNT: 2, CLASS_ABOVE: 0 },
    ],
    [
      'a stated border',
      'price',
      (row) => row * 3,
      'Classify whether the price is more than 90 or not',
      { CLASS_COUNT: 2, CLASS_ABOVE: 90 },
    ],
    [
      'a number that is to be predicted',
      'visits',
      (row) => row / 4,
      'Predict the number of visits above all',
      { CLASS_COUNT: null },
    ],
    [
      'codes with names',
      'species',
      pick(0, 1, 2),
      'Classify the species (0 = setosa, 1 = versicolor, 2 = virginica)',
      {
        CLASS_COUNT: 3,
        CLASS_SPELLINGS: expect.arrayContaining([['1', 'versicolor']]),
      },
    ],
  ])('%s', async (_, name, value, text, facts) => {
    const spec = await decide(name, value, text);
    const { CLASS_COUNT, CLASS_SPELLINGS, MISSING_CLASS, CLASS_ABOVE } = spec.data.facts;
    const found = { CLASS_COUNT, CLASS_SPELLINGS, MISSING_CLASS, CLASS_ABOVE };
    expect(found).toEqual({
      CLASS_SPELLINGS: undefined,
      MISSING_CLASS: undefined,
      CLASS_ABOVE: undefined,
      ...facts,
    });
    const said = spec.assumptions.join(' ');
    expect(/is a class|is the class|writes classes|Classes:/.test(said)).toBe(
      Object.keys(facts).length > 1,
    );
  });
});

test.each<[string, readonly string[], Readonly<Record<string, string>> | null]>([
  ['0 means ham, 1 means spam', ['0', '1'], { 0: 'ham', 1: 'spam' }],
  [
    'label is 1 for fraud and 0 for a valid payment',
    ['0', '1'],
    { 0: 'valid payment', 1: 'fraud' },
  ],
  [
    '(01 neutral, 02 calm, 03 very happy)',
    ['01', '02', '03'],
    { '01': 'neutral', '02': 'calm', '03': 'very happy' },
  ],
  ['tumours are benign (B) or malignant (M)', ['M', 'B'], { M: 'malignant', B: 'benign' }],
  ['M = malignant, B = benign', ['M', 'B'], { M: 'malignant', B: 'benign' }],
  ['there are 2 classes and 1 epoch', ['1', '2'], null],
  ['1 = cat, 2 = cat', ['1', '2'], null],
  ['1 = cat', ['1', '2'], null],
  ['setosa or virginica', ['setosa', 'virginica'], null],
])('%s', (text, classes, named) => {
  const codes = namedCodes(text, classes);
  expect(codes === null ? null : Object.fromEntries(codes)).toEqual(named);
});

test.each<[string, (row: number) => number, readonly number[] | undefined]>([
  ['-200 far below', (row) => (row % 9 === 0 ? -200 : row), [-200]],
  ['9999 far above', (row) => (row % 9 === 0 ? 9999 : row), [9999]],
  ['-1 among small numbers', (row) => (row % 9 === 0 ? -1 : row), undefined],
  ['99 at the end of a range', (row) => 40 + row, undefined],
  ['one -999', (row) => (row === 5 ? -999 : row), undefined],
  ['-100 among amounts below zero', (row) => (row % 9 === 0 ? -100 : row * 2 - 95), undefined],
])('%s is missing: %#', async (_, value, numbers) => {
  const { data, assumptions } = await decide('level', value, 'Predict the level');
  expect(data.facts['MISSING_NUMBERS']).toEqual(numbers);
  expect(assumptions.join().includes('read as missing')).toBe(numbers !== undefined);
});
