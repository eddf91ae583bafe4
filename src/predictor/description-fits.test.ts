import { expect, test } from 'vitest';
import { inputWordsFit, outputWordsFit } from './description-fits.ts';

test.each([
  ['Satellite images of fields', 'table', false],
  ['Satellite images of fields', 'image-folders', true],
  ['Rows of soil values', 'table', true],
] as const)('%s of %s: %s', (text, kind, fits) => {
  expect(inputWordsFit(text, kind)).toBe(fits);
});

test.each([
  ['Class labels for image classification', 'image', false],
  ['Single regression values', 'image', false],
  ['Depth maps of the same size', 'image', true],
  ['Categorical labels', 'number', false],
  ['Price in euros', 'number', true],
  ['Class labels', 'class', true],
] as const)('%s for %s: %s', (text, target, fits) => {
  expect(outputWordsFit(text, target)).toBe(fits);
});
