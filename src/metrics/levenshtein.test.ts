import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { levenshtein } from './levenshtein.ts';

describe('edits between texts', () => {
  test.each([
    ['', '', 0],
    ['', 'abc', 3],
    ['abc', '', 3],
    ['abc', 'abc', 0],
    ['kitten', 'sitting', 3],
    ['flaw', 'lawn', 2],
    ['Dense(64)', 'Dense(128)', 3],
    ['😀', '😁', 1],
    ['a'.repeat(100), 'b'.repeat(100), 100],
    ['a'.repeat(100), 'a'.repeat(40), 60],
  ])('%j and %j: %i', (left, right, edits) => {
    expect(levenshtein(left, right)).toBe(edits);
    expect(levenshtein(right, left)).toBe(edits);
  });

  // Words of 32 rows begin and end at these lengths.
  test.each([31, 32, 33, 63, 64, 65, 96])(
    'texts of %i characters: one edit at each place',
    (length) => {
      const text = Array.from({ length }, (_, at) => String.fromCharCode(97 + (at % 7))).join('');
      for (let at = 0; at < length; at += 1) {
        const replaced = `${text.slice(0, at)}#${text.slice(at + 1)}`;
        const shortened = text.slice(0, at) + text.slice(at + 1);
        expect([levenshtein(text, replaced), levenshtein(text, shortened)]).toEqual([1, 1]);
      }
    },
  );

  test('as for lists of their units, whatever the texts', () => {
    const text = fc.string({ maxLength: 150, unit: fc.constantFrom('a', 'b', 'c', '\ud83d', 'é') });
    fc.assert(
      fc.property(text, text, (left, right) => {
        expect(levenshtein(left, right)).toBe(levenshtein(left.split(''), right.split('')));
      }),
    );
  });
});

test.each([
  [[], [1, 2], 2],
  [[1, 2, 3], [1, 3], 1],
  [['Conv2D', 'Dense'], ['Dense'], 1],
])('edits between lists %j and %j: %i', (left, right, edits) => {
  expect(levenshtein(left, right)).toBe(edits);
});
