import { describe, expect, test } from 'vitest';
import type { Plan } from '../artifacts/index.ts';
import { verifies } from '../../tests/requirements.ts';
import { PLAN_METRICS, scorePlan, scorePlans, type PlanMetric } from './index.ts';

const GOLD: Plan = {
  category: 'Image Classification',
  dataset: { input: 'RGB images of leaves, 64 by 64', output: 'one of 4 diseases' },
  preprocess: 'scale to 0-1',
  layers: ['Conv2D(32, 3)', 'Flatten()', 'Dense(4)'],
  hyperparameters: {
    optimizer: 'Adam',
    loss: 'Sparse Categorical Crossentropy',
    learningRate: 0.001,
    batchSize: 32,
    epochs: 20,
    metric: 'accuracy',
  },
};

function change(changes: Partial<Plan>, hyperparameters: Partial<Plan['hyperparameters']> = {}) {
  return { ...GOLD, ...changes, hyperparameters: { ...GOLD.hyperparameters, ...hyperparameters } };
}

function round(value: number): number {
  return Math.round(value * 1e12) / 1e12;
}

const ROWS: readonly [string, Plan | null, PlanMetric, number][] = [
  [
    'case and punctuation do not count',
    change({ category: 'image-classification' }),
    'category',
    1,
  ],
  ['another category', change({ category: 'Image Segmentation' }), 'category', 0],
  ['a loss as Keras writes it', change({}, { loss: 'sparse_categorical_crossentropy' }), 'loss', 1],
  ['an alias is another name', change({}, { metric: 'acc' }), 'metric', 0],
  ['an alias means the same', change({}, { metric: 'acc' }), 'metricAliases', 1],
  ['a loss of another meaning', change({}, { loss: 'mse' }), 'lossAliases', 0],
  ['an absent optimizer', change({}, { optimizer: null }), 'optimizer', 0],
  ['learning rate, absolute', change({}, { learningRate: 0.003 }), 'learningRate', 0.002],
  ['learning rate, absent', change({}, { learningRate: null }), 'learningRate', Number.NaN],
  ['batch size, absent, is 0', change({}, { batchSize: null }), 'batchSize', 32],
  ['epochs', change({}, { epochs: 50 }), 'epochs', 30],
  ['a layer less', change({ layers: ['Conv2D(32, 3)', 'Flatten()'] }), 'layers', 8 / 3],
  [
    'a layer less, in sequence',
    change({ layers: ['Conv2D(32, 3)', 'Dense(4)'] }),
    'layerSequence',
    1,
  ],
  [
    'arguments are no kinds',
    change({ layers: ['layers.Conv2D(8)', 'Flatten', 'Dense layer'] }),
    'layerSequence',
    0,
  ],
  ['no plan: every layer to be written', null, 'layers', (13 + 9 + 8) / 3],
  ['no plan: no category', null, 'category', 0],
  ['no plan: no text', null, 'overall', 0],
  ['no plan: no learning rate', null, 'learningRate', Number.NaN],
  ['no plan: epochs are 0', null, 'epochs', 20],
];

describe(`plans ${verifies('plan-metrics')}`, () => {
  test.each(ROWS)('%s', (_name, prediction, metric, value) => {
    expect(round(scorePlan(GOLD, prediction)[metric])).toEqual(round(value));
  });

  test('a plan against itself is perfect', () => {
    const { metrics, valid } = scorePlans([GOLD], [GOLD]);
    expect(valid).toBe(1);
    for (const metric of ['overall', 'category', 'input', 'output', 'loss'] as const) {
      expect(metrics[metric].value).toBeCloseTo(1, 12);
    }
    for (const metric of ['layers', 'layerSequence', 'learningRate', 'epochs'] as const) {
      expect(metrics[metric].value).toBe(0);
    }
  });

  test('invalid predictions stay in the denominator', () => {
    const { n, valid, metrics, perPlan } = scorePlans([GOLD, GOLD], [GOLD, null]);
    expect({ n, valid, category: metrics.category.value }).toEqual({
      n: 2,
      valid: 0.5,
      category: 0.5,
    });
    expect(perPlan).toHaveLength(2);
  });

  test('leniently read fields count, their form does not', () => {
    const scores = scorePlans([GOLD, GOLD], [GOLD, GOLD], { valid: [true, false] });
    expect([scores.valid, scores.metrics.category.value]).toEqual([0.5, 1]);
  });

  test('the same scores give the same interval, around the value', () => {
    const run = () => scorePlans([GOLD, GOLD, GOLD], [GOLD, null, GOLD]).metrics.category;
    expect(run()).toEqual(run());
    expect(run().low).toBeLessThan(run().value);
    expect(run().high).toBeGreaterThan(run().value);
  });

  test('unequal counts are refused', () => {
    expect(() => scorePlans([GOLD], [])).toThrow(/1 reference plans and 0 predictions/);
  });

  test('a plan of endless layers is no plan', () => {
    const endless = change({ layers: ['x'.repeat(1_000_000)] });
    const { valid, perPlan } = scorePlans([GOLD], [endless]);
    expect(valid).toBe(0);
    expect(PLAN_METRICS.every((metric) => metric in (perPlan[0] ?? {}))).toBe(true);
  });

  test('nothing scored is NaN', () => {
    expect(scorePlans([], []).metrics.overall.value).toBeNaN();
  });
});
