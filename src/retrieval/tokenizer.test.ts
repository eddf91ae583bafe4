import fc from 'fast-check';
import { expect, test } from 'vitest';
import { tokenize } from './tokenizer.ts';

test.each([
  ["Conv2D(32, (3, 3), activation='relu')", ['conv2d', '32', '3', '3', 'activation', 'relu']],
  ['rate 0.001. End.', ['rate', '0.001', 'end']],
  ['binary_crossentropy', ['binary', 'crossentropy']],
  ['1e-4, 224x224', ['1e', '4', '224x224']],
  ['Größe 128×128 «字»', ['größe', '128', '128', '字']],
  ['', []],
  ['...', []],
])('%j', (text, terms) => {
  expect(tokenize(text)).toEqual(terms);
});

test('terms are lower-case pieces of the text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const lower = text.toLowerCase();
      expect(tokenize(text).every((term) => term !== '' && lower.includes(term))).toBe(true);
    }),
  );
});
