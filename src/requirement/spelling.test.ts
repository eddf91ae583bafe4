import { expect, test } from 'vitest';
import { correctSpelling, mendSpelling } from './spelling.ts';

test.each([
  ['clasify imges', 'classify images'],
  ['the prce on potos and in vidoe', 'the price on photos and in video'],
  ['a prize for the prince, a sock, mass, bach', 'a prize for the prince, a sock, mass, bach'],
  ['transaction', 'transaction'],
])('%s is read as %s', (written, meant) => {
  expect(correctSpelling(written)).toBe(meant);
});

test('names keep their spelling', () => {
  expect(mendSpelling('the "prce" column, Prce and prce_2')).toBe(
    'the "prce" column, price and prce_2',
  );
});
