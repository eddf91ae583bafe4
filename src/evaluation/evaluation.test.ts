import { describe, expect, test } from 'vitest';
import { verifies } from '../../tests/requirements.ts';
import type { Plan, Verdict } from '../artifacts/index.ts';
import type { OutputSet } from '../dataset/index.ts';
import { scoreCodeRows } from './code-experiment.ts';
import { EXPERIMENTS, type ExperimentName } from './experiments-table.ts';
import {
  agreementShare,
  hadMachineFault,
  isMachineFault,
  reached,
  scoreLadder,
  type Verdicts,
} from './ladder.ts';
import { emptyOutcome } from './outcome.ts';
import { scorePlanRows } from './plan-experiment.ts';
import { PUBLISHED } from './published-table.ts';
import { makeRows } from './rows.ts';

const TEXTS = ['Sort leaves by disease', 'Forecast the water level', 'Translate short letters'];
const tasks = TEXTS.map((text, at) => ({ id: `00${at}`, requirement: { text, attributes: '' } }));
const CODES = [
  'import keras\nx = keras.Input((3,))\n',
  'y = 1\nprint(y)\n',
  'for i in [1, 2]:\n    print(i)\n',
];
const plan = (category: string): Plan => ({
  category,
  dataset: { input: 'in', output: 'out' },
  preprocess: '',
  layers: ['Dense(1)'],
  hyperparameters: {
    optimizer: 'adam',
    loss: 'mse',
    learningRate: null,
    batchSize: 8,
    epochs: 2,
    metric: 'mae',
  },
});
const answers = tasks.map(({ id }, at) => ({
  id,
  plan: plan(`category ${at}`),
  code: CODES[at] ?? null,
}));
const outputSet = (method: string, change: Partial<OutputSet>): OutputSet => ({
  method,
  model: 'DeepSeek-V2.5',
  origin: 'released',
  programs: new Map([['000', CODES[0] ?? '']]),
  plans: new Map(),
  ...change,
});
const outputs = [
  outputSet('Direct', {}),
  outputSet('wo_CR', {}),
  outputSet('DLCodeGen_temperature_0.5', {}),
  outputSet('mine', {
    origin: 'given',
    model: 'given',
    plans: new Map([['000', { plan: plan('category 0'), valid: true }]]),
  }),
];

const rowsOf = async (name: ExperimentName) =>
  makeRows({
    experiment: EXPERIMENTS[name],
    asked: [],
    tasks,
    answers,
    outputs,
    seed: 1,
    dataOf: () => null,
    run: async (jobs) =>
      jobs.map(({ task }) => ({ ...emptyOutcome(task.id), failure: { code: 'X', message: 'x' } })),
  });

describe('rows', () => {
  test.each([
    [
      'rq1',
      [
        'DLCodeGen',
        'DLCodeGen w/o Comparison & CR',
        'DLCodeGen w/o Comparison & TR',
        'random other',
        'constant medoid',
        'nearest other',
        'Direct',
        'mine',
      ],
    ],
    [
      'rq3',
      [
        'fused plan, grounded (default)',
        'fused plan, before grounding',
        'language model alone',
        'language model alone',
        'nearest plan, grounded',
        'random other',
        'constant medoid',
        'nearest other',
        'mine',
      ],
    ],
    [
      'rq4',
      [
        'DLCodeGen',
        'DLCodeGen w/o Comparison & CR',
        'DLCodeGen w/o Comparison & TR',
        'wo_CR',
        'mine',
      ],
    ],
    ['rq5', ['DLCodeGen_temperature_0.5', 'mine']],
  ] as const)('%s', async (name, methods) => {
    expect((await rowsOf(name)).map(({ method }) => method)).toEqual(methods);
  });

  test('jobs come task by task, so that rows share what they plan', async () => {
    const order: string[] = [];
    await makeRows({
      experiment: EXPERIMENTS.rq4,
      asked: [],
      tasks,
      answers,
      outputs: [],
      seed: 1,
      dataOf: () => null,
      run: async (jobs) => {
        order.push(...jobs.map(({ task }) => task.id));
        return jobs.map(({ task }) => emptyOutcome(task.id));
      },
    });
    expect(order).toEqual(tasks.flatMap(({ id }) => [id, id, id]));
  });

  test('a trivial answer is never the task’s own', async () => {
    const rows = await rowsOf('rq1');
    for (const { source, outcomes } of rows) {
      if (source !== 'trivial baseline') continue;
      expect(outcomes.every(({ code }, at) => code !== null && code !== CODES[at])).toBe(true);
    }
  });
});

