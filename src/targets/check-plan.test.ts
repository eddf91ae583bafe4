import { expect, test } from 'vitest';
import type { DataSpec, Plan } from '../artifacts/index.ts';
import { checkPlan } from './check-plan.ts';

const IMAGES: DataSpec = {
  kind: 'image-folders',
  target: 'class',
  facts: { IMAGE_SIZE: [64, 64], CHANNELS: 3, CLASS_COUNT: 5 },
};
const TABLE: DataSpec = { kind: 'table', target: 'number', facts: {} };
const LABELS: DataSpec = { kind: 'table', target: 'labels', facts: { CLASS_COUNT: 4 } };

function plan(layers: readonly string[], loss: string, metric = 'accuracy', input = ''): Plan {
  return {
    category: '',
    dataset: { input, output: '' },
    preprocess: '',
    layers,
    hyperparameters: {
      optimizer: 'Adam',
      loss,
      learningRate: 0.001,
      batchSize: 8,
      epochs: 1,
      metric,
    },
  };
}

const trunk = ['Conv2D(8, 3)', 'Flatten()'];
test.each([
  [
    'softmax and BCE',
    [...trunk, "Dense(5, activation='softmax')"],
    'binary_crossentropy',
    'accuracy',
    IMAGES,
    'HEAD_LOSS_BINARY',
  ],
  [
    'one unit and CCE',
    [...trunk, "Dense(1, activation='sigmoid')"],
    'Categorical Crossentropy',
    'accuracy',
    IMAGES,
    'HEAD_LOSS_CATEGORICAL',
  ],
  [
    'softmax over one',
    [...trunk, "Dense(1, activation='softmax')"],
    'mse',
    'accuracy',
    IMAGES,
    'HEAD_SOFTMAX_ONE',
  ],
  [
    'wrong class count',
    [...trunk, "Dense(10, activation='softmax')"],
    'categorical_crossentropy',
    'accuracy',
    IMAGES,
    'HEAD_CLASS_COUNT',
  ],
  [
    'logits',
    [...trunk, 'Dense(5)'],
    'sparse_categorical_crossentropy',
    'accuracy',
    IMAGES,
    'HEAD_LOGITS',
  ],
  [
    'twice',
    [...trunk, "Dense(5, activation='softmax')"],
    'SparseCategoricalCrossentropy(from_logits=True)',
    'accuracy',
    IMAGES,
    'HEAD_TWICE',
  ],
  [
    'sigmoid and CCE',
    [...trunk, "Dense(5, activation='sigmoid')"],
    'categorical_crossentropy',
    'accuracy',
    IMAGES,
    'HEAD_SIGMOID_CATEGORICAL',
  ],
  [
    'relu head',
    [...trunk, "Dense(5, activation='relu')"],
    'categorical_crossentropy',
    'accuracy',
    IMAGES,
    'HEAD_NO_PROBABILITY',
  ],
  [
    'a number by softmax',
    ["Dense(1, activation='softmax')"],
    'mse',
    'mae',
    TABLE,
    'HEAD_REGRESSION',
  ],
  ['a number by BCE', ['Dense(1)'], 'binary_crossentropy', 'mae', TABLE, 'LOSS_TARGET_NUMBER'],
  ['accuracy of a number', ['Dense(1)'], 'mse', 'accuracy', TABLE, 'METRIC_TARGET_NUMBER'],
  [
    'labels by softmax',
    ["Dense(4, activation='softmax')"],
    'categorical_crossentropy',
    'accuracy',
    LABELS,
    'HEAD_LABELS',
  ],
  [
    'a class by MSE',
    [...trunk, "Dense(5, activation='softmax')"],
    'mse',
    'accuracy',
    IMAGES,
    'LOSS_TARGET_CLASS',
  ],
  [
    'other labels in the metric',
    [...trunk, "Dense(5, activation='softmax')"],
    'categorical_crossentropy',
    'sparse_categorical_accuracy',
    IMAGES,
    'METRIC_LABELS',
  ],
  [
    'a shape',
    [...Array.from({ length: 8 }, () => 'MaxPooling2D()'), "Dense(5, activation='softmax')"],
    'categorical_crossentropy',
    'accuracy',
    IMAGES,
    'LAYER_SHAPE',
  ],
] as const)('%s is found', (_, layers, loss, metric, data, code) => {
  const issue = checkPlan(plan(layers, loss, metric), data).find((item) => item.code === code);
  expect(issue?.fix).toBeTruthy();
});

test.each([
  [
    'classes',
    [...trunk, "Dense(5, activation='softmax')"],
    'sparse_categorical_crossentropy',
    'accuracy',
    IMAGES,
  ],
  ['labels', ["Dense(4, activation='sigmoid')"], 'binary_crossentropy', 'AUC', LABELS],
  ['a number', ["Dense(64, activation='relu')", 'Dense(1)'], 'mse', 'mae', TABLE],
  [
    'two classes',
    ["Dense(1, activation='sigmoid')"],
    'binary_crossentropy',
    'accuracy',
    { kind: 'table', target: 'class', facts: { CLASS_COUNT: 2 } },
  ],
] as const)('a sound plan for %s has no issue', (_, layers, loss, metric, data) => {
  expect(checkPlan(plan(layers, loss, metric), data)).toEqual([]);
});

test('the plan says another image size than the data has', () => {
  const issues = checkPlan(
    plan(
      [...trunk, "Dense(5, activation='softmax')"],
      'categorical_crossentropy',
      'accuracy',
      'Shape is (n, 224, 224, 3)',
    ),
    IMAGES,
  );
  expect(issues).toMatchObject([{ code: 'INPUT_DATA', path: 'Dataset.Input' }]);
});
