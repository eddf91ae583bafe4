import { expect, test } from 'vitest';
import type { PlanRecord, TaskSpec } from '../artifacts/index.ts';
import { applyAnswer, chooseQuestions, taskQuestion } from './ask.ts';

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
  assumptions: ['Loss function: mean_squared_error (to fit data and target).', 'Epochs: 10.'],
  substituted: [],
  asked: [],
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

test('an answer is stated from then on; another word changes nothing', () => {
  const question = { field: 'loss', now: 'mean_squared_error', choices: ['Huber'] } as const;
  const answered = applyAnswer(RECORD, question, 'huber');
  expect(answered.plan.hyperparameters.loss).toBe('Huber');
  expect(answered.confidence).toMatchObject({ loss: 1, optimizer: 0.9 });
  expect(answered.assumptions).toEqual(['Epochs: 10.']);
  expect(applyAnswer(RECORD, question, 'hinge')).toBe(RECORD);
  expect(applyAnswer(RECORD, question, '')).toBe(RECORD);
});

const TASK: TaskSpec = {
  data: { kind: 'table', target: 'class', facts: {} },
  profile: null,
  category: 'Tabular Classification',
  confidence: 0.6,
  runnerUp: 'Text Classification',
  classNames: [],
  target: null,
  asks: [],
  assumptions: [],
  warnings: [],
};

test('a category that little speaks for is asked about, a sure one is not', () => {
  expect(taskQuestion(TASK)).toMatchObject({ field: 'category', choices: ['Text Classification'] });
  expect(taskQuestion({ ...TASK, confidence: 0.95 })).toBeNull();
});

test('a target that is a guess is asked about', () => {
  const target = { columns: ['a'], confidence: 0.3, others: ['b'] };
  expect(taskQuestion({ ...TASK, target })).toMatchObject({ field: 'target', choices: ['b'] });
  expect(
    taskQuestion({ ...TASK, confidence: 1, target: { ...target, confidence: 0.9 } }),
  ).toBeNull();
});

test('an answer leaves the line of values that were taken from a program', () => {
  const lines = ['As in the nearest program, x: Optimizer: Adam, Loss function: huber.'];
  const question = { field: 'optimizer', now: 'Adam', choices: ['SGD'] } as const;
  expect(applyAnswer({ ...RECORD, assumptions: lines }, question, 'SGD').assumptions).toEqual([
    'As in the nearest program, x: Loss function: huber.',
  ]);
});
