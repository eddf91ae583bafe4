import { expect, test } from 'vitest';
import { verifies } from '../../tests/requirements.ts';
import type { Plan } from '../artifacts/index.ts';
import type { PlanLine, Task } from '../dataset/index.ts';
import { audit } from './audit.ts';
import {
  besideUnseen,
  contaminatedTasks,
  contaminationNote,
  withoutTasks,
} from './contamination.ts';
import { EXPERIMENTS } from './experiments-table.ts';
import { MEASURE, type MeasureContext } from './measure.ts';
import { emptyOutcome, type LearntFrom, type Row } from './outcome.ts';

const plan = (category: string, layer = 'Dense(1)'): Plan => ({
  category,
  dataset: { input: `rows of ${category}`, output: `a label of ${category}` },
  preprocess: '',
  layers: [layer],
  hyperparameters: {
    optimizer: 'adam',
    loss: 'mse',
    learningRate: null,
    batchSize: 8,
    epochs: 2,
    metric: 'mae',
  },
});
const TEXTS = [
  'Sort leaves by their disease from photographs taken in the field',
  'Forecast the water level of a river three days ahead',
  'Translate short letters from French into English',
];
const tasks = TEXTS.map((text, at): Task => ({
  id: `00${at}`,
  requirement: { text, attributes: '' },
}));
const gold = [plan('classification'), plan('regression'), plan('translation')];
const answers = tasks.map(({ id }, at) => ({ id, plan: gold[at] ?? null, code: null }));
/** A training plan for nearly the first requirement, and one with exactly the third plan. */
const training = [
  { requirement: { text: `${TEXTS[0]} today`, attributes: '' }, plan: plan('other', 'LSTM(9)') },
  { requirement: { text: 'Something else altogether', attributes: '' }, plan: gold[2] ?? null },
] as unknown as readonly PlanLine[];

/** Right where a training plan told it, wrong elsewhere. */
const row = (id: string, learntFrom: LearntFrom): Row => ({
  id,
  method: id,
  model: 'none',
  source: 'measured here',
  learntFrom,
  outcomes: tasks.map((task, at) => ({
    ...emptyOutcome(task.id),
    plan: at === 1 ? plan('wrong') : (gold[at] ?? null),
    planValid: true,
  })),
});
const rows = [
  row('trained', 'training plans'),
  row('untrained', 'nothing'),
  row('given', 'unknown'),
];
const context: MeasureContext = {
  experiment: EXPERIMENTS.rq3,
  tasks,
  answers,
  rows,
  options: { output: '', seed: 1, threads: 1, raters: 1 },
  climbed: async () => new Map(),
};
const measure = MEASURE.plans;

test(`the audit says which tasks a predictor has seen ${verifies('leakage-audit')}`, async () => {
  const found = contaminatedTasks(audit({ tasks, answers, pool: [], training }));
  expect(found).toEqual(['000', '002']);

  const unseen = await measure(withoutTasks(context, found));
  const both = besideUnseen(await measure(context), unseen, rows);
  const [table] = both.tables;
  const figures = table?.rows.map(({ method, n, seen, values }) => [
    method,
    n,
    seen,
    Number(values['category']?.value.toFixed(3)),
  ]);
  expect(figures).toEqual([
    ['trained', 3, 2, 0.667],
    ['untrained', 3, 0, 0.667],
    ['given', 3, undefined, 0.667],
    ['trained', 1, 0, 0],
    ['untrained', 1, 0, 0],
    ['given', 1, undefined, 0],
  ]);
  expect(new Set(table?.rows.map(({ id }) => id)).size).toBe(6);
  expect(both.comparisons.map(({ n }) => n)).toEqual([1, 1]);
  expect(contaminationNote(found, rows, both)[0]).toMatch(/^By the audit 000, 002 .*n = 3 and 1/);
});

test('nothing stands twice where no scored task was seen', async () => {
  const all = await measure(context);
  const both = besideUnseen(all, await measure(withoutTasks(context, [])), rows);
  expect(both.tables[0]?.rows.map(({ n, seen }) => [n, seen])).toEqual([
    [3, 0],
    [3, 0],
    [3, undefined],
  ]);
  expect(both.comparisons).toEqual(all.comparisons);
  expect(contaminationNote([], rows, both)[0]).toMatch(/no task nearly repeats/);
});

test('without training plans the report says that nobody knows, where a predictor was trained', async () => {
  const all = await measure(context);
  expect(contaminationNote(null, rows, all)[0]).toMatch(/--training.*nobody knows/);
  expect(contaminationNote(null, rows.slice(1), all)).toEqual([]);
});
