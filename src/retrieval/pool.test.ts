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
};

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'pool-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function put(id: string, files: Record<string, string | Uint8Array>): Promise<void> {
  await mkdir(path.join(folder, id));
  for (const [name, text] of Object.entries(files))
    await writeFile(path.join(folder, id, name), text);
}

test('samples come in the order of their ids, with program and record', async () => {
  await put('b-two', { 'sample.json': JSON.stringify(SAMPLE), 'program.py': 'x = 1\n' });
  const record = {
    stages: { S0: 'passed' },
    versions: { keras: '3.15.1' },
    sha256: 'a'.repeat(64),
  };
  await put('a-one', {
    'sample.json': JSON.stringify(SAMPLE),
    'program.py': '',
    'verified.json': JSON.stringify(record),
  });
  await writeFile(path.join(folder, 'README.md'), 'not a sample');
  const samples = await readPool(folder);
  expect(samples.map(({ id, program, verified }) => [id, program, verified])).toEqual([
    ['a-one', '', record],
    ['b-two', 'x = 1\n', null],
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
  ['def state_verdict(', 'too few to be sure'],
  ['except UnicodeDecodeError', 'cp1252'],
  ['pd.read_json(path, lines', 'pd.json_normalize'],
  ['def find_role(', 'expected rows in {path}, found none'],
  ['Writes id, class and', 'if TEST_FILE is None:'],
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
  { name: 'an unknown key', change: { colour: 'red' }, words: /sample\.json.*colour/ },
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
  await put('a', { 'sample.json': JSON.stringify({ ...SAMPLE, ...change }), 'program.py': '' });
  await expect(readPool(folder)).rejects.toMatchObject({ code: 'BAD_INPUT' });
  await expect(readPool(folder)).rejects.toThrow(words);
});

test.each([
  { name: 'no program', files: { 'sample.json': JSON.stringify(SAMPLE) }, words: /program\.py/ },
  { name: 'no JSON', files: { 'sample.json': '{"a":', 'program.py': '' }, words: /is not JSON/ },
  {
    name: 'bytes that are no text',
    files: { 'sample.json': JSON.stringify(SAMPLE), 'program.py': new Uint8Array([0xff, 0xfe]) },
    words: /program\.py/,
  },
  {
    name: 'a file of 2 MiB',
    files: { 'sample.json': ' '.repeat(2 << 20), 'program.py': '' },
    words: /2097152 bytes/,
  },
])('$name is refused', async ({ files, words }) => {
  await put('a', files);
  await expect(readPool(folder)).rejects.toThrow(words);
});

test('an odd folder name is refused', async () => {
  await put('A b', { 'sample.json': JSON.stringify(SAMPLE), 'program.py': '' });
  await expect(readPool(folder)).rejects.toThrow(/"A b"/);
});

test.each([
  ['', /holds no sample/],
  ['none', /cannot be read/],
])('an empty or missing pool is POOL_EMPTY', async (name, words) => {
  await expect(readPool(path.join(folder, name))).rejects.toMatchObject({ code: 'POOL_EMPTY' });
  await expect(readPool(path.join(folder, name))).rejects.toThrow(words);
});
