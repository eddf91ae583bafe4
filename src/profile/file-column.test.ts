import { expect, test } from 'vitest';
import { exactNames } from './file-column.ts';

test.each([
  { isExact: true, suffix: '', known: '', facts: { EXACT_NAMES: true } },
  { isExact: true, suffix: '.png', known: '.png', facts: { EXACT_NAMES: true } },
  // A kind without a fact for the suffix searches the files.
  { isExact: true, suffix: '.png', known: '', facts: { EXACT_NAMES: null } },
  { isExact: false, suffix: '', known: '', facts: { EXACT_NAMES: null } },
])(
  'names with "$suffix" are paths: $isExact, where "$known" is appended',
  ({ isExact, suffix, known, facts }) => {
    expect(exactNames({ isExact, suffix }, known)).toEqual(facts);
  },
);
