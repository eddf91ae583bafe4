import { expect, test } from 'vitest';
import type { DataColumn, Reading } from '../artifacts/index.ts';
import { chooseInputs } from './choose-inputs.ts';

const NAMES = ['species', 'bill_length_mm', 'body_mass_g', 'island', 'sex'];
const columns = NAMES.map((name) => ({ name }) as DataColumn);

test.each([
  ['a part of a name after a possessive is the thing itself', 'from its body', false],
  ['nothing else is learned from where it says so', 'from its body only', true],
  ['the whole name', 'from its body mass', true],
  ['the whole name of several words', 'from their bill length', true],
  ['a list', 'from its bill length and body mass', true],
  ['without a possessive', 'from the body mass', true],
])('%s', (_, words, isWhole) => {
  const text = `Tell the species of a penguin ${words}`;
  const reading = { requirement: { text, attributes: '' } } as Reading;
  expect(chooseInputs({ columns }, reading, []).isWhole).toBe(isWhole);
});
