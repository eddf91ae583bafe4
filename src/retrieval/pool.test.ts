import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { PACKAGE_ROOT } from '../core/index.ts';
import { readPool } from './pool.ts';

const SAMPLE = {
  requirement: 'Classify things',
  attributes: 'things in rows',
  plan: {
    'Task Category': 'Tabular Classification',
    Dataset: { Input: 'rows', Output: 'one of 2 classes' },
    Preprocess: 'split',
    'Model Architecture': {
      Layers: ["Dense(1, activation='sigmoid')"],
      Hyperparameters: {
        optimizer: 'Adam',
        'loss function': 'binary_crossentropy',
        'learning rate': 0.001,
        'batch size': 32,
        epochs: 5,
        'evaluation metric': null,
      },
    },
  },
  data: {
    kind: 'table',
    target: 'class',
    facts: { TARGET: null, CATEGORY_SIZES: [3, 4], CLASS_COUNT: 2 },
  },
  topology: 'trunk',
  holes: {},
  licence: 'Apache-2.0',
  tags: ['a'],
  docstring: 'Tells things apart.',
  uses: ['table/values', 'driver'],
  constants: { SHARE: [0.5, [0.25]] },
};

/** Sections that give the constants of the sample's plan and facts, and one more. */
const SECTIONS = {
  'sections/table/values.py': `"""Gives values."""

# %% Imports
import math
from keras import layers
import numpy as np

# %% Configuration
# Column to predict.
TARGET = "last"
CATEGORY_SIZES = (1,)
CLASS_COUNT = 2
LAYER = layers.GRU
SPARE = 1

# %% Data
def read(path):
    """Reads."""
    return np.array([path, TARGET, CATEGORY_SIZES, CLASS_COUNT, LAYER])


def not_used(path):
    """Not even math.floor(SPARE) of read is called: no program has this."""
    return math.floor(SPARE) + not_used(path)
`,
  'driver.py': `# %% Imports
import json
from keras import (
    layers,
    Model,
)

# %% Configuration
BATCH_SIZE = 64
EPOCHS = 1
LEARNING_RATE = 0.001
SHARE = 0.25

# %% Data
@decorated
class Prepared:
    """What is prepared."""

# %% Training
def train_model(
    path, share=SHARE
):
    return json.dumps(read(path)), Model, BATCH_SIZE, EPOCHS, LEARNING_RATE  # and no SPARE
`,
};
const PROGRAM = `"""Tells things apart."""

# %% Imports
import json

import numpy as np
from keras import Model, layers

# %% Configuration
# Column to predict.
TARGET = None
CATEGORY_SIZES = (3, 4)
CLASS_COUNT = 2
LAYER = layers.GRU
BATCH_SIZE = 32
EPOCHS = 5
LEARNING_RATE = 0.001
SHARE = (0.5, (0.25,))


# %% Data
def read(path):
    """Reads."""
    return np.array([path, TARGET, CATEGORY_SIZES, CLASS_COUNT, LAYER])


@decorated
class Prepared:
    """What is prepared."""


# %% Training
def train_model(
    path, share=SHARE
):
    return json.dumps(read(path)), Model, BATCH_SIZE, EPOCHS, LEARNING_RATE  # and no SPARE
`;

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'pool-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** Writes programs and sections; null leaves a section out. */
async function put(
  programs: Readonly<Record<string, unknown>>,
  changes: Readonly<Record<string, string | Uint8Array | null>> = {},
): Promise<void> {
  const files = Object.entries({ ...SECTIONS, ...changes }).filter(([, text]) => text !== null);
  const samples = Object.entries(programs).map(([id, sample]) => [
    `programs/${id}.json`,
    typeof sample === 'string' ? sample : JSON.stringify(sample),
  ]);
  for (const [name = '', text] of [...files, ...samples]) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), text ?? '');
  }
}

test('samples come in the order of their ids, each with its composed program and its record', async () => {
  const record = {
    stages: { S0: 'passed' },
    versions: { keras: '3.15.1' },
    sha256: 'a'.repeat(64),
  };
  await put(
    { 'b-two': SAMPLE, 'a-one': SAMPLE },
    { 'verified.json': JSON.stringify({ 'a-one': record }), 'programs/README.md': 'no sample' },
  );
  const samples = await readPool(folder);
  expect(samples.map(({ id, program, verified }) => [id, program, verified])).toEqual([
    ['a-one', PROGRAM, record],
    ['b-two', PROGRAM, null],
  ]);
  expect(samples[0]?.plan.hyperparameters).toEqual({
    optimizer: 'Adam',
    loss: 'binary_crossentropy',
    learningRate: 0.001,
    batchSize: 32,
    epochs: 5,
    metric: null,
  });
});

