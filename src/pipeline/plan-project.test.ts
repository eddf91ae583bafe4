import path from 'node:path';
import { expect, test } from 'vitest';
import type { Plan, PlanRecord, Requirement } from '../artifacts/index.ts';
import { PACKAGE_ROOT } from '../core/index.ts';
import { readPool } from '../retrieval/index.ts';
import { createFusedPlanPredictor } from '../predictor/fused-plan.ts';
import type { FusionParts } from '../predictor/fusion/fuse-plan.ts';
import { FIELD_FUSION } from '../predictor/fusion/fusion-table.ts';
import { makeMemory } from '../predictor/memory/make-memory.ts';
import { createMemory } from '../predictor/memory/plan-memory.ts';
import { planProject } from './plan-project.ts';

const samples = await readPool(path.join(PACKAGE_ROOT, 'pool'));
const PICTURES: Plan = {
  category: 'Image Classification',
  dataset: { input: 'Pictures of houses', output: 'Class labels' },
  preprocess: '',
  layers: ['Conv2D', 'Flatten', 'Dense'],
  hyperparameters: {
    optimizer: 'Adam',
    loss: 'Categorical Crossentropy',
    learningRate: 0.001,
    batchSize: 32,
    epochs: 10,
    metric: 'accuracy',
  },
};
async function planWith(parts: FusionParts, requirement: Requirement): Promise<PlanRecord> {
  const predictor = createFusedPlanPredictor(parts);
  const { record } = await planProject(
    { requirement, data: null, samples, given: null },
    { predictPlan: ({ reading }) => predictor.predict(reading) },
  );
  return record;
}

const WORDS = 'A table with the price of each house';

test('what was written for another category than the one that is decided is written again for that', async () => {
  const asked: (string | undefined)[] = [];
  const source = {
    id: 'given',
    candidates: (_: unknown, __: number, category?: string) => {
      asked.push(category);
      const plan =
        category === undefined
          ? PICTURES
          : { ...PICTURES, category, dataset: { input: WORDS, output: 'The price of the house' } };
      return Promise.resolve([{ plan, share: 1 }]);
    },
  };
  const requirement = { text: 'Predict the price of each house, a regression on a CSV table.' };
  const examples = [{ requirement: { ...requirement, attributes: '' }, plan: PICTURES }];
  const memory = createMemory(makeMemory(examples));
  const parts = { memory, classifiers: {}, sources: [source], reranker: null };
  const { plan } = await planWith(parts, { ...requirement, attributes: '' });
  expect(asked).toEqual(['Tabular Regression']);
  expect(plan.category).toBe('Tabular Regression');
  expect(plan.dataset.input).toBe(WORDS);
});

test('a user sees how sure the predictor is of what stands in the plan, and what else it could be', async () => {
  const written = (loss: string, metric: string): Plan => ({
    ...PICTURES,
    category: 'Tabular Regression',
    hyperparameters: { ...PICTURES.hyperparameters, loss, metric },
  });
  const usual = written('Mean Squared Error', 'mean_absolute_error');
  const source = {
    id: 'given',
    candidates: () =>
      Promise.resolve([
        { plan: written('mean_absolute_error', 'r2_score'), share: 0.5 },
        { plan: written('Categorical Crossentropy', 'accuracy'), share: 0.5 },
      ]),
  };
  const requirement = {
    text: 'Predict the price of each house with Adam, a regression on a CSV table.',
    attributes: '',
  };
  const examples = Array.from({ length: 5 }, () => ({ requirement, plan: usual }));
  const memory = createMemory(makeMemory(examples));
  const parts = { memory, classifiers: {}, sources: [source], reranker: null };
  const { plan, confidence, alternatives } = await planWith(parts, requirement);
  const { candidates, trust } = FIELD_FUSION.loss;
  expect(plan.hyperparameters).toMatchObject({ loss: 'Mean Squared Error', optimizer: 'Adam' });
  expect(confidence.category).toBeGreaterThan(0.8);
  expect(confidence.layers).toBeGreaterThan(0);
  expect(confidence.loss).toBeCloseTo(trust / (1 + candidates));
  expect(confidence.optimizer).toBe(1);
  expect(alternatives).toMatchObject({ loss: ['mean_absolute_error'], metric: ['r2_score'] });
  expect(alternatives.optimizer).toBeUndefined();
});
