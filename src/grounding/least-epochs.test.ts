import { expect, test } from 'vitest';
import { leastEpochsOf } from './least-epochs.ts';

test.each([
  ['few rows', 'series', 144, 16, 200],
  ['more rows', 'table', 400, 16, 80],
  ['a larger batch', 'table', 4000, 32, 16],
  ['many rows', 'table', 1_000_000, 32, 1],
  ['no item', 'table', 0, 32, 200],
  ['pictures, of which an update is dear', 'image-folders', 100, 16, 0],
] as const)('%s', (_, kind, count, batchSize, epochs) => {
  expect(leastEpochsOf(kind, count, batchSize)).toBe(epochs);
});
