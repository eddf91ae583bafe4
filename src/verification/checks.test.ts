import { describe, expect, test } from 'vitest';
import type { PlanRecord } from '../artifacts/index.ts';
import { judge } from './checks.ts';
import type { Evidence, LiveModel, RunEvidence } from './evidence.ts';
import type { StepEnd } from './harness-events.ts';
import type { Judged } from './judge-run.ts';
import { outputFits } from '../targets/index.ts';
import { agreeWithPlan } from './plan-agreement.ts';

const RECORD: PlanRecord = {
  plan: {
    category: 'Image Classification',
    dataset: { input: '8 x 8 x 1 images', output: 'one of 3 classes' },
    preprocess: 'rescale',
    layers: ["Conv2D(4, (3, 3), activation='relu')", 'Flatten()', "Dense(3, activation='softmax')"],
    hyperparameters: {
      optimizer: 'adam',
      loss: 'Sparse Categorical Crossentropy',
      learningRate: 0.001,
      batchSize: 32,
      epochs: 5,
      metric: 'Accuracy',
    },
  },
  data: { kind: 'image-folders', target: 'class', facts: { IMAGE_SIZE: [8, 8], CLASS_COUNT: 3 } },
  confidence: {},
  alternatives: {},
  warnings: [],
  assumptions: [],
  substituted: [],
  asked: [],
};
const LIVE: LiveModel = {
  compiled: true,
  inputs: [[null, 8, 8, 1]],
  outputs: [[null, 3]],
  layers: [
    { class: 'InputLayer', name: 'input', config: {} },
    { class: 'Rescaling', name: 'rescaling', config: { scale: 0.1 } },
    {
      class: 'Conv2D',
      name: 'conv',
      config: { filters: 4, kernel_size: [3, 3], activation: 'relu' },
    },
    { class: 'Flatten', name: 'flatten', config: {} },
    { class: 'Dense', name: 'dense', config: { units: 3, activation: 'softmax' } },
  ],
  arguments: { Conv2D: ['filters', 'kernel_size'], Dense: ['units', 'activation'], Flatten: [] },
  optimizers: [{ class: 'Adam', learningRate: 0.0010000000474974513 }],
  losses: ['sparse_categorical_crossentropy'],
  metrics: ['accuracy'],
  tracked: ['loss', 'compile_metrics'],
  epochs: 5,
  batchSize: 32,
};
const TRAINED = { batchSize: 32, reported: [] };

function withPlan(
  change: Partial<PlanRecord['plan']>,
  substituted: PlanRecord['substituted'] = [],
): PlanRecord {
  return { ...RECORD, plan: { ...RECORD.plan, ...change }, substituted };
}
const withHyper = (change: Partial<PlanRecord['plan']['hyperparameters']>) =>
  withPlan({ hyperparameters: { ...RECORD.plan.hyperparameters, ...change } });

