import { expect, test } from 'vitest';
import { NO_PLAN, recordOf, type Facts, type Plan } from '../artifacts/index.ts';
import { readRequirement, TERMS, type FoundData } from '../requirement/index.ts';
import { VALUES } from '../requirement/value-table.ts';
import { confirmAsked, settleAsks } from './index.ts';
import { SETTLERS } from './settler-table.ts';

const PLAN: Plan = {
  ...NO_PLAN,
  category: 'Tabular Classification',
  layers: ["Dense(64, activation='relu')", "Dense(32, activation='relu')", 'Dense(3)'],
  hyperparameters: { ...NO_PLAN.hyperparameters, optimizer: 'Adam', loss: 'huber', metric: 'AUC' },
};
const FACTS: Facts = {
  TARGET: 'grade',
  CLASS_COUNT: 3,
  NUMERIC_COUNT: 4,
  TABLE_FILE: 'apples.csv',
};
const CODE = `
TABLE_FILE = "apples.csv"
TARGET = "grade"
BATCH_SIZE = 16
LEARNING_RATE = 1e-3
PATIENCE = 20
IMAGE_SIZE = (224, 224)
HORIZON = 24
TEST_SHARE = 0.15
callbacks = [keras.callbacks.EarlyStopping(patience=PATIENCE)]
features = layers.Dense(64, activation="relu")(features)
features = layers.Dropout(0.3)(features)
model.compile(optimizer=keras.optimizers.Adam(LEARNING_RATE), loss="huber", metrics=["AUC"])
print(classification_report(numbers, predicted))
reference = HistGradientBoostingClassifier()
`;
const FOUND: FoundData = { columns: ['grade', 'weight'], classes: ['A', 'B', 'C'], count: 300 };

/** What is asked, its name, and what became of it. */
const ROWS: readonly (readonly [string, string, string])[] = [
  ['a batch size of 16', 'batch size', 'done'],
  ['a batch size of 32', 'batch size', 'substituted'],
  ['learning rate 0.001', 'learning rate', 'done'],
  ['for 10 epochs', 'epochs', 'unmet'],
  ['use the SGD optimizer', 'optimizer', 'substituted'],
  ['with Huber loss', 'loss', 'done'],
  ['report the AUC', 'metric', 'done'],
  ['report the RMSE', 'metric', 'substituted'],
  ['early stopping with patience 20', 'patience', 'done'],
  ['early stopping', 'early stopping', 'done'],
  ['gradient clipping', 'gradient clipping', 'unmet'],
  ['dropout of 0.3', 'dropout', 'done'],
  ['dropout of 0.5', 'dropout', 'unmet'],
  ['no dropout', 'Dropout', 'unmet'],
  ['without batch normalization', 'BatchNormalization', 'done'],
  ['hidden layers of 64 and 32 units', 'hidden layers', 'done'],
  ['two hidden layers', 'hidden layers', 'done'],
  ['three hidden layers', 'hidden layers', 'substituted'],
  ['images of 224x224 pixels', 'image', 'done'],
  ['the next 24 hours', 'horizon', 'done'],
  ['the next 24 days', 'horizon', 'done'],
  ['the next 7 days', 'horizon', 'substituted'],
  ['an 85/15 split', 'split', 'done'],
  ['three classes: A, B and C', 'class names', 'done'],
  ['two classes: A and D', 'class names', 'substituted'],
  ['tell As, Bs and Cs apart', 'class names', 'done'],
  ['seven classes', 'classes', 'substituted'],
  ["the target is 'grade'", 'target', 'done'],
  ["columns 'weight' and 'colour'", 'listed', 'done'],
  ['read apples.csv', 'file', 'done'],
  ['read pears.csv', 'file', 'unmet'],
  ['an XGBoost model', 'gradient boosting', 'substituted'],
  ['a 3D U-Net', '3D U-Net', 'unmet'],
  ['fine-tune BERT', 'BERT', 'unmet'],
  ['using quarterly footfall', 'unknown', 'unmet'],
  ['the horizon border is 24', 'unknown number', 'done'],
  ['the horizon border is 25', 'unknown number', 'unmet'],
  ['Gower similarity, macro', 'unknown', 'unmet'],
  ['a classification report', 'classification report', 'done'],
  ['with Grad-CAM', 'Grad-CAM', 'unmet'],
  ['compare several models', 'several models', 'unmet'],
  ['the Titanic dataset', 'public data set', 'done'],
];

test.each(ROWS)('%s: %s is %s', (text, name, status) => {
  const { asks } = readRequirement({ text, attributes: '' });
  const view = {
    record: recordOf(PLAN, { kind: 'table', target: 'class', facts: FACTS }),
    code: CODE,
    found: FOUND,
  };
  const settled = settleAsks(asks, view).find((entry) => entry.name === name);
  expect(settled?.status).toBe(status);
  expect(settled?.why === undefined).toBe(status === 'done');
  expect(settled?.by === undefined).toBe(status !== 'substituted');
});

test.each([
  ['Predict the mileage', 'done'],
  ['Estimate the mileage', 'done'],
  ['Predict the class of a flower', 'substituted'],
  ['Classify the flowers', 'substituted'],
])('of a number that the data have, %s is %s', (text, status) => {
  const { asks } = readRequirement({ text, attributes: '' });
  const record = recordOf(PLAN, { kind: 'table', target: 'number', facts: FACTS });
  const view = { record, code: CODE, found: { ...FOUND, classes: [] } };
  expect(settleAsks(asks, view).find(({ kind }) => kind === 'task')?.status).toBe(status);
});

