import { expect, test } from 'vitest';
import { renderDuration } from '../core/index.ts';
import { createProgress } from './progress.ts';

test('progress says how long the rest takes', () => {
  let clock = 0;
  const told: string[] = [];
  const progress = createProgress(
    4,
    ({ done, text }) => told.push(`${done} ${text}`),
    () => clock,
  );
  progress.skip(1);
  clock = 90_000;
  progress.step('a');
  expect(told).toEqual(['1 1 kept from an earlier run', '2 a, 3 min 0 s left']);
  expect(renderDuration(7_500_000)).toBe('2 h 5 min');
});

test('the time left is the mean of the steps made, also where several end together', () => {
  let clock = 0;
  const told: string[] = [];
  const progress = createProgress(
    12,
    ({ done, text }) => told.push(`${done} ${text}`),
    () => clock,
  );
  progress.skip(2);
  clock = 80_000;
  progress.step('a', 'b', 'c', 'd');
  clock = 100_000;
  progress.step('e');
  expect(told).toEqual([
    '2 2 kept from an earlier run',
    '3 a, 3 min 0 s left',
    '4 b, 2 min 40 s left',
    '5 c, 2 min 20 s left',
    '6 d, 2 min 0 s left',
    '7 e, 1 min 40 s left',
  ]);
});
