import { expect, test } from 'vitest';
import type { DataColumn } from '../artifacts/index.ts';
import { inputColumn } from './input-column.ts';

const NAMES = [
  'Kind of shop',
  'Mean temp',
  'Public holiday',
  'Customers',
  'Sea level',
  'Air level',
];
const COLUMNS = NAMES.map((name) => ({ name }) as DataColumn);

test.each([
  ['kind of shop', 'Kind of shop'],
  ['temperature', 'Mean temp'],
  ['holiday', 'Public holiday'],
  ['the number of customers', 'Customers'],
  ['the level', null],
  ['a gradient boosting model', null],
])('%s', (words, name) => {
  expect(inputColumn(COLUMNS, words, [])?.name ?? null).toBe(name);
});
