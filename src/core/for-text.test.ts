import { expect, test } from 'vitest';
import { forText, lazyExpression } from './for-text.ts';
import { neededWords } from './needed-words.ts';

const TEXTS = [
  "Predict the price_2 of 12 houses' gardens, [sic] (3x4)!",
  'CLASSES: a, b and c (0.5 of 3)',
  'a\\b p{L} -- .5 X-ray',
  'Größe von 3 Äpfeln in ½ Stunde',
  'cla\u017F\u017Fes of the \u212Aelvin scale',
  '',
];

test.each([
  /(?<![\p{L}\p{N}_])\p{L}[\p{L}\p{N}'-]*(?![\p{L}\p{N}_])/gu,
  /[^\p{L}\p{N}]+/gu,
  /\p{L}+\s\p{N}+/giu,
  /\[[\p{L}\]]+|\\p|[[\p{L}\p{M}]+/gu,
  /\b(?:the|of)\s+([\p{L}-]{0,8}?)\b/giu,
  /(?:\bclass(?:es)?|\bkelvin)(?= |:)/giu,
  /x?-?ray|\(\d|äpfel\w/gi,
  /(?=\.)\.5|(?:sic){0,1}\]/g,
])('%s finds the same in every text', (expression) => {
  for (const text of TEXTS) {
    const found = [...text.matchAll(forText(expression, text))].map((match) => [...match]);
    expect(found).toEqual([...text.matchAll(expression)].map((match) => [...match]));
  }
});

test('only a text in ASCII is searched with another expression, which is kept', () => {
  const expression = /\p{L}+/u;
  expect(forText(expression, 'Äpfel').source).toBe(String.raw`\p{L}+`);
  expect(forText(expression, 'apples').source).toBe('[A-Za-z]+');
  expect(forText(expression, 'pears')).toBe(forText(expression, 'apples'));
});

test('a text without the words that an expression needs is not searched', () => {
  const expressionFor = lazyExpression(String.raw`\b(?:dense|hidden) layers?\b`, 'i');
  expect(expressionFor('two Hidden Layers').test('two Hidden Layers')).toBe(true);
  expect(expressionFor('two blocks').source).toBe('(?!)');
});

test.each([
  [String.raw`\b(?:dense|hidden) units?\b`, ['dense', 'hidden']],
  [String.raw`(?:dense )?units? of\b`, ['unit']],
  [String.raw`Conv(?:1|2)D+`, ['conv']],
  [String.raw`(?:next|nächste)\s`, ['next', 'chste']],
  [String.raw`(?<!not )(?=best)[bB]\. ?a{2}`, ['.']],
  [String.raw`\p{L}+(?<name>\d|two){1,2}`, null],
  [String.raw`(?:loss|)x*`, null],
  [String.raw`\(a\|b\)`, ['(a|b)']],
])('every match of %s has one of its words', (source, words) => {
  expect(neededWords(source)).toEqual(words);
});
