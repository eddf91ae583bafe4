import { expect, test } from 'vitest';
import { SPECIAL_TOKENS } from '../plan-text.ts';
import { createTokenizer } from '../tokenizer/bpe.ts';
import { PLAN_PATTERN, trainBpe } from '../tokenizer/train-bpe.ts';
import { createWordCheck } from './word-check.ts';

const TEXTS = ['Images of several classes', 'Several classes of images', 'Rows of soil values'];
const tokenizer = createTokenizer(
  trainBpe(TEXTS, { size: 400, specials: SPECIAL_TOKENS, pattern: PLAN_PATTERN, minimum: 1 }),
);
const consistsOfWords = createWordCheck(tokenizer);

test.each([
  ['Images of several classes', true],
  ['Images of 22 crops in RGB', true],
  ['Images of turbines', true],
  ['Images of Categorybertained borbolumpayaptions', false],
])('%s: %s', (text, known) => {
  const requirement = { text: 'Which crops grow, and which turbine fails', attributes: '' };
  expect(consistsOfWords(text, requirement)).toBe(known);
});
