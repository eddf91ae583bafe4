import { expect, test } from 'vitest';
import { createAskedCheck } from './asked-words.ts';

const ASKED = {
  text: 'Classify photos of people as running or walking',
  attributes: "Two folders, 'run' and 'walk'",
};

test.each([
  ['Images of size 224x224 with 3 channels', true],
  ['Photo of a person running', false],
  ['Photos of people', true],
  ['Binary classification (Running or Walking)', true],
  ['Binary classification (Positive or Negative)', true],
  ['Binary classification (Cancer or Not)', false],
  ['Binary classification (Target or Running)', false],
  ['Shape (batch_size, 2)', true],
  ["Folders 'run' and 'walk'", true],
  ["Features from the 's' dataset", false],
  ['Predicted class)', false],
  ['Images of skin diseases', false],
  ['', true],
] as const)('%s: %s', (text, speaks) => {
  expect(createAskedCheck(ASKED)(text)).toBe(speaks);
});

test('a slip of the pen is read as the word it was meant to be', () => {
  const speaksOfAsked = createAskedCheck({ text: 'the prce of used cars', attributes: '' });
  expect(speaksOfAsked('Predicted price of cars')).toBe(true);
  expect(speaksOfAsked('Predicted prce')).toBe(true);
  expect(speaksOfAsked('Predicted weight')).toBe(false);
});
