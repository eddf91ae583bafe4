import { expect, test } from 'vitest';
import { readRequirement } from '../requirement/index.ts';
import { askedConstants } from './asked-constants.ts';

test.each([
  ['split 70/15/15 and use seed 7', { VALIDATION_SHARE: 0.15, TEST_SHARE: 0.15, SEED: 7 }],
  ['an 80/20 train test split', { TEST_SHARE: 0.2 }],
  ['hold out 25% for testing', { TEST_SHARE: 0.25 }],
  ['early stopping with patience 12', { PATIENCE: 12 }],
  ['stop after 8 epochs without progress', { PATIENCE: 8 }],
  ['stop early if the loss does not go down in 8 epochs', { PATIENCE: 8 }],
  ['60% train, 25% validation and the rest test', { VALIDATION_SHARE: 0.25, TEST_SHARE: 0.15 }],
  ['test with 30 percent, validation 10 percent', { TEST_SHARE: 0.3, VALIDATION_SHARE: 0.1 }],
  ['train for 8 epochs', {}],
])('%s', (text, constants) => {
  expect(askedConstants(readRequirement({ text, attributes: '' }).asks)).toEqual(constants);
});