test.each([
  {
    name: 'a name that two sections bind',
    sections: { 'driver.py': `${SECTIONS['driver.py']}\ndef read(path):\n    return path\n` },
    words: /read is bound twice, in sections\/table\/values\.py:17 and driver\.py:\d+/,
  },
  {
    name: 'a constant that no section has',
    sections: { 'driver.py': SECTIONS['driver.py'].replace('SHARE = 0.25\n', '') },
    words: /the constant SHARE stands in no section/,
  },
  {
    name: 'a section that is not there',
    sections: { 'driver.py': null },
    words: /uses driver, which is no section/,
  },
  {
    name: 'code that would run at import',
    sections: { 'driver.py': `${SECTIONS['driver.py']}\nprint(1)\n` },
    words: /driver\.py:\d+: expected a definition below a heading, found: print\(1\)/,
  },
  {
    name: 'an unknown heading',
    sections: { 'driver.py': SECTIONS['driver.py'].replace('Training', 'Trainings') },
    words: /driver\.py:\d+: unknown heading trainings/,
  },
])('$name is an error that names the place', async ({ sections, words }) => {
  await put({ a: SAMPLE }, sections);
  await expect(readPool(folder)).rejects.toMatchObject({ code: 'BAD_INPUT' });
  await expect(readPool(folder)).rejects.toThrow(words);
});

test.each([
  ['def compare_results(', 'cannot be told apart from'],
  ['except UnicodeDecodeError', 'cp1252'],
  ['pd.read_json(path', 'pd.json_normalize'],
  ['def find_role(', 'expected rows with {missing}'],
  ['probability_{name}', 'if TEST_FILE is None:'],
])('each program of the pool with %j also has %j', async (part, other) => {
  const programs = (await readPool(path.join(PACKAGE_ROOT, 'pool'))).filter(({ program }) =>
    program.includes(part),
  );
  expect(programs.length).toBeGreaterThan(2);
  expect(programs.filter(({ program }) => !program.includes(other)).map(({ id }) => id)).toEqual(
    [],
  );
});

test.each([
  { name: 'an unknown key', change: { colour: 'red' }, words: /a\.json.*colour/ },
  {
    name: 'another kind of data',
    change: { data: { ...SAMPLE.data, kind: 'tables' } },
    words: /data\.kind/,
  },
  {
    name: 'a fact in lower case',
    change: { data: { ...SAMPLE.data, facts: { target: 1 } } },
    words: /data\.facts/,
  },
  {
    name: 'a wrong number in the plan',
    change: { plan: { ...SAMPLE.plan, Preprocess: 4 } },
    words: /plan\.Preprocess/,
  },
  { name: 'no licence', change: { licence: '' }, words: /licence/ },
])('$name is an error that names file and field', async ({ change, words }) => {
  await put({ a: { ...SAMPLE, ...change } });
  await expect(readPool(folder)).rejects.toMatchObject({ code: 'BAD_INPUT' });
  await expect(readPool(folder)).rejects.toThrow(words);
});

test.each([
  { name: 'no JSON', program: '{"a":', sections: {}, words: /a\.json is not JSON/ },
  {
    name: 'bytes that are no text',
    program: JSON.stringify(SAMPLE),
    sections: { 'driver.py': new Uint8Array([0xff, 0xfe]) },
    words: /driver\.py cannot be read/,
  },
  { name: 'a file of 2 MiB', program: ' '.repeat(2 << 20), sections: {}, words: /2097152 bytes/ },
])('$name is refused', async ({ program, sections, words }) => {
  await put({ a: program }, sections);
  await expect(readPool(folder)).rejects.toThrow(words);
});

test('an odd name is refused', async () => {
  await put({ 'A b': SAMPLE });
  await expect(readPool(folder)).rejects.toThrow(/A b\.json/);
});

test.each([
  ['', /cannot be read/],
  ['none', /cannot be read/],
])('an empty or missing pool is POOL_EMPTY', async (name, words) => {
  await expect(readPool(path.join(folder, name))).rejects.toMatchObject({ code: 'POOL_EMPTY' });
  await expect(readPool(path.join(folder, name))).rejects.toThrow(words);
});

test('a pool without programs is POOL_EMPTY', async () => {
  await put({});
  await mkdir(path.join(folder, 'programs'));
  await expect(readPool(folder)).rejects.toMatchObject({ code: 'POOL_EMPTY' });
});
