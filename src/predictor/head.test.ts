import path from 'node:path';
import { expect, test } from 'vitest';
import { NO_PLAN, type DataSpec, type Plan } from '../artifacts/index.ts';
import { PACKAGE_ROOT } from '../core/index.ts';
import { readRequirement } from '../requirement/index.ts';
import { readPool } from '../retrieval/index.ts';
import { fitHead } from './head.ts';
import { nearestPlanPredictor } from './nearest-plan.ts';

const data = (target: DataSpec['target'], classes: number): DataSpec => ({
  kind: 'image-folders',
  target,
  facts: { CLASS_COUNT: classes },
});

function head(
  spec: DataSpec,
  stated: { loss?: string; metric?: string },
  own: { loss?: string; metric?: string } = {},
): ReturnType<typeof fitHead> {
  const none = NO_PLAN.hyperparameters;
  const predicted: Plan = { ...NO_PLAN, hyperparameters: { ...none, ...own } };
  return fitHead(spec, { ...none, ...stated }, predicted);
}

test.each([
  ['cross-entropy of two', 'class', 2, 'crossentropy', 'binary_crossentropy'],
  ['cross-entropy of five', 'class', 5, 'crossentropy', 'sparse_categorical_crossentropy'],
  ['cross-entropy of labels', 'labels', 5, 'crossentropy', 'binary_crossentropy'],
  ['focal of two', 'class', 2, 'focal_crossentropy', 'binary_focal_crossentropy'],
  ['focal of five', 'class', 5, 'focal_crossentropy', 'categorical_focal_crossentropy'],
  ['hinge of two', 'class', 2, 'hinge', 'hinge'],
  ['hinge of five', 'class', 5, 'hinge', 'categorical_hinge'],
] as const)('%s fits the target and is no substitution', (_, target, classes, stated, loss) => {
  const made = head(data(target, classes), { loss: stated });
  expect(made).toMatchObject({ loss, substituted: [], warnings: [] });
});

test('two classes have a unit each where the loss asks for it', () => {
  expect(head(data('class', 2), { loss: 'categorical_crossentropy' }).layer).toBe(
    "Dense(2, activation='softmax')",
  );
});

test('what Keras has no equivalent of stays stated, and what is done is said', () => {
  const made = head(data('number', 0), { loss: 'quantile', metric: 'spearman' });
  expect(made).toMatchObject({ loss: 'quantile', metric: 'spearman', substituted: ['loss'] });
  expect(made.warnings).toEqual([
    expect.stringContaining('The loss quantile is done as mean_absolute_error: '),
    expect.stringContaining('The metric spearman is done as mean_absolute_error: '),
  ]);
});

test('what does not fit is replaced, and that is said', () => {
  const made = head(data('class', 5), { loss: 'huber', metric: 'r2_score' });
  expect(made).toMatchObject({
    loss: 'sparse_categorical_crossentropy',
    metric: 'accuracy',
    substituted: ['loss', 'metric'],
  });
  expect(made.warnings).toHaveLength(2);
});

test('a program that trains itself keeps its own words', () => {
  const own = { loss: 'contrastive_loss', metric: 'auc' };
  expect(head(data('same', 2), { loss: 'contrastive' }, own)).toMatchObject({
    loss: 'contrastive_loss',
    warnings: [],
  });
  expect(head(data('same', 2), { loss: 'triplet' }, own).substituted).toEqual(['loss']);
});

test('a network that keras.applications does not have is said to be another', async () => {
  const samples = await readPool(path.join(PACKAGE_ROOT, 'pool'));
  const requirement = {
    text: 'Fine-tune a ResNet-18 to classify photos of 4 kinds of leaves',
    attributes: '',
  };
  const reading = readRequirement(requirement);
  const record = await nearestPlanPredictor.predict(reading, { task: null, samples });
  expect(record.plan.layers[0]).toMatch(/^ResNet50\(/);
  expect(record.substituted).toContain('layers');
  expect(record.asked.find(({ name }) => name === 'backbone')).toMatchObject({
    words: 'ResNet-18',
    status: 'substituted',
    by: 'ResNet50',
    why: 'it is not part of keras.applications',
  });
});
