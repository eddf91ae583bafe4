import { expect, test } from 'vitest';
import type { PlanRecord } from '../artifacts/index.ts';
import { chooseQuestions } from './ask.ts';

const RECORD: PlanRecord = {
  plan: {
    category: 'Tabular Regression',
    dataset: { input: 'rows', output: 'a number' },
    preprocess: '',
    layers: ['Dense(1)'],
    hyperparameters: {
      optimizer: 'Adam',
      loss: 'mean_squared_error',
      learningRate: 0.001,
      batchSize: 32,
      epochs: 10,
      metric: null,
    },
  },
  data: null,
  confidence: { optimizer: 0.9, loss: 0.4, metric: 0.2 },
  alternatives: { optimizer: ['SGD'], loss: ['huber'], metric: ['r2_score'] },
  warnings: [],
  assumptions: [],
  substituted: [],
};

test('only what the predictor is unsure of is asked, the least sure first', () => {
  expect(chooseQuestions(RECORD)).toMatchObject([
    { field: 'metric', now: 'not stated', choices: ['r2_score'] },
    { field: 'loss', now: 'mean_squared_error', choices: ['huber'] },
  ]);
});

test('where there is nothing else to choose, nothing is asked', () => {
  expect(chooseQuestions({ ...RECORD, alternatives: {} })).toEqual([]);
});