describe('plan agreement', () => {
  test('a program that keeps to its plan', () => {
    expect(agreeWithPlan(RECORD, LIVE, TRAINED)).toEqual({
      category: true,
      input: true,
      output: true,
      preprocess: null,
      layers: true,
      optimizer: true,
      loss: true,
      learningRate: true,
      batchSize: true,
      epochs: true,
      metric: true,
    });
  });

  test.each([
    ['optimizer', withHyper({ optimizer: 'SGD with momentum' }), false],
    ['optimizer', withHyper({ optimizer: null }), null],
    ['optimizer', withHyper({ optimizer: 'RAdam' }), 'substituted'],
    ['learningRate', withHyper({ learningRate: 0.01 }), false],
    ['batchSize', withHyper({ batchSize: 16 }), false],
    ['epochs', withHyper({ epochs: null }), null],
    ['loss', withHyper({ loss: 'mse' }), false],
    ['metric', withHyper({ metric: 'AUC' }), false],
    ['layers', withPlan({ layers: ['Flatten()', "Conv2D(4, 3, activation='relu')"] }), false],
    ['layers', withPlan({ layers: ["Conv2D(4, 3, activation='relu')", 'Dense(3)'] }), true],
    ['layers', withPlan({ layers: ["Conv2D(5, 3, activation='relu')"] }), false],
    ['layers', withPlan({ layers: ['Flatten()'] }, ['layers']), 'substituted'],
    [
      'output',
      { ...RECORD, data: { kind: 'table', target: 'class', facts: { CLASS_COUNT: 9 } } } as const,
      false,
    ],
  ] as const)('%s of %#', (field, record, expected) => {
    expect(agreeWithPlan(record, LIVE, TRAINED)[field]).toBe(expected);
  });

  test.each([
    // Keras has no sum of two losses; a program may have it, and then nothing stands in for it.
    ['binary crossentropy + Dice loss', 'bce_dice_loss', true],
    ['binary crossentropy + Dice loss', 'binary_crossentropy', 'substituted'],
    ['binary crossentropy', 'bce_dice_loss', false],
    ['quantile loss', 'mean_absolute_error', 'substituted'],
  ] as const)('loss %s done as %s: %s', (loss, live, expected) => {
    const found = agreeWithPlan(withHyper({ loss }), { ...LIVE, losses: [live] }, TRAINED);
    expect(found.loss).toBe(expected);
  });

  test.each([
    ['Reshape((8, 32))', [8, -1], true],
    ['Reshape((-1, 32))', [8, 32], true],
    ['Reshape((4, 32))', [8, -1], false],
    ['Reshape((8, 4, 8))', [8, -1], false],
  ] as const)('%s on a shape of %j: %s', (layer, shape, expected) => {
    const live: LiveModel = {
      ...LIVE,
      layers: [{ class: 'Reshape', name: 'reshape', config: { target_shape: shape } }],
      arguments: { Reshape: ['target_shape'] },
    };
    expect(agreeWithPlan(withPlan({ layers: [layer] }), live, TRAINED).layers).toBe(expected);
  });

  test.each([
    ["Dense(4, activation='swish')", 'silu', true],
    ["Dense(4, activation='silu')", 'silu', true],
    ["Dense(4, activation='swish')", 'relu', false],
  ] as const)('%s as Keras keeps it, %s: %s', (layer, activation, expected) => {
    const live: LiveModel = {
      ...LIVE,
      layers: [{ class: 'Dense', name: 'dense', config: { units: 4, activation } }],
    };
    expect(agreeWithPlan(withPlan({ layers: [layer] }), live, TRAINED).layers).toBe(expected);
  });

  test.each([
    ['class', { CLASS_COUNT: 2 }, [null, 1], true],
    ['class', { CLASS_COUNT: 3 }, [null, 1], false],
    ['number', { TARGET: ['a', 'b'] }, [null, 2], true],
    ['mask', { IMAGE_SIZE: [8, 8], CLASS_COUNT: 2 }, [null, 8, 8, 1], true],
    ['mask', { IMAGE_SIZE: [8, 8], CLASS_COUNT: 3 }, [null, 4, 4, 3], false],
    ['future', { HORIZON: 7 }, [null, 7, 1], true],
    ['sample', {}, [null, 8], null],
  ] as const)('the output of %s %j is %j: %j', (target, facts, shape, expected) => {
    expect(outputFits({ kind: 'table', target, facts }, [[...shape]])).toBe(expected);
  });
});

const METRICS = {
  metric: 'accuracy',
  higher_is_better: true,
  model: 0.9,
  baseline: 0.4,
  reference: null,
  baseline_name: 'majority class',
  reference_name: null,
  test_size: 6,
  verdict: 'worth it',
  details: {},
};
const END: StepEnd = { exit: 0, ms: 10, timeout: false };
const JUDGED: Judged = {
  own: [],
  items: 6,
  inputs: [[null, 8, 8, 1]],
  outputs: [[6, 3]],
  finite: true,
  same: true,
  loss: 1,
  finiteLoss: true,
  weights: 99,
  finiteWeights: true,
};
const judged = (change: Partial<Judged>) => ({ judgement: { facts: { ...JUDGED, ...change } } });

const RUN: RunEvidence = {
  steps: new Map(
    [
      'make_data',
      'train',
      'inspect',
      'reload',
      'evaluate',
      'predict',
      'script',
      'tests',
      'explore',
      'train_fully',
      'evaluate_fully',
    ].map((step) => [step, END]),
  ),
  inspected: {
    S1: {},
    S2: { splits: { train: [[[null, 8, 8, 1], 'uint8']] } },
    S3: LIVE,
    S4: { first: 2, best: 0.9, steps: 9, all: 400 },
  },
  ...judged({}),
  example: { example: 'x.png', rows: 1 },
  history: 'epoch,accuracy,loss,val_loss\n0,0.3,1.1,1.2\n',
  config: { batch_size: 32, learning_rate: 0.001 },
  metrics: METRICS,
  fullMetrics: METRICS,
  scriptMetrics: METRICS,
  hasModel: true,
  predictions: 'file,prediction\n"a\nb",cat\n',
  broken: null,
  logs: { train: 'Traceback\nValueError: bad shape\n' },
};
const NONE = { syntax: [], imports: [], warnings: [], asked: [] };
const evidence = (change: Partial<RunEvidence>): Evidence => ({
  record: RECORD,
  findings: NONE,
  run: { ...RUN, ...change },
});
const fails = (step: string, end: Partial<StepEnd>) =>
  new Map([...RUN.steps, [step, { ...END, exit: 1, ...end }]]);
const without = (step: string) => new Map([...RUN.steps].filter(([name]) => name !== step));

