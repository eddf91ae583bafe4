import { expect, test } from 'vitest';
import type { Plan } from '../../artifacts/index.ts';
import { trainFields } from '../classifiers/fields.ts';
import { makeMemory } from '../memory/make-memory.ts';
import { createMemory } from '../memory/plan-memory.ts';
import { readRequirement } from '../../requirement/index.ts';
import { confidenceIn, otherValues } from './beliefs.ts';
import { rankLayers } from './choose-layers.ts';
import { scoreTexts } from './choose-text.ts';
import { countVotes, fuseVotes, weightedMedian } from './fuse-names.ts';
import { fusePlan, IDEAS } from './fuse-plan.ts';
import { fitRidge } from './ridge.ts';
import { describeTexts } from './text-pools.ts';
import { rerankTexts, trainReranker } from './text-reranker.ts';

const plan = (category: string, layers: readonly string[], epochs: number): Plan => ({
  category,
  dataset: { input: `${category} input`, output: `${category} output` },
  preprocess: '',
  layers,
  hyperparameters: {
    optimizer: 'Adam',
    loss: 'Mean Squared Error',
    learningRate: 0.001,
    batchSize: 32,
    epochs,
    metric: 'accuracy',
  },
});
const EXAMPLES = Array.from({ length: 12 }, (_, at) =>
  at % 2 === 0
    ? {
        requirement: {
          text: `I need to classify photographs of birds, task ${at}.`,
          attributes: '',
        },
        plan: plan('Image Classification', ['Conv2D', 'Flatten', 'Dense'], 10),
      }
    : {
        requirement: { text: `I need to forecast rainfall by hour, task ${at}.`, attributes: '' },
        plan: plan('Time Series Forecasting', ['LSTM', 'Dense'], 50),
      },
);
const memory = createMemory(makeMemory(EXAMPLES));
const classifiers = trainFields(memory, ['category']);
const ASKED = { text: 'I need to classify photographs of birds.', attributes: '' };

test.each([
  ['the heavier half', [1, 2, 10], [1, 1, 3], 10],
  ['the middle', [3, 1, 2], [1, 1, 1], 2],
  ['nothing', [], [], null],
])('the weighted median takes %s', (_, values, weights, expected) => {
  const items = values.map((value, at) => ({ value, weight: weights[at] ?? 0 }));
  expect(weightedMedian(items)).toBe(expected);
});

test('votes of judges add up by their weights', () => {
  const near = countVotes([
    { label: 'a', weight: 3 },
    { label: 'b', weight: 1 },
  ]);
  const ranked = fuseVotes([
    { votes: near, weight: 0.5 },
    { votes: new Map([['b', 1]]), weight: 0.5 },
  ]);
  expect(ranked).toEqual([
    { label: 'b', share: 0.625 },
    { label: 'a', share: 0.375 },
  ]);
});

test('the layers of least risk are those most references are near to', () => {
  const references = [
    { layers: ['Conv2D', 'Dense'], weight: 1 },
    { layers: ['Conv2D', 'Flatten', 'Dense'], weight: 1 },
    { layers: ['LSTM'], weight: 0.5 },
  ];
  expect(rankLayers([['LSTM'], ['Conv2D', 'Flatten', 'Dense']], references)).toEqual([1, 0]);
});

test('the text of least risk shares most words with the others', () => {
  const texts = ['Images of birds', 'Images of birds in colour', 'Rainfall by hour'];
  const scored = scoreTexts(
    texts,
    texts.map((text) => ({ text, weight: 1 })),
  );
  expect(scored[0]?.text).toMatch(/birds/);
});

test('a plan is fused from its neighbours, and twice the same', async () => {
  const parts = { memory, classifiers, sources: [], reranker: null };
  const fused = await fusePlan(parts, readRequirement(ASKED));
  expect(fused.plan.category).toBe('Image Classification');
  expect(fused.plan.layers).toEqual(['Conv2D', 'Flatten', 'Dense']);
  expect(fused.plan.hyperparameters.epochs).toBe(10);
  expect(fused.plan.dataset.input).not.toBe('');
  expect(await fusePlan(parts, readRequirement(ASKED))).toEqual(fused);
  expect(trainFields(memory, ['category'])).toEqual(classifiers);
});

