import { describe, expect, test } from 'vitest';
import { verifies } from '../../tests/requirements.ts';
import type { DataKind, Plan, Sample, TargetKind } from '../artifacts/index.ts';
import { leaveOut, requirementSimilarity } from './leave-out.ts';
import { rankSamples } from './rank-samples.ts';

function makePlan(category: string, layers: readonly string[]): Plan {
  return {
    category,
    dataset: { input: 'items', output: 'answers' },
    preprocess: 'split',
    layers,
    hyperparameters: {
      optimizer: 'Adam',
      loss: null,
      learningRate: 0.001,
      batchSize: 32,
      epochs: 10,
      metric: null,
    },
  };
}

function makeSample(
  id: string,
  category: string,
  kind: DataKind,
  target: TargetKind,
  layers: readonly string[],
): Sample {
  return {
    id,
    requirement: { text: `Do the thing called ${id} with care and skill`, attributes: '' },
    plan: makePlan(category, layers),
    data: { kind, target, facts: {} },
    topology: 'trunk',
    holes: {},
    licence: 'Apache-2.0',
    tags: [],
    program: '',
    verified: null,
  };
}

const SAMPLES = [
  makeSample('c-lstm', 'Text Classification', 'text-table', 'class', ['LSTM(64)']),
  makeSample('a-cnn', 'Image Classification', 'image-folders', 'class', ['Conv2D(32, 3)']),
  makeSample('b-gru', 'Text Classification', 'text-folders', 'class', ['GRU(64)']),
  makeSample('d-number', 'Tabular Regression', 'text-table', 'number', ['LSTM(64)', 'LSTM(32)']),
];

const ids = (plan: Plan, data: { kind: DataKind; target: TargetKind } | null): string[] =>
  rankSamples(plan, data === null ? null : { ...data, facts: {} }, SAMPLES).map(
    ({ sample }) => sample.id,
  );

describe(`${verifies('retrieval-category-first')} order`, () => {
  test.each([
    {
      name: 'the category comes before the text',
      plan: makePlan('Text Classification', ['Conv2D(32, 3)']),
      data: null,
      order: ['b-gru', 'c-lstm', 'a-cnn', 'd-number'],
    },
    {
      name: 'then the nearer plan',
      plan: makePlan('text classification', ['LSTM(64)']),
      data: null,
      order: ['c-lstm', 'b-gru', 'd-number', 'a-cnn'],
    },
    {
      name: 'what fits the data comes before the category',
      plan: makePlan('Text Classification', ['LSTM(64)']),
      data: { kind: 'image-folders', target: 'class' },
      order: ['a-cnn', 'c-lstm', 'b-gru', 'd-number'],
    },
    {
      name: 'an unknown category still ranks all',
      plan: makePlan('Knitting', ['GRU(64)']),
      data: null,
      order: ['b-gru', 'c-lstm', 'd-number', 'a-cnn'],
    },
  ] as const)('$name', ({ plan, data, order }) => {
    expect(ids(plan, data)).toEqual(order);
  });
});

test('the reason is in words', () => {
  const [first] = rankSamples(
    makePlan('Text Classification', ['LSTM(64)']),
    { kind: 'text-table', target: 'class', facts: {} },
    SAMPLES,
  );
  expect(first?.reason).toMatch(
    /^reads the same kind of data .*, same task category \(Text Classification\), BM25 -?\d/,
  );
});

test('no samples, no ranks', () => {
  expect(rankSamples(makePlan('Text Classification', []), null, [])).toEqual([]);
});

test.each([
  ['Classify photos of cats and dogs by a CNN', 'Classify photos of cats and dogs by a CNN!', true],
  [
    'Classify photos of cats and dogs by a small CNN',
    'classify PHOTOS of cats and dogs by a CNN',
    true,
  ],
  ['Classify photos of cats and dogs', 'Forecast the price of bread', false],
  ['', 'Forecast the price of bread', false],
])('near-duplicate: %s | %s', (left, right, same) => {
  expect(
    requirementSimilarity({ text: left, attributes: '' }, { text: right, attributes: '' }) >= 0.6,
  ).toBe(same);
});

test('the sample under test is left out by id and by its words', () => {
  const rest = leaveOut(SAMPLES, {
    id: 'a-cnn',
    requirement: { text: 'Do the thing called b-gru with care and skill', attributes: '' },
  });
  expect(rest.map(({ id }) => id)).toEqual(['c-lstm', 'd-number']);
});
