import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Plan } from '../artifacts/index.ts';
import { verifies } from '../../tests/requirements.ts';
import { PACKAGE_ROOT } from '../core/index.ts';
import {
  normalizeCategory,
  normalizeLoss,
  normalizeMetric,
  normalizeOptimizer,
  parsePlan,
  parsePlanRecord,
  planToJson,
  renderPlan,
  renderPlanRecord,
  renderPlanSchema,
  resolveLayers,
} from './index.ts';

const PLAN: Plan = {
  category: 'Image Classification',
  dataset: { input: 'Images of (224, 224, 3).', output: "5 classes, one's label" },
  preprocess: 'Rescaled.',
  layers: ["Conv2D(32, (3, 3), activation='relu')", 'Flatten Layer', 'Dense(5)'],
  hyperparameters: {
    optimizer: 'Adam',
    loss: 'categorical_crossentropy',
    learningRate: 0.001,
    batchSize: 32,
    epochs: 10,
    metric: 'accuracy',
  },
};
const json = planToJson(PLAN);
const architecture = json['Model Architecture'];

function hyperparameters(changes: Record<string, unknown>): Plan['hyperparameters'] | null {
  const value = {
    ...json,
    'Model Architecture': {
      ...architecture,
      Hyperparameters: { ...architecture.Hyperparameters, ...changes },
    },
  };
  const parsed = parsePlan(value);
  return parsed.ok ? parsed.value.plan.hyperparameters : null;
}

test.each([
  ['plain', renderPlan(PLAN)],
  ['in a fence with prose', `Here is the plan:\n\`\`\`json\n${renderPlan(PLAN)}\`\`\`\nGood luck!`],
  ['wrapped', JSON.stringify({ 'Code Plan': json })],
  [
    'the other spelling',
    JSON.stringify({
      ...json,
      'Model Architecture': undefined,
      'Model architecture': { Layers: PLAN.layers, Hypermeters: architecture.Hyperparameters },
    }),
  ],
  ['trailing commas', renderPlan(PLAN).replace(/\n(\s*)\}/g, ',\n$1}')],
  [
    'hyperparameters at the top',
    JSON.stringify({
      ...json,
      'Model Architecture': { Layers: PLAN.layers },
      Hyperparameters: architecture.Hyperparameters,
    }),
  ],
])('a plan %s is read as it is meant', (_, text) => {
  const parsed = parsePlan(text);
  expect(parsed.ok && parsed.value.plan).toEqual(PLAN);
});

test('single quotes and Python words are read', () => {
  const parsed = parsePlan(
    "{'Task Category': 'Text', 'Preprocess': None, 'Model Architecture': {'Layers': ['Dense(1)',], 'Hyperparameters': {'epochs': 5}}}",
  );
  expect(
    parsed.ok && [
      parsed.value.plan.category,
      parsed.value.plan.layers,
      parsed.value.plan.hyperparameters.epochs,
    ],
  ).toEqual(['Text', ['Dense(1)'], 5]);
});

test.each([
  [
    'numbers as text',
    { 'batch size': '32', 'learning rate': '1e-4' },
    { batchSize: 32, learningRate: 1e-4 },
  ],
  [
    'not specified',
    { 'learning rate': 'Not explicitly specified', loss: 'N/A' },
    { learningRate: null },
  ],
  [
    'a list',
    { 'learning rate': [0.01, 0.001], 'evaluation metric': ['accuracy', 'AUC'] },
    { learningRate: 0.01, metric: 'accuracy, AUC' },
  ],
  [
    'a schedule',
    { 'learning rate': { type: 'decay', initial_learning_rate: 0.02 } },
    { learningRate: 0.02 },
  ],
  [
    'a dictionary',
    { optimizer: { name: 'SGD', 'learning rate': 0.1 }, 'learning rate': null },
    { optimizer: 'SGD', learningRate: 0.1 },
  ],
  [
    'nonsense',
    { 'batch size': 'many', epochs: -3, 'learning rate': 0 },
    { batchSize: null, epochs: null, learningRate: null },
  ],
])('hyperparameters given as %s', (_, changes, expected) => {
  expect(hyperparameters(changes)).toMatchObject(expected);
});

