import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeCheckpoint } from '../../../tests/gpt2/make-checkpoint.ts';
import type { OptionValues } from '../options.ts';
import { run } from './predictor.ts';

const root = mkdtempSync(path.join(tmpdir(), 'predictor-command-'));
const at = (...parts: string[]): string => path.join(root, ...parts);

function line(place: number): string {
  return JSON.stringify({
    'User Requirement': `Predict number ${place} from a table of houses.`,
    'Dataset Attributes': `${place} rows`,
    'Code Plan': {
      'Task Category': 'Tabular Regression',
      Dataset: { Input: `(${place}, 4)`, Output: '(1,)' },
      'Model Architecture': {
        Layers: [`Dense(${place})`, 'Dense(1)'],
        Hyperparameters: { optimizer: 'Adam', epochs: place + 1 },
      },
    },
  });
}

beforeAll(() => {
  makeCheckpoint(at('source'), { context: 512 });
  makeCheckpoint(at('short'), { context: 32 });
  writeFileSync(
    at('plans.jsonl'),
    Array.from({ length: 12 }, (_, place) => line(place)).join('\n'),
  );
  writeFileSync(at('none.jsonl'), '{"User Requirement": "x"}\n');
});
afterAll(() => rmSync(root, { recursive: true }));

async function predictor(
  words: readonly string[],
  values: OptionValues = {},
): Promise<Record<string, unknown>> {
  const printed: string[] = [];
  const status = await run({
    positionals: words,
    values: { ...values, json: true },
    console: {
      json: true,
      print: (text) => void printed.push(text),
      talk: () => undefined,
      progress: () => undefined,
    },
    signal: new AbortController().signal,
  });
  expect(status).toBe(0);
  return JSON.parse(printed.join('')) as Record<string, unknown>;
}

test('import, train from it, go on where it ended, evaluate, export: each takes what the last one left', async () => {
  expect(await predictor(['import', at('source')], { output: at('gpt2') })).toMatchObject({
    added: 16,
  });
  const values = { checkpoint: at('gpt2'), preset: 'artifact', jobs: '1', output: at('trained') };
  const trained = await predictor(['train', at('plans.jsonl')], values);
  expect(trained).toMatchObject({ step: 12, bestLoss: null });
  const weights = (folder: string): Buffer => readFileSync(at(folder, 'model.safetensors'));
  expect(weights('trained').equals(weights('gpt2'))).toBe(false);
  expect(await predictor(['train', at('plans.jsonl')], values)).toEqual(trained);
  await predictor(['export', at('trained')], { output: at('exported') });
  expect(readdirSync(at('exported')).toSorted()).toEqual([
    'config.json',
    'model.safetensors',
    'tokenizer.json',
    'tokenizer_config.json',
  ]);
});

test('--dry-run estimates and writes nothing, also without the vocabulary of GPT-2', async () => {
  const values = { 'dry-run': true, preset: 'paper', output: at('never'), jobs: '1' };
  const found = await predictor(['train', at('plans.jsonl')], values);
  // 774,030,080 as in the paper, and a row for each of the 16 markers.
  expect(found['parameters']).toBe(774_030_080 + 16 * 1280);
  expect(existsSync(at('never'))).toBe(false);
});

test('evaluation prints the trivial rows beside what ships, and what the language model adds', async () => {
  const [first = ''] = readFileSync(at('plans.jsonl'), 'utf8').split('\n');
  writeFileSync(at('one.jsonl'), first);
  const training = at('plans.jsonl');
  const printed = await predictor(['evaluate', at('one.jsonl')], { training });
  const ids = (printed['rows'] as { id: string }[]).map(({ id }) => id);
  expect(ids.slice(0, 2)).toEqual(['global majority', 'nearest training plan']);
  expect(ids.slice(-2)).toEqual(['nearest-plan', 'fused-plan']);
  expect(printed).toMatchObject({ decided: {}, calibration: { fused: {}, grounded: {} } });
});

describe('what cannot be done is said', () => {
  test.each<[string, readonly string[], OptionValues, RegExp]>([
    ['an unknown action', ['toString', at('plans.jsonl')], {}, /train, evaluate, import, export/],
    ['import to nowhere', ['import', at('source')], {}, /needs -o/],
    ['import onto itself', ['import', at('source')], { output: at('source') }, /same/],
    ['a model that is there', ['import', at('source')], { output: at('short') }, /--force/],
    ['a checkpoint that is not there', ['import', at('no')], { output: at('x') }, /config\.json/],
    ['training to nowhere', ['train', at('plans.jsonl')], {}, /needs -o/],
    [
      'a GPT-2 preset without one',
      ['train', at('plans.jsonl')],
      { output: at('x'), preset: 'paper' },
      /predictor import/,
    ],
    ['no data', ['train', at('no.jsonl')], { output: at('x') }, /cannot read/],
    ['data without plans', ['train', at('none.jsonl')], { output: at('x') }, /no line/],
    [
      'a context too short for any example',
      ['train', at('plans.jsonl')],
      { output: at('x'), checkpoint: at('short') },
      /longer than the model's context of 32/,
    ],
    [
      'PyTorch that is not there',
      ['train', at('plans.jsonl')],
      { output: at('x1'), checkpoint: at('gpt2'), engine: 'torch', python: '/nowhere/python' },
      /pip install torch/,
    ],
    ['no plans to evaluate', ['evaluate', at('none.jsonl')], {}, /no line/],
  ])('%s', async (_, words, values, message) => {
    await expect(predictor(words, values)).rejects.toThrow(message);
  });
});