test('the stated size of pictures is that of arrays that hold them', () => {
  const { asks } = readRequirement({ text: 'images of 28x28 pixels', attributes: '' });
  const record = recordOf(PLAN, { kind: 'arrays', target: 'class', facts: {} });
  const view = { record, code: 'INPUT_SHAPE = (28, 28)\n', found: null };
  const settled = settleAsks(asks, view).find(({ name }) => name === 'image');
  expect(settled?.status).toBe('done');
});

test('an entry that the code does not show any more is not done', () => {
  const { asks } = readRequirement({ text: 'early stopping, batch size 16', attributes: '' });
  const record = recordOf(PLAN, { kind: 'table', target: 'class', facts: FACTS });
  const asked = settleAsks(asks, { record, code: CODE, found: FOUND });
  const changed = CODE.replace('keras.callbacks.EarlyStopping(patience=PATIENCE)', '');
  const statuses = (code: string): string[] =>
    confirmAsked(asked, { record, code, found: null }).map(({ status }) => status);
  expect(statuses(CODE)).toEqual(['done', 'done']);
  expect(statuses(changed)).toEqual(['unmet', 'done']);
});

test('classes that only the data name stay done where nobody looks at the data again', () => {
  const { asks } = readRequirement({ text: 'Grade of apples (ripe, rotten)', attributes: '' });
  const output = "One of 3 classes: ripe, raw, rotten, column 'grade'";
  const plan = { ...PLAN, dataset: { ...PLAN.dataset, output } };
  const record = recordOf(plan, { kind: 'table', target: 'class', facts: FACTS });
  const found = { ...FOUND, classes: ['ripe', 'raw', 'rotten'] };
  const asked = settleAsks(asks, { record, code: CODE, found }).filter(
    ({ name }) => name === 'unknown',
  );
  const confirmed = confirmAsked(asked, { record, code: CODE, found: null });
  expect(confirmed.map(({ words, status }) => `${words}: ${status}`)).toEqual(
    expect.arrayContaining(['ripe: done', 'rotten: done']),
  );
  expect(confirmed).toEqual(asked);
});

const TASK = { kind: 'task', name: 'task', words: '', value: 'Object Detection' } as const;

test.each([
  ['image-boxes', 'box', 'Object Detection', 'done'],
  ['table', 'class', 'Tabular Classification', 'substituted'],
] as const)(
  'without data, the target of %s is open only if it is the last column',
  (kind, target, value, status) => {
    const record = recordOf(PLAN, { kind, target, facts: { TARGET: null } });
    const view = { record, code: '', found: null };
    const [settled] = settleAsks([{ ...TASK, value }], view);
    expect(settled?.status).toBe(status);
    expect(settled).not.toHaveProperty('lacksData');
    // What the data showed when the plan was made is not taken back for want of them.
    const done = { ...TASK, value, status: 'done' } as const;
    expect(confirmAsked([done], view)[0]?.status).toBe('done');
  },
);

test.each([
  ['Tabular Classification', 'done'],
  ['Object Detection', 'unmet'],
] as const)('of %s, data that were looked at may be images of classes', (value, status) => {
  const record = recordOf(PLAN, { kind: 'image-folders', target: 'class', facts: {} });
  const done = { ...TASK, value, status: 'done' } as const;
  expect(confirmAsked([done], { record, code: '', found: null })[0]?.status).toBe(status);
});

test('every value that a requirement may state has what shows it: a settler or a term', () => {
  const known = new Set([
    ...Object.keys(SETTLERS),
    ...TERMS.map(({ kind, name }) => `${kind} ${name}`),
  ]);
  expect(
    VALUES.map(({ kind, name }) => `${kind} ${name}`).filter((name) => !known.has(name)),
  ).toEqual([]);
});

test.each([
  ['image-split-folders', 'class', 'done'],
  ['audio-table', 'class', 'substituted'],
  ['image-folders', 'sample', 'substituted'],
] as const)('image classification planned for %s and %s is %s', (kind, target, status) => {
  const ask = { kind: 'task', name: 'task', words: '', value: 'Image Classification' } as const;
  const record = recordOf(PLAN, { kind, target, facts: {} });
  const [settled] = settleAsks([ask], { record, code: '', found: null });
  expect(settled?.status).toBe(status);
});

test.each([
  ['the network of the pool', 'STAGE_BLOCKS = (2, 2, 2, 2)', 'ResNet-18', 'done'],
  ['the nearest of keras.applications', 'keras.applications.ResNet50()', 'backbone', 'substituted'],
  ['neither', 'Dense(3)', 'backbone', 'substituted'],
])('a name that is read as both is said once, where %s is built', (_, code, name, status) => {
  const asks = [
    { kind: 'architecture', name: 'ResNet-18', words: 'ResNet18', value: true },
    { kind: 'architecture', name: 'backbone', words: 'ResNet18', value: 'res net 18' },
  ] as const;
  const settled = settleAsks(asks, { record: recordOf(PLAN, null), code, found: null });
  expect(settled.map((ask) => [ask.name, ask.status])).toEqual([[name, status]]);
});
