import { expect, test } from 'vitest';
import { NO_PLAN, recordOf } from '../artifacts/index.ts';
import { evaluatePredictors } from './evaluate-predictors.ts';
import { ofAnotherLine, type GroundPrediction } from './evaluation-rows.ts';

const ground: GroundPrediction = (_, { plan }) => Promise.resolve(recordOf(plan));
const signal = new AbortController().signal;

function line(requirement: string, category: string, layers: readonly string[]): string {
  return JSON.stringify({
    'User Requirement': requirement,
    'Dataset Attributes': '',
    'Code Plan': {
      'Task Category': category,
      Dataset: { Input: 'Rows of numbers', Output: 'A number' },
      'Model Architecture': { Layers: layers, Hyperparameters: { optimizer: 'Adam', epochs: 10 } },
    },
  });
}
const HOUSES = line('Predict the price of a house from a table', 'Tabular Regression', ['Dense']);
const LEAVES = line('Tell the disease of a leaf from a photo', 'Image Classification', ['Conv2D']);

test('every predictor is scored on the same plans, with what the language model adds', async () => {
  const seen: string[] = [];
  const evaluated = await evaluatePredictors([HOUSES, 'no JSON', LEAVES].join('\n'), {
    ground,
    training: HOUSES,
    signal,
    onRow: ({ id }) => seen.push(id),
  });
  const rows = new Map(evaluated.rows.map((row) => [row.id, row]));
  expect(seen).toEqual([...rows.keys()]);
  expect(seen).toEqual(
    expect.arrayContaining([
      'global majority',
      'nearest training plan',
      'k-nearest vote',
      'linear classifiers',
      'language model, greedy',
      'language model, 3 beams',
      'fused, language model of another line',
      'fused without reranker',
      'fused',
      'nearest-plan',
      'fused-plan',
    ]),
  );
  expect(new Set(evaluated.rows.map(({ scores: { n, valid } }) => `${n} ${valid}`)).size).toBe(1);
  expect(rows.get('fused')?.scores.metrics.category.value).toBe(1);
  expect(rows.get('global majority')?.scores.metrics.category.value).toBe(0.5);
  expect(rows.get('nearest training plan')?.ships).toBe(false);
  expect(evaluated.problems).toMatchObject({ 'bad line': { count: 1 } });
  expect(evaluated.decided['input']).toBeGreaterThan(0);
  expect(evaluated.calibration.grounded).toHaveProperty('category');
});

test('plans of which none can be used are an error that says why', async () => {
  const asked = evaluatePredictors('no JSON', { ground, signal, onRow: () => undefined });
  await expect(asked).rejects.toMatchObject({ code: 'BAD_INPUT', data: { problems: {} } });
});

test('an interrupted evaluation stops', async () => {
  const asked = evaluatePredictors(HOUSES, {
    ground,
    signal: AbortSignal.abort(),
    onRow: () => undefined,
  });
  await expect(asked).rejects.toThrow(/abort/i);
});

test('candidates of another line are never those of the own', async () => {
  const gold = ['a', 'b', 'c'].map((text) => ({
    requirement: { text, attributes: '' },
    plan: NO_PLAN,
  }));
  const asked: string[] = [];
  const source = ofAnotherLine(
    {
      id: 'given',
      candidates: ({ text }) => {
        asked.push(text);
        return Promise.resolve([]);
      },
    },
    gold,
  );
  for (const { requirement } of gold) await source.candidates(requirement, 1);
  expect(asked).toEqual(['c', 'a', 'b']);
});