test.each([
  [
    'dictionaries',
    [{ type: 'Conv2D', filters: 32, activation: 'relu' }, { Dense: { units: 2 } }],
    ["Conv2D(filters=32, activation='relu')", 'Dense(units=2)'],
  ],
  ['one text', 'Flatten()\nDense(2)', ['Flatten()', 'Dense(2)']],
  ['null among them', ['Dense(1)', null], ['Dense(1)']],
])('layers given as %s', (_, layers, expected) => {
  const parsed = parsePlan({ ...json, 'Model Architecture': { Layers: layers } });
  expect(parsed.ok && parsed.value.plan.layers).toEqual(expected);
  expect(parsed.ok && parsed.value.notes.length > 0).toBe(true);
});

const word = fc.string({ minLength: 1, maxLength: 30 }).map((text) => `a${text}z`);
const planArbitrary: fc.Arbitrary<Plan> = fc.record({
  category: word,
  dataset: fc.record({ input: word, output: word }),
  preprocess: word,
  layers: fc.array(word, { minLength: 1, maxLength: 5 }),
  hyperparameters: fc.record({
    optimizer: fc.option(word),
    loss: fc.option(word),
    learningRate: fc.option(fc.double({ min: 1e-9, max: 10, noNaN: true })),
    batchSize: fc.option(fc.integer({ min: 1 })),
    epochs: fc.option(fc.integer({ min: 1 })),
    metric: fc.option(word),
  }),
});

test(`${verifies('plan-components')} parse of a rendered plan is the plan`, () => {
  fc.assert(
    fc.property(planArbitrary, (plan) => {
      expect(parsePlan(renderPlan(plan))).toEqual({ ok: true, value: { plan, notes: [] } });
    }),
  );
});

test('a plan record comes back as it was', () => {
  fc.assert(
    fc.property(planArbitrary, (plan) => {
      const record = {
        plan,
        data: { kind: 'table', target: 'class', facts: { CLASS_COUNT: 3, FEATURES: ['a', 'b'] } },
        confidence: { epochs: 0.5 },
        alternatives: {},
        warnings: ['w'],
        assumptions: [],
        substituted: ['loss'],
        asked: [],
      } as const;
      expect(parsePlanRecord(renderPlanRecord(record))).toEqual({ ok: true, value: record });
    }),
  );
});

test('no prefix of a plan and no other text or value throws', () => {
  const text = renderPlan(PLAN);
  for (let length = 0; length <= text.length; length += 1) parsePlan(text.slice(0, length));
  fc.assert(fc.property(fc.jsonValue(), (value) => [true, false].includes(parsePlan(value).ok)));
  fc.assert(fc.property(fc.string(), (value) => [true, false].includes(parsePlan(`{${value}`).ok)));
  expect(parsePlan('no plan here').ok).toBe(false);
  expect(parsePlan('['.repeat(100_000)).ok).toBe(false);
});

test.each([
  ['batch size', 'many', 'Model Architecture.Hyperparameters.batch size', 'a whole number above 0'],
  ['epochs', 1.5, 'Model Architecture.Hyperparameters.epochs', 'a whole number above 0'],
  ['learning rate', -1, 'Model Architecture.Hyperparameters.learning rate', 'a number above 0'],
])('a plan file with %s of %j names the field', (key, value, field, expected) => {
  const parsed = parsePlanRecord(
    JSON.stringify({
      ...json,
      'Model Architecture': { ...architecture, Hyperparameters: { [key]: value } },
    }),
  );
  const issue = parsed.ok ? undefined : parsed.issues[0];
  expect(issue).toMatchObject({ code: 'PLAN_FIELD', path: field });
  expect(issue?.message).toContain(JSON.stringify(value));
  expect(issue?.message).toContain(expected);
});

test('a plan file with a stray key or no JSON is refused', () => {
  const stray = parsePlanRecord(JSON.stringify({ ...json, Layerz: 1 }));
  expect(!stray.ok && stray.issues).toMatchObject([{ code: 'PLAN_UNKNOWN_KEY', path: 'Layerz' }]);
  const broken = parsePlanRecord('{');
  expect(!broken.ok && broken.issues[0]?.code).toBe('PLAN_JSON');
});

test.each([
  ['IMAGE_SIZE', [64], 'Data.facts.IMAGE_SIZE', 'a list of 2 whole numbers above 0'],
  ['IMAGE_SIZE', [64, 'x'], 'Data.facts.IMAGE_SIZE[1]', 'a list of 2 whole numbers above 0'],
  ['CLASS_COUNT', 'three', 'Data.facts.CLASS_COUNT', 'a whole number above 0'],
  ['IMAGE_ROOT', null, 'Data.facts.IMAGE_ROOT', 'a text'],
])('a plan file with the fact %s as %j is refused', (name, value, field, expected) => {
  const data = { kind: 'image-folders', target: 'class', facts: { [name]: value } };
  const parsed = parsePlanRecord(JSON.stringify({ ...json, Data: data }));
  expect(!parsed.ok && parsed.issues).toMatchObject([{ code: 'PLAN_FIELD', path: field }]);
  expect(!parsed.ok && parsed.issues[0]?.message).toContain(`expected ${expected}`);
});

