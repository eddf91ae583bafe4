import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readClassifiers, writeClassifiers } from '../classifiers/classifier-file.ts';
import { trainFields } from '../classifiers/fields.ts';
import { weightAt, type LinearClassifier } from '../classifiers/linear.ts';
import { PREDICTOR_FOLDER } from '../fused-plan.ts';
import { layerFact } from './layer-fact.ts';
import { makeMemory } from './make-memory.ts';
import { readMemory, writeMemory } from './memory-file.ts';
import { createMemory } from './plan-memory.ts';
import { readSlots } from './text-slots.ts';
import { INPUT_TEMPLATES, OUTPUT_TEMPLATES } from './text-template-table.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'plan-memory-'));
afterAll(() => rmSync(folder, { recursive: true }));

const EXAMPLES = Array.from({ length: 8 }, (_, at) => ({
  requirement: {
    text: `I want a model number ${at} for ${at % 2 === 0 ? 'cats' : 'prices'}.`,
    attributes: 'Few.',
  },
  plan: {
    category: at % 2 === 0 ? 'Image Classification' : 'Tabular Regression',
    dataset: { input: 'Images of size 64x64', output: '2 classes' },
    preprocess: 'A sentence that must not be kept in the memory at all, ever.',
    layers: ['Dense(1)'],
    hyperparameters: {
      optimizer: 'Adam',
      loss: null,
      learningRate: 0.01,
      batchSize: 8,
      epochs: null,
      metric: at === 0 ? 'a metric of one plan only' : 'accuracy',
    },
  },
}));

test('the memory is read as it was written, without rare names and sentences', () => {
  const entries = makeMemory(EXAMPLES);
  writeMemory(folder, entries);
  const { entries: read } = readMemory(folder);
  expect(read).toHaveLength(8);
  expect(read[0]?.plan).toEqual({
    style: 'code',
    category: 'Image Classification',
    optimizer: 'Adam',
    loss: null,
    metric: null,
    learningRate: 0.01,
    batchSize: 8,
    epochs: null,
    side: 64,
    classes: 2,
    layers: ['Dense(1)'],
  });
  expect(read[3]?.terms.buckets).toEqual(entries[3]?.terms.buckets);
  expect(read[3]?.inputScores).toEqual(entries[3]?.inputScores);
  expect(readFileSync(path.join(folder, 'plan-memory.json'), 'utf8')).not.toContain('sentence');
});

test('classifiers are read with the labels they were written with', () => {
  const memory = createMemory(makeMemory(EXAMPLES));
  const written = trainFields(memory, ['category', 'batchSize']);
  writeClassifiers(folder, written);
  const read = readClassifiers(folder);
  expect(Object.keys(read)).toEqual(['category', 'batchSize']);
  expect(read.category?.labels).toEqual(written.category?.labels);
  const [trained, stored] = [written.category, read.category] as [
    LinearClassifier,
    LinearClassifier,
  ];
  const largest = Math.max(...trained.weights);
  expect(stored.weights).toHaveLength(trained.weights.length);
  for (const at of trained.weights.keys()) {
    const difference = weightAt(stored, at) - weightAt(trained, at);
    expect(Math.abs(difference)).toBeLessThan(largest / 100);
  }
});

test('a damaged or absent memory is named', () => {
  expect(() => readMemory(path.join(folder, 'absent'))).toThrow(/cannot be read/);
  writeFileSync(path.join(folder, 'plan-memory.bin'), 'short');
  expect(() => readMemory(folder)).toThrow(/of another form/);
});

test.each([
  ['Dense (64, ReLU)', 'Dense (64, ReLU)'],
  [
    "Conv2D(32, (3, 3), activation='relu', padding='same', name='first', dtype='float32')",
    "Conv2D(32, (3, 3), activation='relu')",
  ],
  ['Dense layer for the classification of all the kinds of birds that were seen', 'Dense layer'],
  ['', ''],
])('%s is kept as %s', (text, fact) => {
  expect(layerFact(text)).toBe(fact);
});

test.each([
  [
    'I aim to classify images of cats and dogs with a CNN.',
    { pictured: 'cats and dogs', first: 'Cats', second: 'Dogs' },
  ],
  ['I need to sort photos into 12 classes of 64x64 pixels.', { classes: '12', side: '64' }],
  [
    'I want to predict house prices using features such as area, rooms.',
    { predicted: 'house prices', columns: 'area' },
  ],
  ['classify tweets as hateful or not with an LSTM', { first: 'Hateful', second: 'Not hateful' }],
  ['say whether or not a customer leaves', { first: null, second: null }],
  ['', { pictured: null, classes: null, first: null }],
])('%s fills its places', (text, expected) => {
  expect(readSlots({ text, attributes: '' }, { side: null, classes: null })).toMatchObject(
    expected,
  );
});

const DATA = path.resolve(process.env['DLCODEGEN_DATA'] ?? '../shared/data', 'plans/train.jsonl');

describe.skipIf(!existsSync(DATA) || !existsSync(PREDICTOR_FOLDER))('what ships', () => {
  test('holds no eight words in a row of the training texts', () => {
    const seen = new Set<string>();
    for (const line of readFileSync(DATA, 'utf8').split('\n')) {
      for (const text of line === '' ? [] : textsOf(JSON.parse(line) as Line)) {
        for (const gram of gramsOf(text)) seen.add(gram);
      }
    }
    const shipped = readdirSync(PREDICTOR_FOLDER)
      .filter((name) => /^plan-(memory|classifiers)\.json$/.test(name))
      .flatMap((name) =>
        [
          ...readFileSync(path.join(PREDICTOR_FOLDER, name), 'utf8').matchAll(
            /"((?:[^"\\]|\\.)*)"/g,
          ),
        ].map(([, text]) => text ?? ''),
      );
    expect(shipped.length).toBeGreaterThan(100);
    expect(seen.size).toBeGreaterThan(10_000);
    const found = [...shipped, ...INPUT_TEMPLATES, ...OUTPUT_TEMPLATES].filter((text) =>
      gramsOf(text).some((gram) => seen.has(gram)),
    );
    expect(found).toEqual([]);
  });
});

interface Line {
  readonly 'User Requirement'?: unknown;
  readonly 'Dataset Attributes'?: unknown;
  readonly 'Code Plan'?: { readonly Dataset?: unknown; readonly Preprocess?: unknown };
}

function textsOf(line: Line): string[] {
  const dataset = line['Code Plan']?.Dataset;
  const parts =
    typeof dataset === 'object' && dataset !== null ? Object.values(dataset) : [dataset];
  return [
    line['User Requirement'],
    line['Dataset Attributes'],
    line['Code Plan']?.Preprocess,
    ...parts,
  ].map((value) => (typeof value === 'string' ? value : (JSON.stringify(value) ?? '')));
}

function gramsOf(text: string): string[] {
  const words = text.toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? [];
  return words.slice(7).map((_, at) => words.slice(at, at + 8).join(' '));
}
