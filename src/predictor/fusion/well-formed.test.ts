import { expect, test } from 'vitest';
import { isWellFormed } from './well-formed.ts';

test.each([
  ['Images of shape (224, 224, 3).', true],
  ['Features such as age, income and sex', true],
  ['Features such as age', false],
  ['Sequences of 500', false],
  ['Sequences of length 500', true],
  ['The predicted predicted word', false],
  ['Class labels for', false],
  ['Text data,', false],
  ['Binary labels (0 or 1)', true],
  ['', false],
])('%s: whole is %s', (text, whole) => {
  expect(isWellFormed(text)).toBe(whole);
});
