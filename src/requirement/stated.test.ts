import { expect, test } from 'vitest';
import { NO_PLAN } from '../artifacts/index.ts';
import { readRequirement } from './read-requirement.ts';
import { statedOf, type Stated } from './stated.ts';

const { hyperparameters } = NO_PLAN;

const CASES: readonly (readonly [string, string, Partial<Stated>])[] = [
  [
    'Build CNN models (ResNet50, Xception) for classifying skin images',
    '',
    { backbone: 'ResNet50', comparedBackbones: ['ResNet50', 'Xception'] },
  ],
  ['Classify skin images with ResNet50', '', { comparedBackbones: [] }],
  [
    'batch size of 16, 20 epochs, learning rate 1e-4',
    '',
    { hyperparameters: { ...hyperparameters, batchSize: 16, epochs: 20, learningRate: 0.0001 } },
  ],
  [
    'batch_size=64, epochs: 5, lr=0.01, SGD',
    '',
    {
      hyperparameters: {
        ...hyperparameters,
        optimizer: 'SGD',
        batchSize: 64,
        epochs: 5,
        learningRate: 0.01,
      },
    },
  ],
  [
    'Batch size 8 and ten epochs with AdamW',
    '',
    { hyperparameters: { ...hyperparameters, optimizer: 'AdamW', batchSize: 8, epochs: 10 } },
  ],
  ['learning rate of 10^-3', '', { hyperparameters: { ...hyperparameters, learningRate: 0.001 } }],
  [
    'trained with binary cross-entropy, measured by F1 score',
    '',
    { hyperparameters: { ...hyperparameters, loss: 'binary_crossentropy', metric: 'f1_score' } },
  ],
  [
    'use the MSE loss and report RMSE',
    '',
    {
      hyperparameters: {
        ...hyperparameters,
        loss: 'mean_squared_error',
        metric: 'root_mean_squared_error',
      },
    },
  ],
  [
    'lerning rate 0.01, 100 epocs',
    '',
    { hyperparameters: { ...hyperparameters, epochs: 100, learningRate: 0.01 } },
  ],
  [
    'go over the data fifty times in chunks of 16, step size 0.02',
    '',
    { hyperparameters: { ...hyperparameters, batchSize: 16, epochs: 50, learningRate: 0.02 } },
  ],
  ['drop 30 percent of the neurons', '', { dropout: 0.3 }],
  ['a dropout rate of 20%', '', { dropout: 0.2 }],
  ['max words 5000 and sequence length 50', '', { vocabularySize: 5000, sequenceLength: 50 }],
  ['a softmax of 5 units', '', { units: null }],
  ['learning rate of 0 for -3 epochs, batch size 0', '', { hyperparameters }],
  ['batch size 16', 'batch size 99', { hyperparameters: { ...hyperparameters, batchSize: 16 } }],
  ['', 'images of 224x224 pixels', { image: { size: [224, 224], channels: null } }],
  ['', 'arrays of shape (128, 96, 1)', { image: { size: [128, 96], channels: 1 } }],
  ['', 'shape (batch_size, 64, 64, 3)', { image: { size: [64, 64], channels: 3 } }],
  ['', 'resized to 48 pixels', { image: { size: [48, 48], channels: null } }],
  ['', '3x3 kernels', { image: null }],
  ['', 'grayscale pictures', { channels: 1 }],
  ['classify into ten classes', '', { classCount: 10 }],
  ['', 'There are 38 different species', { classCount: 38 }],
  ['', 'ratings from 1 to 5', { classCount: 5 }],
  ['binary classification', '', { classCount: 2 }],
  ['', 'two classes: Fresh and Stale.', { classCount: 2, classNames: ['Fresh', 'Stale'] }],
  [
    "as 'good', 'bad' or 'ugly'",
    "labelled as 'good', 'bad' or 'ugly'.",
    { classNames: ['good', 'bad', 'ugly'] },
  ],
  [
    '',
    'four categories: north, east, south, and west',
    { classCount: 4, classNames: ['north', 'east', 'south', 'west'] },
  ],
  ['', "The target variable is 'NObeyesdad'.", { columns: [{ name: 'NObeyesdad', target: true }] }],
  [
    "Predict 'Y1' and 'Y2'",
    '',
    {
      columns: [
        { name: 'Y1', target: true },
        { name: 'Y2', target: true },
      ],
    },
  ],
  [
    '',
    "columns 'a', 'b' and 'c'; the word 'hello'",
    {
      columns: [
        { name: 'a', target: false },
        { name: 'b', target: false },
        { name: 'c', target: false },
      ],
    },
  ],
  ['', "a customer's column isn't 'quoted here", { columns: [] }],
  ['', 'train.csv and images/, not script.py', { files: ['train.csv'] }],
  ['forecast the next 7 days from the past 30 days', '', { window: 30, horizon: 7 }],
  ['forecast the next 24 h hourly, window of 2 days', '', { window: 48, horizon: 24 }],
  ['half-hourly load, the next 48 half hours from the past week', '', { window: 336, horizon: 48 }],
  ['15-minute data; predict the next 2 hours from the last day', '', { window: 96, horizon: 8 }],
  ['measured every 10 minutes, one hour ahead', '', { horizon: 6 }],
  ['recorded every second, forecast the next 2 minutes', '', { horizon: 120 }],
  ['daily prices of the last 20 years, forecast tomorrow', '', { window: null, horizon: 1 }],
  ['', 'recordings at 16 kHz, 3 second clips', { sampleRate: 16000, clipSeconds: 3 }],
  ['', '5,000 data points each', { signalLength: 5000 }],
  [
    'the 20,000 most frequent words, padded to 120',
    '',
    { vocabularySize: 20000, sequenceLength: 120 },
  ],
  ['batch 48', '', { hyperparameters: { ...hyperparameters, batchSize: 48 } }],
  [
    'Adam with 0.002',
    '',
    { hyperparameters: { ...hyperparameters, optimizer: 'Adam', learningRate: 0.002 } },
  ],
  ['cosine decay from 0.01', '', { hyperparameters: { ...hyperparameters, learningRate: 0.01 } }],
  [
    'a warm-up in the first 3 epochs, samples every 5 epochs, 40 epochs',
    '',
    { hyperparameters: { ...hyperparameters, epochs: 40 } },
  ],
  ['reduce the rate when the loss stalls for 4 epochs', '', { hyperparameters }],
  ['7 subfolders with pictures', '', { classCount: 7 }],
  ['90x60 gray', '', { image: { size: [90, 60], channels: 1 }, channels: 1 }],
  ['40 pixels high and 200 wide', '', { image: { size: [40, 200], channels: null } }],
  ['clips are 4 sec', '', { clipSeconds: 4 }],
  ['a vocabulary of 12k', '', { vocabularySize: 12000 }],
  ['at most 90 tokens', '', { sequenceLength: 90 }],
  ['an LSTM with 64 units and dropout 0.25', '', { families: ['lstm'], units: 64, dropout: 0.25 }],
  ['a Bi-LSTM', '', { families: ['bilstm'] }],
  ['a GRU instead of an LSTM', '', { families: ['gru'] }],
  ['CNN without LSTM', '', { families: ['cnn'] }],
  ['fine-tune EfficientNetB3', '', { backbone: 'EfficientNetB3' }],
  ['Inception-v3 or so', '', { backbone: 'InceptionV3' }],
  ['use resnet', '', { backbone: 'ResNet50' }],
];

test.each(CASES)('%s | %s', (text, attributes, expected) => {
  expect(statedOf(readRequirement({ text, attributes }))).toMatchObject(expected);
});

test.each([
  ['fine-tune BERT', ['transformer', 'backbone']],
  ['an ensemble of XGBoost and LightGBM', ['dense']],
  ['a random forest', ['dense']],
  ['GloVe embeddings', []],
])('%s is built as %s', (text, families) => {
  expect(statedOf(readRequirement({ text, attributes: '' })).families).toEqual(families);
});

test('long and hostile text is read in time', () => {
  const start = performance.now();
  for (const piece of [
    "'a', ",
    'classes: a, ',
    '1x',
    'no use ',
    '(1, ',
    'batch size of ',
    '"""$(rm)\n',
  ]) {
    readRequirement({ text: piece.repeat(4000), attributes: piece.repeat(4000) });
  }
  expect(performance.now() - start).toBeLessThan(5000);
});
