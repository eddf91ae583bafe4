import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { Origin, PlanRecord, Program } from '../artifacts/index.ts';
import { readProgram } from '../python/index.ts';
import { readEntryPoints } from './entry-points.ts';
import { renderProject } from './layout.ts';
import { splitIntoModules } from './modules.ts';
import { readProject } from './read.ts';
import { writeProject } from './write.ts';

const ORIGIN: Origin = { kind: 'code1', samples: ['tiny'], licence: 'Apache-2.0', reason: 'test' };

const SOURCE = `"""Tells one from another."""

# %% Imports
from pathlib import Path
from typing import NamedTuple

import keras
import numpy as np

# %% Configuration
SEED = 42
BATCH_SIZE = 8
EPOCHS = 2
LEARNING_RATE = 0.001
WIDTH = 4

# %% Data
class Prepared(NamedTuple):
    train: object
    state: dict


def prepare(data_dir, batch_size=BATCH_SIZE, limit=None, state=None):
    return Prepared(np.zeros((batch_size, WIDTH)), {"sizes": {}})


def load_data(data_dir):
    return prepare(data_dir)[:3]


def describe(data_dir, output_dir):
    print(data_dir)

# %% Model
def build_model(width=WIDTH, learning_rate=LEARNING_RATE):
    return keras.Sequential([keras.layers.Dense(width)])

# %% Training
def train_model(data_dir, output_dir, epochs=EPOCHS, batch_size=BATCH_SIZE, learning_rate=LEARNING_RATE, limit=None):
    return build_model().fit(prepare(data_dir).train, epochs=epochs).history

# %% Evaluation
def evaluate_model(data_dir, output_dir, limit=None):
    return {}

# %% Inference
def example_input(data_dir):
    return Path(data_dir)


def predict_items(input_path, output_dir, output_path):
    return output_path
`;

const RECORD: PlanRecord = {
  plan: {
    category: 'Tabular Classification',
    dataset: { input: 'a', output: 'b' },
    preprocess: '',
    layers: ['Dense(4)'],
    hyperparameters: {
      optimizer: 'Adam',
      loss: 'mse',
      learningRate: 0.001,
      batchSize: 8,
      epochs: 2,
      metric: 'mae',
    },
  },
  data: { kind: 'table', target: 'class', facts: { TARGET: 'b' } },
  confidence: {},
  alternatives: {},
  warnings: [],
  assumptions: [],
  substituted: [],
  asked: [],
};
const REQUIREMENT = { text: 'Tell one | from <b>another</b>', attributes: '' };

function program(source = SOURCE): Program {
  const read = readProgram(source, ORIGIN);
  if (!read.ok) throw new Error(JSON.stringify(read.issues));
  return read.value;
}

async function files(change: Partial<PlanRecord> = {}): Promise<ReadonlyMap<string, string>> {
  const made = await renderProject({
    requirement: REQUIREMENT,
    record: { ...RECORD, ...change },
    program: program(),
  });
  if (!made.ok) throw new Error(JSON.stringify(made.issues));
  return made.value;
}

const scratch = mkdtempSync(path.join(os.tmpdir(), 'project-'));
afterAll(() => rmSync(scratch, { recursive: true }));

describe('modules', () => {
  test('each imports exactly what it uses, and a constant lives where it is first needed', async () => {
    const made = await files();
    expect(made.get('model.py')).toContain('from data import WIDTH, prepare\n');
    expect(made.get('data.py')).toContain('WIDTH = 4');
    expect(made.get('model.py')).toContain('LEARNING_RATE = 0.001');
    expect(made.get('train.py')).toContain('from model import LEARNING_RATE, build_model\n');
    expect(made.get('evaluate.py')).not.toContain('import numpy');
  });

  test.each([
    ['a name nobody defines', SOURCE.replace('return {}', 'return score()'), 'UNBOUND_NAME'],
    ['a name of a later module', SOURCE.replace('print(data_dir)', 'build_model()'), 'UPWARD_NAME'],
  ])('%s is an issue', async (_name, source, code) => {
    const made = splitIntoModules(program(source), await readEntryPoints());
    expect(made.ok ? [] : made.issues.map((issue) => issue.code)).toEqual([code]);
  });
});

test('the notebook is nbformat 4.5 with the same code in order', async () => {
  const notebook = JSON.parse((await files()).get('notebook.ipynb') ?? '') as {
    nbformat: number;
    nbformat_minor: number;
    cells: { id: string; cell_type: string; source: string[] }[];
  };
  expect([notebook.nbformat, notebook.nbformat_minor]).toEqual([4, 5]);
  expect(new Set(notebook.cells.map(({ id }) => id)).size).toBe(notebook.cells.length);
  const code = notebook.cells
    .filter(({ cell_type: type }) => type === 'code')
    .map(({ source }) => source.join(''));
  const placeOf = (text: string): number => code.findIndex((cell) => cell.includes(text));
  expect(placeOf('def prepare')).toBeGreaterThan(-1);
  expect(placeOf('def prepare')).toBeLessThan(placeOf('def build_model'));
  expect(notebook.cells.length).toBeLessThanOrEqual(18);
});

