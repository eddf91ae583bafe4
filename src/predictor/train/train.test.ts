import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { evaluationBatches, prepareData, trainPredictor } from './loop.ts';
import { makeMicroBatches } from './batches.ts';
import { epochBatches } from './epochs.ts';
import { learningRate, PRESETS, type TrainingPreset } from './presets.ts';
import { isHeldOut, ProblemCounter, readPlanLines } from './examples.ts';
import { unifySpelling } from './spelling.ts';

const PRESET: TrainingPreset = {
  ...PRESETS.default,
  model: { context: 96, width: 16, layers: 1, heads: 2 },
  tokenizerSize: 400,
  epochs: 2,
  batchExamples: 4,
  maxRows: 200,
  warmupSteps: 3,
  evaluateEvery: 4,
  saveEvery: 5,
};
const root = mkdtempSync(path.join(tmpdir(), 'train-'));
afterAll(() => rmSync(root, { recursive: true }));

function line(at: number, loss = 'mse'): string {
  return JSON.stringify({
    'User Requirement': `Predict number ${at} from a table of houses.`,
    'Dataset Attributes': at % 2 === 0 ? `${at} rows` : { rows: at },
    'Code Plan': {
      'Task Category': 'Tabular Regression',
      Dataset: { Input: `(${at}, 4)`, Output: '(1,)' },
      'Model architecture': {
        Layers: [`Dense(${at})`, 'Dense(1)'],
        Hypermeters: { optimizer: 'Adam', 'loss function': loss, 'batch size': 8, epochs: 3 },
      },
    },
  });
}
/** 52 lines to train on and, 322 lines into the file, 8 that are held out. */
const TEXT = [
  ...Array.from({ length: 52 }, (_, at) => line(at * 7)),
  ...Array.from({ length: 270 }, () => ''),
  ...Array.from({ length: 8 }, (_, at) => line(at * 5)),
].join('\n');

test('what is wrong with the data is counted and named', () => {
  const problems = new ProblemCounter();
  const lines = readPlanLines(
    [
      '{',
      line(1),
      '',
      '{"User Requirement": ""}',
      '{"User Requirement": "x", "Code Plan": 3}',
      '{"User Requirement": "x", "Code Plan": {"Task Category": "y"}}',
    ].join('\n'),
    problems,
  );
  expect(lines.map((item) => item.line)).toEqual([1]);
  expect(problems.report()).toMatchObject({
    'bad line': { count: 1, lines: [1] },
    'no requirement': { count: 1, lines: [4] },
    'no plan': { count: 1, lines: [5] },
    'empty plan': { count: 1, lines: [6] },
  });
});

test('a tenth is held out, in blocks', () => {
  const held = Array.from({ length: 4600 }, (_, at) => at).filter(isHeldOut);
  expect(held.length).toBe(460);
  expect(held.slice(0, 2)).toEqual([322, 323]);
});

test('names get their most frequent spelling', () => {
  const losses = ['binary_crossentropy', 'Binary Crossentropy', 'Binary Crossentropy', 'MSE'];
  const problems = new ProblemCounter();
  const plans = losses.flatMap((loss, at) =>
    readPlanLines(line(at, loss), problems).map(({ plan }) => plan),
  );
  expect(unifySpelling(plans).map((plan) => plan.hyperparameters.loss)).toEqual([
    'Binary Crossentropy',
    'Binary Crossentropy',
    'Binary Crossentropy',
    'MSE',
  ]);
});

const EXAMPLES = Array.from({ length: 23 }, (_, at) => ({
  line: at,
  ids: Array.from({ length: 5 + (at % 9) }, (_, place) => 1 + place),
  promptLength: 3,
}));

test('an epoch has every example once; seed and epoch alone give the order', () => {
  const batches = epochBatches(EXAMPLES, 4, 1, 0);
  expect(
    batches
      .flat()
      .map((item) => item.line)
      .sort((a, b) => a - b),
  ).toEqual(EXAMPLES.map((item) => item.line));
  expect(epochBatches(EXAMPLES, 4, 1, 0)).toEqual(batches);
  expect(epochBatches(EXAMPLES, 4, 1, 1)).not.toEqual(batches);
});

test.each([0, 0.3, 1])('weights of a step sum to 1 with prompt weight %d', (promptWeight) => {
  const batches = makeMicroBatches(EXAMPLES, { promptWeight, maxRows: 40 });
  expect(batches.length).toBeGreaterThan(3);
  expect(Math.max(...batches.map(({ rows }) => rows))).toBeLessThanOrEqual(40);
  const weights = batches.flatMap(({ inputs }) => [...(inputs['weights']?.data ?? [])].map(Number));
  expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 5);
  expect(batches.reduce((sum, { tokens }) => sum + tokens, 0)).toBe(
    EXAMPLES.reduce((sum, { ids }) => sum + ids.length, 0),
  );
});

test('no held-out examples, no batches', () => {
  expect(evaluationBatches([], 100)).toEqual([]);
});

test('rates rise, then fall as the preset says', () => {
  const rates = [0, 49, 99, 550, 1000].map((step) => learningRate(PRESETS.default, step, 1000));
  expect(rates.map((rate) => Number(rate.toPrecision(2)))).toEqual([
    1e-5, 5e-4, 1e-3, 5.3e-4, 5e-5,
  ]);
  expect(learningRate(PRESETS.paper, 500, 1000)).toBe(1e-3);
});

test('a run that is cut and resumed gives the files of one that was not, byte for byte', async () => {
  const whole = path.join(root, 'whole');
  const cut = path.join(root, 'cut');
  const train = async (folder: string, stopAt: number): Promise<number> => {
    const data = prepareData(TEXT, folder, PRESET);
    const result = await trainPredictor(data, folder, PRESET, {
      threads: 1,
      onReport: ({ step }) => {
        if (step === stopAt) throw new Error('cut');
      },
    });
    return result.step;
  };
  const steps = await train(whole, -1);
  expect(steps).toBe(26);
  await expect(train(cut, 8)).rejects.toThrow('cut');
  await expect(train(cut, 17)).rejects.toThrow('cut');
  expect(await train(cut, -1)).toBe(steps);
  for (const name of [
    'state.safetensors',
    'model.safetensors',
    'loss.jsonl',
    'tokenizer.json',
    'config.json',
  ]) {
    const [a, b] = [whole, cut].map((folder) => readFileSync(path.join(folder, name)));
    expect([name, a?.equals(b ?? Buffer.of())]).toEqual([name, true]);
  }
  const losses = readFileSync(path.join(whole, 'loss.jsonl'), 'utf8').trim().split('\n');
  expect(losses.length).toBeGreaterThanOrEqual(steps);
});

test('a folder of another preset is refused', async () => {
  const folder = path.join(root, 'whole');
  const other = { ...PRESET, seed: 2 };
  await expect(
    trainPredictor(prepareData(TEXT, folder, other), folder, other, {
      threads: 1,
      onReport: () => undefined,
    }),
  ).rejects.toMatchObject({ code: 'BAD_INPUT' });
});

test('data without a line that can be used is refused', () => {
  expect(() => prepareData('{}\n', path.join(root, 'none'), PRESET)).toThrow(/no line/);
});