test(`code: failures in n, a table a source, intervals, tests ${verifies('code-evaluation')}`, async () => {
  const rows = await rowsOf('rq1');
  const { tables, comparisons, scores } = await scoreCodeRows(rows, tasks, answers, { threads: 1 });
  expect(tables.map(({ source, rows: all }) => [source, all.length])).toEqual([
    ['measured here', 3],
    ['trivial baseline', 3],
    ['rescored from released outputs', 1],
    ['rescored from given outputs', 1],
  ]);
  expect(tables[0]?.rows[0]).toMatchObject({ n: 3, failed: 3 });
  expect(tables[2]?.rows[0]).toMatchObject({ method: 'Direct', n: 3, failed: 2 });
  expect(tables[2]?.rows[0]?.values['parses']?.value).toBeCloseTo(1 / 3, 9);
  expect(scores.get('given-given-mine')?.get('000')?.['ngram']).toBeCloseTo(1, 9);
  expect(comparisons).toHaveLength(rows.length - 1);
  expect(tables.every(({ signature }) => signature?.includes('codebleu'))).toBe(true);
});

test(`plans: a missing one counts as empty ${verifies('plan-evaluation')}`, async () => {
  const { tables } = scorePlanRows(await rowsOf('rq3'), answers);
  const given = tables.at(-1)?.rows[0];
  expect(given).toMatchObject({ method: 'mine', n: 3, failed: 2 });
  expect(given?.values['category']?.value).toBeCloseTo(1 / 3, 9);
  expect(given?.values['valid']?.value).toBeCloseTo(1 / 3, 9);
});

test('the ladder: a rung counts where all below it passed', async () => {
  const stage = (
    id: 'S0' | 'S1' | 'S2' | 'S3' | 'S4' | 'S5',
    status: 'passed' | 'failed' | 'skipped',
  ) => ({ id, status, ms: 1, message: '' });
  const stopped: Verdict = {
    passed: false,
    stages: [
      stage('S0', 'passed'),
      stage('S1', 'passed'),
      stage('S2', 'failed'),
      stage('S3', 'passed'),
    ],
    agreement: { optimizer: true, loss: false, epochs: null, layers: 'substituted' },
  };
  expect([reached(stopped, 'S1'), reached(stopped, 'S3')]).toEqual([true, false]);
  expect(agreementShare(stopped)).toBeCloseTo(1 / 3, 9);
  expect(isMachineFault(stopped)).toBe(false);
  const full = { ...stage('S1', 'failed'), message: 'spawn bwrap EAGAIN' };
  expect(isMachineFault({ ...stopped, stages: [full] })).toBe(true);
  const [row] = await rowsOf('ladder');
  if (row === undefined) throw new Error('no row');
  const all = (['S0', 'S1', 'S2', 'S3', 'S4', 'S5'] as const).map((id) => stage(id, 'passed'));
  const passed: Verdict = { passed: true, stages: all, agreement: {} };
  const verdicts: Verdicts = new Map([
    [
      row.id,
      new Map([
        ['000', { first: stopped, last: stopped }],
        ['001', { first: passed, last: passed }],
        ['002', { first: stopped, last: passed }],
      ]),
    ],
  ]);
  const scored = scoreLadder([row], tasks, verdicts, false).tables[0];
  const values = scored?.rows[0]?.values;
  const read = ['S1', 'S5', 'passed', 'repaired'].map((id) => values?.[id]?.value);
  expect(read).toEqual([1, 1 / 3, 1 / 3, 2 / 3]);
  expect(scored?.rows[0]?.failed).toBe(2);
  expect(scored?.signature).toContain('repairs:1');
  const faulty: Verdict = { ...stopped, stages: [full] };
  expect(hadMachineFault({ first: faulty, last: passed })).toBe(true);
  expect(hadMachineFault({ first: stopped, last: passed })).toBe(false);
});

test('published figures are complete', () => {
  expect(PUBLISHED.II.rows).toHaveLength(10);
  const columns = PUBLISHED.IV.rows.map(({ values }) => Object.keys(values).length);
  expect(columns).toEqual([10, 10, 10, 10, 10, 10]);
  const means = PUBLISHED.II.rows.map(({ values }) => {
    const { ngram = 0, weightedNgram = 0, syntax = 0, dataflow = 0, codebleu = 0 } = values;
    return Math.abs((ngram + weightedNgram + syntax + dataflow) / 4 - codebleu);
  });
  expect(Math.max(...means)).toBeLessThan(0.0002);
});
