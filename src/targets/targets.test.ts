import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { NO_PLAN, TARGET_KINDS, type DataSpec } from '../artifacts/index.ts';
import { PACKAGE_ROOT } from '../core/index.ts';
import { HEAD_FORMS, normalizeLoss, parseLayer, type LayerGoal } from '../plan/index.ts';
import { readPool } from '../retrieval/index.ts';
import { chainGoal, fitHead, labelMode, outputFits, TARGETS, writeTargetDocs } from './index.ts';

const samples = await readPool(path.join(PACKAGE_ROOT, 'pool'));

test('every target has a program in the pool', () => {
  const known = new Set(samples.map(({ data }) => data.target));
  expect(TARGET_KINDS.filter((target) => !known.has(target))).toEqual([]);
});

test('every form of a head belongs to a target', () => {
  const forms = Object.values(TARGETS).flatMap((target) => target.forms);
  expect(HEAD_FORMS.filter((form) => !forms.includes(form))).toEqual([]);
});

describe.each(TARGET_KINDS)('the target %s', (target) => {
  const declared = TARGETS[target];

  test('has a head of one of its forms, and can be described where nothing is known', () => {
    const { form } = declared.head({}, false);
    expect([...declared.forms, null]).toContain(form);
    expect(declared.forms.length > 0).toBe(form !== null);
    expect(declared.describe({ kind: 'image-folders', target, facts: {} }, '')).not.toBe('');
  });

  test('describes itself in words that it takes for its own', () => {
    const own = samples.filter(({ data }) => data.target === target);
    const wrong = own
      .map(({ data }) => declared.describe(data, ''))
      .filter((text) => declared.words.never?.test(text) === true);
    expect(wrong.filter((text) => !text.startsWith('Binary'))).toEqual([]);
  });

  test('keeps the loss and metric of its programs', () => {
    for (const { id, data, plan } of samples.filter((sample) => sample.data.target === target)) {
      const { loss, metric, warnings } = fitHead(data, NO_PLAN.hyperparameters, plan);
      expect([id, loss, metric, warnings]).toEqual([
        id,
        plan.hyperparameters.loss,
        plan.hyperparameters.metric,
        [],
      ]);
    }
  });
});

const spec = (target: DataSpec['target'], facts: DataSpec['facts']): DataSpec => ({
  kind: 'table',
  target,
  facts,
});

test.each<readonly [DataSpec['target'], DataSpec['facts'], string[], string, LayerGoal | null]>([
  [
    'class',
    { CLASS_COUNT: 2 },
    ['Dense(1)'],
    'binary_crossentropy',
    { units: 1, activation: 'sigmoid' },
  ],
  [
    'class',
    { CLASS_COUNT: 2 },
    ['Dense(2)'],
    'binary_crossentropy',
    { units: 2, activation: 'softmax' },
  ],
  ['class', { CLASS_COUNT: 2 }, ['Flatten()'], 'hinge', { units: 1, activation: 'sigmoid' }],
  ['class', { CLASS_COUNT: 2 }, ['Dense(7)'], 'mse', { units: 2, activation: 'softmax' }],
  ['class', { CLASS_COUNT: 5 }, ['Dense(5)'], 'cce', { units: 5, activation: 'linear' }],
  [
    'class',
    { CLASS_COUNT: 5 },
    ['Dense(5)'],
    'categorical_hinge',
    { units: 5, activation: 'softmax' },
  ],
  [
    'class',
    { CLASS_COUNT: 5 },
    ["Dense(5, activation='sigmoid')"],
    'bce',
    { units: 5, activation: 'sigmoid' },
  ],
  ['labels', { TARGET: ['a', 'b', 'c'] }, [], 'bce', { units: 3, activation: 'sigmoid' }],
  ['number', { TARGET: ['a', 'b'] }, [], 'mse', { units: 2, activation: 'linear' }],
  ['future', { HORIZON: 6 }, [], 'mse', { units: 6, activation: 'linear' }],
  ['next', { VOCABULARY_SIZE: 800 }, [], 'cce', { units: 800, activation: 'softmax' }],
  ['mask', { CLASS_COUNT: 3 }, [], 'cce', null],
  ['text', {}, [], 'cce', null],
])('a chain for %s with %j after %j and %s ends in %j', (target, facts, texts, loss, goal) => {
  const layers = texts.map(parseLayer).filter((layer) => layer.kind === 'call');
  expect(chainGoal(spec(target, facts), layers, loss)).toEqual(goal);
});

test.each([
  ['binary_crossentropy', 1, 'sigmoid', 'binary'],
  ['sparse_categorical_crossentropy', 5, 'softmax', 'number'],
  ['sparse_categorical_crossentropy', 5, 'linear', 'logits'],
  ['categorical_crossentropy', 5, 'softmax', 'one-hot'],
  ['categorical_crossentropy', 5, 'linear', 'one-hot logits'],
  ['categorical_generalized_cross_entropy', 5, 'softmax', 'number'],
  ['categorical_hinge', 5, 'linear', 'one-hot'],
])('%s over %i units of %s takes labels as %s', (loss, units, activation, mode) => {
  expect(labelMode(normalizeLoss(loss).name, units, activation)).toBe(mode);
});

test('an output is judged where the facts say its shape', () => {
  expect(outputFits(spec('labels', { CLASS_COUNT: 4 }), [[null, 4]])).toBe(true);
  expect(outputFits(spec('labels', {}), [[null, 4]])).toBeNull();
  expect(outputFits(spec('mask', { IMAGE_SIZE: [8, 8], CLASS_COUNT: 2 }), [[null, 8, 8, 1]])).toBe(
    true,
  );
  expect(outputFits(spec('mask', { IMAGE_SIZE: [8, 8], CLASS_COUNT: 3 }), [[null, 8, 8, 1]])).toBe(
    false,
  );
  expect(outputFits(spec('text', {}), [[null, 4]])).toBeNull();
});

test('docs/pool.md says what the targets say', () => {
  const document = readFileSync(path.join(PACKAGE_ROOT, 'docs/pool.md'), 'utf8');
  expect(writeTargetDocs(document)).toBe(document);
});