test('every step of the notebook that saves figures shows them', async () => {
  const text = (await files()).get('notebook.ipynb') ?? '';
  for (const step of ['describe', 'train_model', 'evaluate_model'])
    expect(text).toMatch(new RegExp(`${step}\\(data_dir, output_dir\\)\\\\n",\\s*"show_figures`));
});

test('the smoke test is short and takes its data from a maker beside it', async () => {
  const made = await files();
  expect(made.get('tests/test_smoke.py')?.split('\n').length).toBeLessThan(60);
  expect(made.get('tests/test_smoke.py')).toContain('from made_data import make_data');
  expect(made.get('tests/made_data.py')).toContain('def make_data(');
});

test('user text in Markdown opens no HTML and breaks no table', async () => {
  const readme = (await files()).get('README.md') ?? '';
  expect(readme).toContain('Tell one \\| from \\<b\\>another\\</b\\>');
});

test('the README says nothing of preprocessing that the plan does not state', async () => {
  const plan = { ...RECORD.plan, preprocess: '' };
  expect((await files({ plan })).get('README.md')).not.toContain('Preprocessing:');
});

test.each([
  [{ TABLE_FILE: 'train.csv', TEST_FILE: 'test.csv' }, 'data/test.csv'],
  [{ TABLE_FILE: 'a.parquet', TEST_FILE: null }, 'new.parquet'],
  [{}, 'new.csv'],
])('the README names a file that predict.py takes: %j', async (facts, input) => {
  const data = { kind: 'table', target: 'number', facts } as const;
  const readme = (await files({ data })).get('README.md') ?? '';
  expect(readme).toContain(`predict.py --input ${input} --output`);
});

describe('writing', () => {
  test('a folder that is there is refused, and replaced by force only if it is a project', async () => {
    const foreign = path.join(scratch, 'foreign');
    mkdirSync(foreign);
    writeFileSync(path.join(foreign, 'thesis.txt'), 'mine');
    const made = await files();
    await expect(writeProject(foreign, made, { force: true })).rejects.toMatchObject({
      code: 'BAD_INPUT',
    });
    const own = path.join(scratch, 'own');
    await writeProject(own, made, { force: false });
    await expect(writeProject(own, made, { force: false })).rejects.toMatchObject({
      code: 'BAD_INPUT',
    });
    await writeProject(own, made, { force: true });
    expect(readFileSync(path.join(own, 'train.py'), 'utf8')).toBe(made.get('train.py'));
  });

  test('what a killed run left goes, and nothing half-written shows', async () => {
    const parent = path.join(scratch, 'killed');
    mkdirSync(path.join(parent, '.demo.writing-abc123'), { recursive: true });
    writeFileSync(path.join(parent, '.demo.writing-abc123', 'data.py'), 'half');
    expect(existsSync(path.join(parent, 'demo'))).toBe(false);
    await writeProject(path.join(parent, 'demo'), await files(), { force: false });
    expect(readdirSync(parent)).toEqual(['demo']);
  });

  test('a written project reads back as the program it was', async () => {
    const folder = path.join(scratch, 'again');
    await writeProject(folder, await files(), { force: false });
    const project = await readProject(folder);
    const again = await renderProject(project);
    expect(again.ok && again.value.get('script.py')).toBe((await files()).get('script.py'));
    expect(project.requirement).toEqual(REQUIREMENT);
  });
});

test('a module that loads the model imports the classes that the model is made of', async () => {
  const own = SOURCE.replace(
    '# %% Model\n',
    '# %% Model\n@keras.saving.register_keras_serializable()\nclass Own(keras.layers.Layer):\n    pass\n\n\n',
  ).replace(
    'def evaluate_model(data_dir, output_dir, limit=None):\n    return {}',
    'def evaluate_model(data_dir, output_dir, limit=None):\n    return keras.models.load_model(output_dir)',
  );
  const modules = async (source: string): Promise<ReadonlyMap<string, string>> => {
    const split = splitIntoModules(program(source), await readEntryPoints());
    if (!split.ok) throw new Error(JSON.stringify(split.issues));
    return split.value;
  };
  expect((await modules(own)).get('evaluate')).toContain('import model\n');
  expect((await modules(own)).get('data')).not.toContain('import model\n');
  expect((await modules(SOURCE)).get('evaluate')).not.toContain('import model\n');
});
