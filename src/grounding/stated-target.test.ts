import { expect, test } from 'vitest';
import { readRequirement } from '../requirement/index.ts';
import { statedTarget } from './stated-target.ts';

test.each([
  ['predict the yield of a field from plots.csv: rain, sun, yield', 'yield'],
  ['power.csv with Datetime and Load_MW, forecast the next day', 'Load_MW'],
  ['rows.csv: width, depth, class, tell good from bad parts', 'class'],
  ['predict the rent; the columns are size, rooms and town', null],
  ['predict rent, target: price, columns size, price and town', null],
])('%s', (text, target) => {
  expect(statedTarget(readRequirement({ text, attributes: '' }))).toBe(target);
});