describe('stages', () => {
  test('a project that runs passes all of them', () => {
    const verdict = judge(evidence({}), 'full', 3);
    expect(verdict.stages.map(({ id, status }) => `${id} ${status}`)).toEqual(
      ['S0', 'S1', 'S2', 'S3', 'S4', 'S5', 'S6', 'S7'].map((id) => `${id} passed`),
    );
    expect(verdict.passed).toBe(true);
  });

  test('static judges S0 and S1 and needs no run', () => {
    const verdict = judge({ record: RECORD, findings: NONE, run: null }, 'static', 3);
    expect(verdict.passed).toBe(true);
    expect(verdict.stages.filter(({ status }) => status !== 'skipped').map(({ id }) => id)).toEqual(
      ['S0', 'S1'],
    );
  });

  test.each<[string, Partial<RunEvidence>, RegExp]>([
    ['S1', { inspected: {} }, /inspect/],
    ['S2', { steps: fails('make_data', {}) }, /make_data: exit 1/],
    ['S2', { inspected: { S1: {} } }, /inspect/],
    ['S3', { inspected: { ...RUN.inspected, S3: { ...LIVE, compiled: false } } }, /not compiled/],
    [
      'S3',
      { inspected: { ...RUN.inspected, S3: { ...LIVE, outputs: [[null, 7]] } } },
      /does not fit/,
    ],
    ['S4', { steps: fails('train', {}) }, /train: ValueError: bad shape/],
    ['S4', { steps: fails('train', { timeout: true, ms: 9000 }) }, /longer than it may, 9 s/],
    ['S4', { steps: without('train'), broken: 'took more than 5 bytes of memory' }, /memory/],
    ['S4', { history: null }, /no history.csv/],
    ['S4', { history: 'epoch,loss\n0,nan\n' }, /loss after one epoch is NaN/],
    ['S4', { hasModel: false }, /no model.keras/],
    [
      'S4',
      { inspected: { ...RUN.inspected, S4: { first: 2, best: 1.5, steps: 400, all: 400 } } },
      /by half/,
    ],
    ['S5', { steps: fails('tests', {}) }, /tests/],
    ['S5', judged({ outputs: [[5, 3]] }), /6 items give 5/],
    ['S5', judged({ outputs: [[6, 2]] }), /the plan says one of 3/],
    ['S5', judged({ same: false }), /predicts otherwise than the project says/],
    ['S5', judged({ finite: false }), /not finite/],
    ['S5', { judgement: null }, /gave no prediction/],
    ['S5', { judgement: { error: 'there is no reload.npz' } }, /there is no reload.npz/],
    ['S4', judged({ finiteLoss: false, loss: null }), /loss of the saved model/],
    ['S4', judged({ weights: 0 }), /no weights/],
    ['S4', judged({ finiteWeights: false }), /weights that are not finite/],
    ['S5', { metrics: null }, /metrics.json/],
    ['S5', { predictions: 'file\na\nb\n' }, /2 rows for 1 inputs/],
    ['S7', { fullMetrics: { ...METRICS, model: 0.4, verdict: 'do not use it' } }, /do not use it/],
  ])('%s fails on %j', (id, change, message) => {
    const verdict = judge(evidence(change), 'full', 3);
    const failed = verdict.stages.filter(({ status }) => status === 'failed');
    expect(failed.map((stage) => stage.id)).toEqual([id]);
    expect(failed[0]?.message).toMatch(message);
    expect(verdict.passed).toBe(false);
  });

  test('what a project printed cannot write on the terminal', () => {
    const logs = { ...RUN.logs, train: 'ValueError: \u001b[2J\u001b]0;title\u0007\u202egnp.exe' };
    const verdict = judge(evidence({ steps: fails('train', {}), logs }), 'smoke', 3);
    const message = verdict.stages.find(({ id }) => id === 'S4')?.message ?? '';
    expect(message).toContain('ValueError:');
    expect(message).not.toMatch(/[\p{Cc}\u202e]/u);
  });

  test('images to compare give a row for each pair', () => {
    const { record } = evidence({});
    const compared = { kind: 'image-folders', target: 'same', facts: {} } as const;
    const change = { ...judged({ outputs: [[6, 1]] }), predictions: 'left,right\na,b\na,c\n' };
    const verdict = judge(
      { ...evidence(change), record: { ...record, data: compared } },
      'smoke',
      3,
    );
    expect(verdict.stages.find(({ id }) => id === 'S5')?.message).toContain('reloads');
  });

  test('disagreement with the plan is reported and does not fail the project', () => {
    const verdict = judge({ ...evidence({}), record: withHyper({ optimizer: 'SGD' }) }, 'smoke', 3);
    expect(verdict.stages.find(({ id }) => id === 'S6')).toMatchObject({
      status: 'failed',
      message: 'not as planned: optimizer',
    });
    expect(verdict.passed).toBe(true);
  });

  test('models with a training step of their own need not overfit a batch', () => {
    const inspected = { ...RUN.inspected, S4: { skipped: 'own training step' } };
    const stage = judge(evidence({ inspected }), 'smoke', 3).stages.find(({ id }) => id === 'S4');
    expect(stage).toMatchObject({ status: 'passed', message: expect.stringContaining('skipped') });
  });
});
