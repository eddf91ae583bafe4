import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { DataSpec, Facts, PlanRecord, Sample, TaskSpec } from '../artifacts/index.ts';
import { PACKAGE_ROOT } from '../core/index.ts';
import { readPool } from '../retrieval/index.ts';
import { NO_PREDICTION } from '../predictor/index.ts';
import { readRequirement } from '../requirement/index.ts';
import { decide } from './decide.ts';
import { ground } from './ground.ts';

let samples: Sample[] = [];
beforeAll(async () => {
  samples = await readPool(path.join(PACKAGE_ROOT, 'pool'));
});

const source = { prediction: NO_PREDICTION, given: null };

/** The plan of the nearest program, grounded. */
async function predict(
  text: string,
  attributes = '',
  decided: TaskSpec | null = null,
): Promise<PlanRecord> {
  const reading = readRequirement({ text, attributes });
  const task = decided ?? (await decide(reading, null, { source, samples }));
  return ground(source, reading, task, samples).record;
}

test("every program's own requirement leads to its kind of data and target", async () => {
  const wrong = [];
  for (const { id, requirement, data } of samples) {
    const found = await predict(requirement.text, requirement.attributes);
    if (found.data?.kind !== data.kind || found.data.target !== data.target) {
      wrong.push(`${id}: ${data.kind} ${data.target} -> ${found.data?.kind} ${found.data?.target}`);
    }
  }
  expect(wrong).toEqual([]);
});

interface Expected {
  readonly layers?: RegExp;
  readonly not?: RegExp;
  readonly head?: string;
  readonly facts?: Facts;
  readonly values?: Partial<PlanRecord['plan']['hyperparameters']>;
  readonly substituted?: PlanRecord['substituted'];
}

