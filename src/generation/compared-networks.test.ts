import { expect, test } from 'vitest';
import { makeStated } from '../../tests/programs/make-stated.ts';

const BANK = 'Predict whether a customer of a bank exits (yes or no) from a CSV table';
const TWEETS = 'Classify tweets of a CSV file as real or fake';
const FLOWERS = 'Classify flowers in class folders into 5 classes';

/** What is asked, and the functions that build the networks beside the planned one. */
const ROWS: readonly (readonly [
  text: string,
  builders: readonly string[],
  other: RegExp | null,
])[] = [
  [
    `${BANK} with multiple neural network models.`,
    ['build_deep_network', 'build_wide_network'],
    null,
  ],
  [
    `${TWEETS}: compare the models LSTM, GRU and CNN.`,
    ['build_convolutional_network', 'build_gru'],
    null,
  ],
  [
    `${TWEETS} by an ensemble of an LSTM and a CNN.`,
    ['build_convolutional_network'],
    /average_networks\(networks, data\.test, output_dir\)/,
  ],
  [
    `${FLOWERS} with VGG16, ResNet50 and MobileNetV2 and compare the models.`,
    ['build_mobilenetv2', 'build_resnet50'],
    /keras\.applications\.ResNet50\(/,
  ],
  [
    `${FLOWERS} using various deep learning models.`,
    ['build_dense_network', 'build_mobilenetv2'],
    null,
  ],
  [`${BANK}; compare the predictions with the true values.`, [], null],
  [`${BANK} with a dense network and a random forest.`, [], /RandomForestClassifier\(/],
  [`${BANK} with various machine learning models.`, [], /LogisticRegression\([\s\S]*RandomForest/],
  [`${BANK} by an ensemble of XGBoost and LightGBM.`, [], null],
];

test.each(ROWS)('%s', async (text, builders, other) => {
  const { code, asked } = await makeStated(text);
  const found = [...code.matchAll(/^def (build_(?!model)\w+)\(/gm)].map(([, name]) => name);
  expect(found.toSorted((left = '', right = '') => left.localeCompare(right))).toEqual(builders);
  expect(found.length > 0).toBe(builders.length > 0);
  expect(code.includes('compare_networks(model, data')).toBe(builders.length > 0);
  expect(code).toMatch(other ?? /build_model/);
  const open = asked.filter(({ kind, status }) => kind === 'comparison' && status !== 'done');
  expect(builders.length > 0 ? open : []).toEqual([]);
});

test('each network beside the planned one keeps its input, its head and its loss', async () => {
  const { code } = await makeStated(
    `${FLOWERS} with VGG16 and ResNet50, compare both models; label smoothing of 0.2.`,
  );
  const bodies = code.split(/^(?=def build_)/m).slice(1);
  expect(bodies).toHaveLength(2);
  for (const body of bodies) {
    expect(body).toMatch(/keras\.Input\(\(\*IMAGE_SIZE, CHANNELS\)\)/);
    expect(body).toMatch(/layers\.Dense\(class_count, activation="softmax"\)/);
    expect(body).toContain('label_smoothing=0.2');
  }
});

test.each([
  ['Classify news of a CSV into 4 topics with an LSTM with attention.', 'layers.Attention()'],
  [
    'Classify news of a CSV into 4 topics with a bidirectional GRU and Bahdanau attention.',
    'layers.AdditiveAttention()',
  ],
])('%s', async (text, attention) => {
  const { code, asked } = await makeStated(text);
  expect(code).toContain(attention);
  expect(code).toContain('return_sequences=True');
  expect(code).not.toContain('TransformerBlock');
  const open = asked.filter(({ kind, status }) => kind === 'architecture' && status !== 'done');
  expect(open).toEqual([]);
});

test('transfer learning without a name takes a network of keras.applications', async () => {
  const { code, asked } = await makeStated(`${FLOWERS} using transfer learning.`);
  expect(code).toMatch(/keras\.applications\.\w+\(include_top=False, weights=None\)/);
  expect(asked.find(({ name }) => name === 'transfer learning')?.status).toBe('substituted');
});