test.each([
  [{ kind: 'image-folder', target: 'class', facts: {} }, 'PLAN_FIELD', 'Data.kind'],
  [{ kind: 'table', target: 'classes', facts: {} }, 'PLAN_FIELD', 'Data.target'],
  [
    { kind: 'table', target: 'class', facts: { IMAGE_SIZE: [8, 8] } },
    'PLAN_UNKNOWN_KEY',
    'Data.facts.IMAGE_SIZE',
  ],
  [{ kind: 'table', target: 'class', facts: { TARGET: 5 } }, 'PLAN_FIELD', 'Data.facts.TARGET'],
])('a plan file with the data %j is refused', (data, code, field) => {
  const parsed = parsePlanRecord(JSON.stringify({ ...json, Data: data }));
  expect(!parsed.ok && parsed.issues).toMatchObject([{ code, path: field }]);
});

test('the published schema is the one of the code', () => {
  expect(readFileSync(path.join(PACKAGE_ROOT, 'schema/plan.schema.json'), 'utf8')).toBe(
    renderPlanSchema(),
  );
});

const data = path.join(PACKAGE_ROOT, process.env['DLCODEGEN_DATA'] ?? '../shared/data', 'plans');
describe.skipIf(!existsSync(data))(
  'shared plans (set DLCODEGEN_DATA where they are elsewhere)',
  () => {
    const rows = existsSync(data)
      ? ['train.jsonl', 'evaluation.jsonl'].flatMap((file) =>
          readFileSync(path.join(data, file), 'utf8')
            .trim()
            .split('\n')
            .map((line) => ({
              file,
              plan: (JSON.parse(line) as Record<string, unknown>)['Code Plan'],
            })),
        )
      : [];

    test('all 3,320 are read, and come back as read', () => {
      expect(rows.length).toBe(3320);
      for (const row of rows) {
        const parsed = parsePlan(row.plan);
        if (!parsed.ok) throw new Error(JSON.stringify(row.plan));
        const again = parsePlan(renderPlan(parsed.value.plan));
        expect(again.ok && again.value.plan).toEqual(parsed.value.plan);
      }
    });

    test('over 97 % of the layers resolve; losses, metrics, optimizers, categories are known', () => {
      const open = {
        classCount: null,
        vocabularySize: null,
        sequenceLength: null,
        featureCount: null,
      };
      const plans = rows
        .filter(({ file }) => file === 'train.jsonl')
        .map((row) => parsePlan(row.plan))
        .filter((parsed) => parsed.ok)
        .map(({ value }) => value.plan);
      const total = plans.flatMap(({ layers }) => layers).length;
      const findings = plans.flatMap(({ layers }) => resolveLayers(layers, open).findings);
      const lost = findings.filter(
        ({ code }) => code === 'LAYER_UNKNOWN' || code === 'LAYER_LEFT_OUT',
      ).length;
      console.info(`${total} layers, ${((1 - lost / total) * 100).toFixed(2)} % resolved`);
      expect(1 - lost / total).toBeGreaterThan(0.97);
      const known = (values: readonly { known: boolean }[]): number =>
        values.filter((value) => value.known).length / values.length;
      const stated = (values: readonly (string | null)[]): readonly string[] =>
        values.filter((value) => value !== null);
      expect(
        known(stated(plans.map(({ hyperparameters: { loss } }) => loss)).map(normalizeLoss)),
      ).toBeGreaterThan(0.99);
      expect(
        known(stated(plans.map(({ hyperparameters: { metric } }) => metric)).map(normalizeMetric)),
      ).toBeGreaterThan(0.99);
      expect(
        known(
          stated(plans.map(({ hyperparameters: { optimizer } }) => optimizer)).map(
            normalizeOptimizer,
          ),
        ),
      ).toBeGreaterThan(0.99);
      expect(
        known(
          plans
            .filter(({ category }) => category !== '')
            .map(({ category }) => normalizeCategory(category)),
        ),
      ).toBeGreaterThan(0.99);
    });
  },
);