const CASES: readonly (readonly [string, string, Expected])[] = [
  [
    'Classify photos with VGG16, batch size 16, 7 epochs',
    'four classes: a, b, c and d. 64x64',
    {
      layers: /VGG16\(/,
      head: "Dense(4, activation='softmax')",
      facts: { IMAGE_SIZE: [64, 64], CLASS_COUNT: 4 },
      values: { batchSize: 16, epochs: 7, loss: 'sparse_categorical_crossentropy' },
    },
  ],
  [
    'Classify MNIST digits with a CNN',
    '',
    {
      layers: /Conv2D/,
      facts: { IMAGE_SIZE: [28, 28], CHANNELS: 1, CLASS_COUNT: 10 },
      head: "Dense(10, activation='softmax')",
    },
  ],
  [
    'Classify MNIST images with ResNet50',
    '',
    { layers: /ResNet50\(/, facts: { IMAGE_SIZE: [32, 32], CHANNELS: 3 } },
  ],
  [
    'Tell real photos from fake ones with InceptionV3',
    '',
    {
      facts: { IMAGE_SIZE: [75, 75], CLASS_COUNT: 2 },
      layers: /InceptionV3/,
      head: "Dense(1, activation='sigmoid')",
      values: { loss: 'binary_crossentropy' },
    },
  ],
  [
    'Binary classification of photos with categorical cross-entropy',
    '',
    { head: "Dense(2, activation='softmax')", values: { loss: 'categorical_crossentropy' } },
  ],
  [
    'Classify reviews into 5 classes with a GRU of 48 units',
    '',
    { layers: /GRU\(48/, not: /LSTM/, head: "Dense(5, activation='softmax')" },
  ],
  ['Classify tweets with a Bi-LSTM, dropout 0.1', '', { layers: /Bidirectional\(LSTM\(64/ }],
  [
    'Classify movie reviews with BERT',
    'positive or negative',
    { layers: /BertBackbone/, substituted: ['layers'], facts: { CLASS_COUNT: 2 } },
  ],
  ['Classify texts with a CNN and an LSTM', '', { layers: /Conv1D.*LSTM/s }],
  [
    'Predict house prices with XGBoost',
    'a csv of houses',
    {
      layers: /Dense\(128/,
      head: 'Dense(1)',
      values: { metric: 'mean_absolute_error' },
    },
  ],
  [
    'Predict house prices, accuracy matters',
    'a csv of houses',
    { substituted: ['metric'], head: 'Dense(1)' },
  ],
  [
    'Predict whether a customer churns with an LSTM',
    "csv, the target column is 'Churn'",
    { layers: /Reshape\(.*LSTM/s, facts: { TARGET: 'Churn', CLASS_COUNT: 2 } },
  ],
  [
    'The best crop of a field, MLP with two hidden layers of 48 and 24 neurons; wide and deep data, 22 classes',
    'csv of soil measurements with category columns',
    { layers: /^Dense\(48.*Dense\(24/s, head: "Dense(22, activation='softmax')" },
  ],
  [
    'survival analysis: predict the time to event of patients, some censored',
    '',
    { not: /Embedding/, head: 'Dense(1)', substituted: ['layers'] },
  ],
  [
    'Learning to rank search results for a query (RankNet)',
    '',
    { head: 'Dense(1)', substituted: ['layers'] },
  ],
  ['recomend movies to users from past ratings', '', { layers: /^Embedding/, head: 'Dense(1)' }],
  [
    'Neural style transfer: paint my photo like Van Gogh',
    '',
    { facts: { TARGET_CHANNELS: 3 }, substituted: ['layers'] },
  ],
  [
    'Forecast the load of the next 24 h, input window one week',
    '',
    { facts: { WINDOW: 168, HORIZON: 24 }, head: 'Dense(24)' },
  ],
  [
    'Classify patients with a neural network from train.csv',
    'csv table with numeric features',
    { facts: { TABLE_FILE: 'train.csv', TARGET: null, FEATURES: null } },
  ],
  [
    'Segment cells in images',
    'masks with 4 classes',
    {
      facts: { CLASS_COUNT: 4, MASK_VALUES: [0, 1, 2, 3] },
      head: "Conv2D(4, 1, activation='softmax')",
    },
  ],
  [
    'Segment cells in images, binary mask, Dice loss',
    '',
    { head: "Conv2D(1, 1, activation='sigmoid')", values: { loss: 'dice' } },
  ],
];

describe('stated values win, and the rest fits them', () => {
  test.each(CASES)('%s | %s', async (text, attributes, expected) => {
    const { plan, data, warnings, substituted } = await predict(text, attributes);
    const layers = plan.layers.join('\n');
    expect(layers).toMatch(expected.layers ?? /./);
    expect(layers).not.toMatch(expected.not ?? /\{/);
    expect(plan.layers.at(-1)).toBe(expected.head ?? plan.layers.at(-1));
    expect(data?.facts).toMatchObject(expected.facts ?? {});
    expect(plan.hyperparameters).toMatchObject(expected.values ?? {});
    expect(substituted).toEqual(expected.substituted ?? []);
    expect(warnings.filter((warning) => warning.includes('has a problem'))).toEqual([]);
  });
});

test.each([
  ['read the text on licence plates, OCR with CTC', 'The text that stands in the image'],
  ['generate piano music from MIDI notes', 'The next word, one of 8000'],
  ['translate English into German', 'A text of up to 20 words'],
])('%s: the output is said as it is', async (text, output) => {
  expect((await predict(text)).plan.dataset.output).toBe(output);
});

test.each([
  ['translate english to german with seq2seq attention', 'translation'],
  ['summarize news articles', 'summarisation'],
  ['chatbot that answers questions of customers', 'question-answering'],
])('%s: the nearest program is for that', async (text, id) => {
  expect((await predict(text)).assumptions.join(' ')).toContain(`nearest program (${id})`);
});

test('the same requirement gives the same record', async () => {
  const text = 'Classify photos of three fruits';
  expect(JSON.stringify(await predict(text))).toBe(JSON.stringify(await predict(text)));
});

test.each([
  ['', /empty/],
  ['   \n', /empty/],
  ['asdf qwer zxcv', /names neither/],
  ['order me a pizza', /learn/],
  ['plot a pie chart of my spending', /plotting/],
  ['write an SQL query that joins two tables', /database/],
  ['train a DQN agent in an OpenAI gym environment', /reinforcement/],
  ['speech to text: transcribe voice commands to sentences', /writes speech down/],
  ['Text to speech synthesizer, neural network', /makes sounds/],
  ['Denoise speech: recordings in noisy/ and clean/', /makes sounds/],
  ['visual question answering: an image and a question give the answer', /about pictures/],
  ['Node classification on a citation graph with a GCN', /reads graphs/],
  ['Group my customers into 5 clusters using k-means', /no target/],
])('%j is refused', async (text, reason) => {
  await expect(predict(text)).rejects.toMatchObject({ code: 'UNSUPPORTED_TASK' });
  await expect(predict(text)).rejects.toThrow(reason);
});

test('folders that are named are the classes, where each holds one', async () => {
  const { data } = await predict(
    'Sort photos of leaves, from folders healthy, rust and scab, by a CNN',
  );
  expect(data?.facts['CLASS_COUNT']).toBe(3);
});

test('an empty pool is an error of its own', async () => {
  const reading = readRequirement({ text: 'Classify photos', attributes: '' });
  const asked = decide(reading, null, { source, samples: [] });
  await expect(asked).rejects.toMatchObject({ code: 'POOL_EMPTY' });
});

test('what was decided with the data stands', async () => {
  const flowers: DataSpec = {
    kind: 'table',
    target: 'class',
    facts: {
      TABLE_FILE: 'flowers.csv',
      SEPARATOR: ',',
      TARGET: 'kind',
      FEATURES: null,
      CATEGORICAL: [],
      ID_COLUMN: null,
      TEST_FILE: null,
      CLASS_COUNT: 3,
      NUMERIC_COUNT: 1,
      CATEGORY_SIZES: [],
    },
  };
  const { plan, data, confidence, assumptions, warnings } = await predict(
    'Classify flowers into 5 classes',
    '',
    {
      data: flowers,
      profile: {
        path: 'flowers.csv',
        data: flowers,
        targetReason: 'last column',
        count: 150,
        columns: [],
        classes: [],
        attributes: '',
        findings: [],
      },
      category: 'Tabular Classification',
      confidence: 0.9,
      runnerUp: null,
      classNames: [],
      target: { columns: ['kind'], confidence: 0.8, others: [] },
      asks: [],
      assumptions: ['Target: last column.'],
      warnings: ['A warning of the data.'],
    },
  );
  expect(data?.facts['CLASS_COUNT']).toBe(3);
  expect(plan.layers.at(-1)).toBe("Dense(3, activation='softmax')");
  expect(plan.hyperparameters.batchSize).toBe(16);
  expect(confidence).toMatchObject({ category: 0.9, input: 1, output: 0.8 });
  expect([assumptions[0], warnings[0]]).toEqual(['Target: last column.', 'A warning of the data.']);
});
