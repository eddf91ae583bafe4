import { expect, test } from 'vitest';
import type { DataSpec, Facts, Sample } from '../../artifacts/index.ts';
import { parseLayer, renderLayer } from '../../plan/index.ts';
import { readRequirement, statedOf } from '../../requirement/index.ts';
import { resizeLayers } from './resize-layers.ts';

const spec = (target: DataSpec['target'], facts: Facts): DataSpec => ({
  kind: 'images',
  target,
  facts,
});

const NOTHING = statedOf(readRequirement({ text: '', attributes: '' }));

function resize(layers: readonly string[], own: DataSpec, data: DataSpec): readonly string[] {
  const calls = layers.map(parseLayer).filter((layer) => layer.kind === 'call');
  const program = { data: own } as Sample;
  return resizeLayers(calls, { data, stated: NOTHING, program }).map(renderLayer);
}

test.each([
  {
    name: 'a generator starts from a larger picture and ends in grey',
    target: 'sample',
    layers: [
      'Dense(8192)',
      'Reshape((8, 8, 128))',
      "Conv2DTranspose(3, (5, 5), activation='tanh')",
      'Dense(1)',
    ],
    from: { IMAGE_SIZE: [32, 32], CHANNELS: 3 },
    to: { IMAGE_SIZE: [64, 48], CHANNELS: 1 },
    after: [
      'Dense(24576)',
      'Reshape((16, 12, 128))',
      "Conv2DTranspose(1, (5, 5), activation='tanh')",
      'Dense(1)',
    ],
  },
  {
    name: 'a decoder ends in the words that are known',
    target: 'text',
    layers: ['GRU(64)', "Dense(8000, activation='softmax')"],
    from: { VOCABULARY_SIZE: 8000 },
    to: { VOCABULARY_SIZE: 500 },
    after: ['GRU(64)', "Dense(500, activation='softmax')"],
  },
  {
    name: 'a tagger ends in the tags',
    target: 'tags',
    layers: ["TimeDistributed(Dense(9, activation='softmax'))"],
    from: { CLASS_COUNT: 9 },
    to: { CLASS_COUNT: 4 },
    after: ["TimeDistributed(Dense(4, activation='softmax'))"],
  },
  {
    name: 'what is the same stays',
    target: 'image',
    layers: ["Conv2D(3, (3, 3), activation='sigmoid')", 'Reshape((-1, 128))'],
    from: { IMAGE_SIZE: [64, 64], CHANNELS: 3 },
    to: { IMAGE_SIZE: [64, 64], CHANNELS: 3 },
    after: ["Conv2D(3, (3, 3), activation='sigmoid')", 'Reshape((-1, 128))'],
  },
] as const)('$name', ({ target, layers, from, to, after }) => {
  expect(resize(layers, spec(target, from), spec(target, to))).toEqual(after);
});

test('a row that is written again is as wide as the table', () => {
  const table = (facts: Facts): DataSpec => ({ kind: 'table', target: 'anomaly', facts });
  expect(
    resize(
      ['Dense(14)', 'Dense(32)', 'Dense(14)'],
      table({ NUMERIC_COUNT: 8, CATEGORY_SIZES: [6] }),
      table({ NUMERIC_COUNT: 3, CATEGORY_SIZES: [4, 5] }),
    ),
  ).toEqual(['Dense(14)', 'Dense(32)', 'Dense(12)']);
});
