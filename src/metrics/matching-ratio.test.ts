import { expect, test } from 'vitest';
import { matchingRatio } from './matching-ratio.ts';

/** Ratios of `difflib.SequenceMatcher(None, left, right, autojunk=False)` of Python 3.12. */
test.each([
  ['a b c d', 'b c d e', 0.75],
  ['a b', 'b a', 0.5],
  ['a b c', 'a b c', 1],
  ['a', 'b', 0],
  ['c p c p f d', 'c c p f d d', 10 / 12],
])('%s and %s', (left, right, ratio) => {
  expect(matchingRatio(left.split(' '), right.split(' '))).toBeCloseTo(ratio, 12);
});

test('two empty sequences are alike', () => {
  expect(matchingRatio([], [])).toBe(1);
});
