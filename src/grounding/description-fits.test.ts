import { expect, test } from 'vitest';
import type { DataSpec } from '../artifacts/index.ts';
import { inputWordsFit, namesSaidClasses, outputWordsFit, tidyWords } from './description-fits.ts';

const PICTURES: DataSpec = {
  kind: 'image-folders',
  target: 'class',
  facts: { IMAGE_SIZE: [224, 224], CHANNELS: 3, CLASS_COUNT: 4 },
};
const TABLE: DataSpec = { kind: 'table', target: 'class', facts: { CLASS_COUNT: 2 } };

test.each([
  ['Satellite images of fields', TABLE, false],
  ['Satellite images of fields', PICTURES, true],
  ['Audio data of sentences', TABLE, false],
  ['Rows of soil values', TABLE, true],
  ['Images of shape (224, 224, 3)', PICTURES, true],
  ['Shape of the input data is (batch_size, 224, 224, 3)', PICTURES, true],
  ['Shape of the input data is (batch_size, 224, 224, 224, 3)', PICTURES, false],
  ['Images of 64x64 pixels', PICTURES, false],
  ['Text sequences', PICTURES, false],
  ['Various features of leaves', PICTURES, false],
  ['Brain MRI scans', PICTURES, true],
  ['Text data for training', { ...TABLE, kind: 'signal-table' }, false],
  ['Tabular data with features', { ...TABLE, kind: 'audio-folders' }, false],
  ['Recordings of birds', { ...TABLE, kind: 'audio-folders' }, true],
  ['Reviews as text', { ...TABLE, kind: 'text-table' }, true],
  ['Images of images', PICTURES, false],
  ['Various features of whether a pump fails', TABLE, false],
  ['Leaf images of', PICTURES, false],
] as const)('%s of %j: %s', (text, data, fits) => {
  expect(inputWordsFit(text, data)).toBe(fits);
});

test.each([
  ['Images of varying sizes', false],
  ['Images of tiles with dimensions 227, 3 channels', false],
  ['Images of size 10x7x7', false],
  ['Images of 224 pixels with 3 channels, values 0-255', true],
])('%s beside a stated size: %s', (text, fits) => {
  expect(inputWordsFit(text, PICTURES, true)).toBe(fits);
});

test.each([
  ['Binary labels (up or not)', false],
  ['Binary labels (ripe or rotten)', true],
  ['Binary labels (0 or 1)', true],
  ['Price of the fruit', true],
])('classes of %s are said: %s', (text, fits) => {
  expect(namesSaidClasses(text, 'tell ripe from rotten plums')).toBe(fits);
});

test.each([
  ['Class labels for image classification', 'image', false],
  ['Single regression values', 'image', false],
  ['Depth maps of the same size', 'image', true],
  ['Categorical labels', 'number', false],
  ['Price in euros', 'number', true],
  ['Class labels', 'class', true],
  ['4 classes', 'class', true],
  ['6 classes', 'class', false],
  ['Binary classification', 'class', false],
  ['Four classes of leaves', 'class', true],
  ['Three classes', 'class', false],
  ['Predicted probability of rain', 'number', false],
  ['Shape (batch_size, 4)', 'class', true],
  ['Shape (batch_size, 1), probabilities', 'class', false],
  ['Output shape is (128, 256, 256, 3)', 'mask', false],
  ['Output shape is (128, 256) for the captions', 'text', false],
  ['Multi-label classification', 'class', false],
  ['Multi-label classification', 'labels', true],
  ['Tags of each word', 'tags', true],
  ['Shape (batch_size, vocab_size)', 'class', false],
  ['Generated images', 'mask', false],
  ['Masks of the vessels', 'mask', true],
  ['Generated images', 'text', false],
  ['Generated captions for images', 'text', true],
  ['Predicted next word', 'future', false],
  ['Predicted start and end positions', 'class', false],
  ['Coordinates of each box', 'box', true],
  ['Class labels', 'box', false],
] as const)('%s for %s: %s', (text, target, fits) => {
  expect(outputWordsFit(text, { ...PICTURES, target })).toBe(fits);
});

test('a description says once that it is of images', () => {
  expect(tidyWords('Images of chest X-ray images')).toBe('Chest X-ray images');
  expect(tidyWords('Images of leaves')).toBe('Images of leaves');
});
