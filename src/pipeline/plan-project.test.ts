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

test.each([
  ['Classify images of cats and dogs', 'image-folders', 2, /cats.*dogs/i],
  ['Tell rock, paper and scissors apart on photos', 'image-folders', 3, /rock, paper, scissors/],
  ['Detect whether a tweet is positive, negative or neutral', 'text-table', 3, /neutral/],
  ['Predict the weather (sunny, rainy, cloudy, foggy) from photos', 'image-folders', 4, /foggy/],
  ['Sort fruit photos: apple, banana, orange', 'image-folders', 3, /apple, banana, orange/],
  ['Recognise ten spoken digits', 'audio-folders', 10, /digit/],
  ['Estimate calories in food pictures', 'image-table', undefined, /calories/],
  ['Classify bird songs by species', 'audio-folders', 4, /species|classes/],
  ['Write captions for photos', 'image-captions', undefined, /caption|sentence/i],
  ['Segment retina images into two classes', 'image-masks', 2, /mask|class|segment/i],
] as const)('%s: what ships speaks of that alone', async (text, kind, classes, output) => {
  const requirement = { text, attributes: '' };
  const { record } = await planProject({ requirement, data: null, samples, given: null });
  const { plan, data } = record;
  expect(data?.kind).toBe(kind);
  expect(data?.facts['CLASS_COUNT']).toBe(classes);
  expect(plan.dataset.output).toMatch(output);
});

test.each([
  ['Deblur photos of receipts', 'image-pairs', 'image'],
  ['Summarise long legal documents in a few words', 'text-pairs', 'text'],
  ['Translate Dutch sentences into Spanish', 'text-pairs', 'text'],
  ['Estimate how many cars stand on each aerial image', 'image-table', 'number'],
  ['Generate new poems in the style of a poet', 'text-file', 'next'],
])('%s: a rare task is not read as a usual one', async (text, kind, target) => {
  const requirement = { text, attributes: '' };
  const { record } = await planProject({ requirement, data: null, samples, given: null });
  expect(record.data).toMatchObject({ kind, target });
});

test('where one word decides the category, that is said, and another can be chosen', async () => {
  const requirement = { text: 'Train a network on my recordings of rooms', attributes: '' };
  const input = { requirement, data: null, samples, given: null };
  const { record } = await planProject(input);
  expect(record.warnings.join(' ')).toContain('Task: read as');
  const other = 'Tabular Regression';
  const chosen = await planProject({
    ...input,
    askTask: () => Promise.resolve({ category: other }),
  });
  expect(chosen.record.plan.category).toBe(other);
  expect(chosen.record.warnings.join(' ')).not.toContain('Task: read as');
});
