import { describe, expect, test } from 'vitest';
import { readRequirement } from './read-requirement.ts';

function unread(text: string, name: string): readonly string[] {
  return readRequirement({ text, attributes: '' })
    .asks.filter((ask) => ask.name === name)
    .map(({ words }) => words);
}

describe('items that ask for what no term names are asks', () => {
  test.each([
    [
      'a command',
      'Classify images. Interpolate between both halves.',
      ['Interpolate between both halves'],
    ],
    ['a duty', 'Classify images. Demographic parity must hold.', ['Demographic parity']],
    ['a wish', 'I want a chat loop. Classify letters with a GRU.', ['chat loop']],
    [
      'a sentence without a verb',
      'Classify rows. AUC, lift chart, Gower similarity.',
      ['lift chart', 'Gower similarity'],
    ],
    ['a list of points', 'Classify rows\n- drop the shoe lace\n- Adam', ['drop the shoe lace']],
    ['a general term with what it is of', 'Classify rows. Plot the seams.', ['seams']],
    ['what was read is not told again', 'Classify rows with an LSTM. Report the F1 score.', []],
    ['what states something', 'We bake since March. Classify photos of bread.', []],
    ['why something is asked', 'Use Adam, because sheep are slow. Classify rows.', []],
    ['greetings', 'Dear all,\nclassify rows.\nBest regards', []],
    [
      'the task in other words',
      'Tell ripe plums from unripe plums. The ripe plums must be seen.',
      [],
    ],
  ])('%s', (_, text, expected) => {
    expect(unread(text, 'unknown')).toEqual(expected);
  });
});

describe('numbers that no ask has as its value are asks', () => {
  test.each([
    ['a setting', 'Classify rows. Gamma is 2.', ['Gamma is 2']],
    ['a list', 'Classify rows. Dilations of 1, 2 and 4.', ['Dilations of 1, 2 and 4']],
    ['a bound', 'Classify rows. It must not exceed 5 MB.', ['must not exceed 5 MB']],
    [
      'a number beside a term',
      'Classify rows. Ensemble of 5 networks.',
      ['Ensemble of 5 networks'],
    ],
    ['read values', 'Classify rows: batch size 8, 20 epochs, Adam 1e-3, dropout 0.2.', []],
    ['how much data there are', 'Classify rows. The file holds 900 records.', []],
    ['names with digits', 'Classify 2-D images with ResNet50 as of 2021.', []],
  ])('%s', (_, text, expected) => {
    expect(unread(text, 'unknown number')).toEqual(expected);
  });
});

test('attributes describe data and ask for nothing', () => {
  const attributes = 'Hoof angles. 7 paddocks must be there.';
  const asks = readRequirement({ text: 'Classify horses', attributes }).asks;
  expect(asks.filter(({ name }) => name.startsWith('unknown'))).toEqual([]);
});

test('reading what is not understood is linear in the length of the text', () => {
  const time = (count: number): number => {
    const text = 'Report the lift chart, 3 gammas. '.repeat(count);
    const start = performance.now();
    readRequirement({ text, attributes: '' });
    return performance.now() - start;
  };
  time(20);
  expect(time(240)).toBeLessThan(24 * Math.max(4, time(60)));
});