test('a source of candidates is heard, and not when it is switched off', async () => {
  const other = plan('Audio Tagging', ['Rare layer'], 7);
  const source = {
    id: 'given',
    candidates: () =>
      Promise.resolve([
        { plan: { ...other, dataset: { input: 'Birdsong', output: 'Tags' } }, share: 1 },
      ]),
  };
  const parts = { memory, classifiers, sources: [source], reranker: null };
  const heard = await fusePlan(parts, readRequirement(ASKED));
  const unheard = await fusePlan(parts, readRequirement(ASKED), [
    'neighbours',
    'classifiers',
    'minimum-risk',
  ]);
  expect(otherValues(heard.beliefs, 'category', heard.plan.category)).toContain('Audio Tagging');
  expect(heard.plan.dataset.input).toBe('Birdsong');
  expect(unheard.plan.dataset.input).not.toBe('Birdsong');
});

test('spellings of one value are one belief', () => {
  const loss = [
    { value: 'Mean Squared Error', confidence: 0.4 },
    { value: 'mean_absolute_error', confidence: 0.3 },
    { value: 'mean_squared_error', confidence: 0.2 },
  ];
  expect(confidenceIn({ loss }, 'loss', 'MeanSquaredError')).toBeCloseTo(0.6);
  expect(confidenceIn({ loss }, 'loss', 'huber')).toBe(0);
  expect(confidenceIn({ loss }, 'metric', 'accuracy')).toBeNull();
  expect(otherValues({ loss }, 'loss', 'mean_absolute_error')).toEqual(['Mean Squared Error']);
});

test('where the category is known, only neighbours and candidates of it are heard', async () => {
  const asked: unknown[] = [];
  const source = {
    id: 'given',
    candidates: (_: unknown, __: number, category?: string) => {
      asked.push(category);
      return Promise.resolve([]);
    },
  };
  const parts = { memory, classifiers, sources: [source], reranker: null };
  const known = 'Time Series Forecasting';
  const { plan: made } = await fusePlan(parts, readRequirement(ASKED), IDEAS, known);
  expect(asked).toEqual([known]);
  expect(made).toMatchObject({ category: known, layers: ['LSTM', 'Dense'] });
  expect(made.hyperparameters.epochs).toBe(50);
  const unheardOf = await fusePlan(parts, readRequirement(ASKED), IDEAS, 'Graph Colouring');
  expect(unheardOf.plan.category).toBe('Graph Colouring');
  expect(unheardOf.plan.layers).toEqual(['Conv2D', 'Flatten', 'Dense']);
});

test('a requirement of no known word still gives a whole plan', async () => {
  const { plan: made } = await fusePlan(
    { memory, classifiers, sources: [], reranker: null },
    readRequirement({ text: 'zzz qqq', attributes: '' }),
  );
  expect(made.layers.length).toBeGreaterThan(0);
  expect(made.category).not.toBe('');
});

test('ridge regression finds the weights of a plane', () => {
  const rows = [
    [1, 0, 2],
    [1, 1, 0],
    [1, 3, 1],
    [1, 2, 5],
  ];
  const values = rows.map(([, first = 0, second = 0]) => 4 - first + 2 * second);
  const weights = fitRidge(rows, values, 1e-9);
  expect(weights.map((weight) => Number(weight.toFixed(4)))).toEqual([4, -1, 2]);
});

test('the reranker learns to prefer what the user said', () => {
  const examples = ['birds', 'cats', 'ships', 'roads'].map((thing) => {
    const pool = {
      forms: [{ text: `Images of ${thing}`, score: 0.3 }],
      texts: ['Rainfall by hour', 'Rainfall by day', `Images of ${thing} in colour`].map(
        (text) => ({
          text,
          weight: 1,
        }),
      ),
    };
    return {
      requirement: { text: `Sort images of ${thing}.`, attributes: '' },
      pools: { input: pool, output: pool },
      gold: { input: `Images of ${thing}`, output: `Images of ${thing}` },
    };
  });
  const { input } = trainReranker(examples);
  const [first] = examples;
  const [chosen] = rerankTexts(input, describeTexts(first!.pools.input, first!.requirement));
  expect(chosen).toMatch(/birds/);
  expect(rerankTexts(input, [])).toEqual([]);
});
