import { describe, expect, test } from 'vitest';
import type { PlanRecord } from '../artifacts/index.ts';
import type { LabelMode } from '../plan/index.ts';
import { firstError, withSyntaxTree } from '../python/index.ts';
import {
  codeOf,
  DATA,
  makePlanOf,
  makeRecord,
  makeRequest,
  originOf,
  PLAN,
  readCalls,
  readTiny,
  retrieve,
  TINY,
} from '../../tests/programs/tiny-program.ts';
import { verifies } from '../../tests/requirements.ts';
import { adaptProgram, type GenerationRequest } from './adapt.ts';
import { labelMode } from '../targets/index.ts';
import { LABEL_FUNCTIONS } from './label-table.ts';

function adapt(
  change: Partial<GenerationRequest> = {},
  source = TINY,
): ReturnType<typeof readTiny> {
  const nearest = retrieve(source);
  return adaptProgram(nearest.program, makeRequest({ nearest, ...change }));
}

/** Ids of the segments that are not as they were, in order. */
function changedIds(adapted: ReturnType<typeof readTiny>, source = TINY): string[] {
  const before = new Map(readTiny(source).segments.map(({ id, code }) => [id, code]));
  return adapted.segments.filter(({ id, code }) => before.get(id) !== code).map(({ id }) => id);
}

const withPlan = (plan: PlanRecord['plan']): Partial<GenerationRequest> => ({
  record: makeRecord({ plan }),
});
const withFacts = (facts: Record<string, number | string>): Partial<GenerationRequest> => ({
  record: makeRecord({ data: { ...DATA, facts: { ...DATA.facts, ...facts } } }),
});

describe(`${verifies('code-rag', 'plan-drives-code')} what plan and data change`, () => {
  test('a program keeps its code for its own plan and data', () => {
    expect(changedIds(adapt())).toEqual([]);
  });

  test.each<[string, Partial<GenerationRequest>, readonly string[], RegExp]>([
    ['a seed', { seed: 7 }, ['configuration.SEED'], /^SEED = 7$/],
    ['a fact', withFacts({ TARGET: 'grade' }), ['configuration.TARGET'], /^TARGET = "grade"$/],
    [
      'a batch size',
      withPlan(makePlanOf({ batchSize: 64 })),
      ['configuration.BATCH_SIZE'],
      /= 64$/,
    ],
    ['epochs', withPlan(makePlanOf({ epochs: 9 })), ['configuration.EPOCHS'], /= 9$/],
    [
      'a learning rate',
      withPlan(makePlanOf({ learningRate: 1e-5 })),
      ['configuration.LEARNING_RATE'],
      /= 0\.00001$/,
    ],
    [
      'an optimizer',
      withPlan(makePlanOf({ optimizer: 'SGD' })),
      ['model.build_model'],
      /SGD\(learning_rate\)/,
    ],
    [
      'layers',
      withPlan(makePlanOf({}, ['Dense(3)', "Dense(1, activation='sigmoid')"])),
      ['model.build_model'],
      /Dense\(3\)\(inputs\)/,
    ],
    ['a fact that the program has not', withFacts({ WINDOW: 30 }), [], /^$/],
  ])('%s', (_name, change, ids, code) => {
    const adapted = adapt(change);
    expect(changedIds(adapted)).toEqual(ids);
    expect(codeOf(adapted, ids[0] ?? '')).toMatch(code);
  });

  test.each<[string, Partial<GenerationRequest>, string, string]>([
    [
      'the plan',
      withPlan(makePlanOf({ epochs: 9 })),
      'configuration.EPOCHS',
      'plan: the plan states it',
    ],
    [
      'the plan',
      withPlan(makePlanOf({ optimizer: 'SGD' })),
      'model.build_model',
      'plan: the plan states it',
    ],
    [
      'the requirement',
      withFacts({ TARGET: 'grade' }),
      'configuration.TARGET',
      'plan: the requirement and its attributes say so',
    ],
    ['the nearest program', {}, 'configuration.PATIENCE', 'code1: the nearest program'],
  ])('what comes from %s says so', (_name, change, id, expected) => {
    const origin = originOf(adapt(change), id);
    expect(`${origin?.kind}: ${origin?.reason}`).toBe(expected);
    expect(origin).toMatchObject({ samples: ['tiny'], licence: 'Apache-2.0' });
  });
});

describe('labels follow loss and head', () => {
  const NAMES = ['encode_labels', 'predicted_numbers', 'class_scores'];
  test.each<[LabelMode, string, readonly string[]]>([
    ['binary', 'binary_crossentropy', ["Dense(1, activation='sigmoid')"]],
    ['number', 'sparse_categorical_crossentropy', ["Dense(2, activation='softmax')"]],
    ['logits', 'sparse_categorical_crossentropy', ['Dense(2)']],
    ['one-hot', 'categorical_crossentropy', ["Dense(2, activation='softmax')"]],
    ['one-hot logits', 'categorical_crossentropy', ['Dense(2)']],
  ])('%s', (mode, loss, layers) => {
    const adapted = adapt(withPlan(makePlanOf({ loss }, layers)));
    const codes = NAMES.map(
      (name) => adapted.segments.find(({ defines }) => defines.includes(name))?.code,
    );
    expect(codes.map((code) => body(code))).toEqual(
      NAMES.map((name) => body(LABEL_FUNCTIONS[mode][name])),
    );
    expect(adapted.segments.map(({ id }) => id)).toEqual(expect.arrayContaining(['imports.np']));
  });

  /** A function without its docstring: where it does the same, the sample's own words stay. */
  function body(code = ''): string {
    return code.replace(/"""[\s\S]*?"""/, '').replace(/\s+/g, ' ');
  }

  test('a function that does the same keeps the docstring of the sample', () => {
    const adapted = adapt(withPlan(makePlanOf({ optimizer: 'SGD' })));
    expect(codeOf(adapted, 'preprocessing.encode_labels')).toContain('Returns targets [n, 1].');
  });

  test('targets that are no classes keep their labels', () => {
    const record = makeRecord({
      data: { ...DATA, target: 'number' },
      plan: makePlanOf({ loss: 'mean_squared_error' }, ['Dense(1)']),
    });
    expect(changedIds(adapt({ record }))).toEqual(['model.build_model']);
  });

  test.each<[string, number | null, string | null, LabelMode]>([
    ['binary_crossentropy', 1, 'sigmoid', 'binary'],
    ['sparse_categorical_crossentropy', 3, 'softmax', 'number'],
    ['sparse_categorical_crossentropy', 3, 'linear', 'logits'],
    ['categorical_crossentropy', 3, 'softmax', 'one-hot'],
    ['categorical_crossentropy', 3, 'linear', 'one-hot logits'],
    ['mean_squared_error', 3, 'linear', 'one-hot'],
    ['categorical_focal_crossentropy', null, 'softmax', 'one-hot'],
  ])('%s with %s units and %s asks for %s', (loss, units, activation, mode) => {
    expect(labelMode(loss, units, activation)).toBe(mode);
  });

  test.each(Object.entries(LABEL_FUNCTIONS))(
    'functions of mode %s parse and have a docstring',
    (_mode, functions) => {
      expect(Object.keys(functions).toSorted()).toEqual(NAMES.toSorted());
      for (const [name, code] of Object.entries(functions)) {
        expect(withSyntaxTree(code, (root) => firstError(root))).toBeNull();
        expect(code).toMatch(new RegExp(`^def ${name}\\(\\w+\\):\n    """`));
      }
    },
  );
});

describe('a backbone', () => {
  const plan = makePlanOf({}, [
    'VGG16()',
    'GlobalAveragePooling2D()',
    "Dense(1, activation='sigmoid')",
  ]);
  test.each([
    [null, 'WEIGHTS = None'],
    ['imagenet', 'WEIGHTS = "imagenet"'],
  ] as const)('gets the constant of its weights: %s', (weights, code) => {
    const adapted = adapt({ ...withPlan(plan), weights });
    expect(codeOf(adapted, 'configuration.WEIGHTS')).toMatch(new RegExp(`^# .*\n${code}$`));
  });

  test('keeps the constant that the program has', () => {
    const source = TINY.replace('SEED = 42', 'SEED = 42\n# Of the sample.\nWEIGHTS = None');
    const adapted = adapt(withPlan(plan), source);
    expect(codeOf(adapted, 'configuration.WEIGHTS')).toBe('# Of the sample.\nWEIGHTS = None');
  });

  test('alone needs it', () => {
    expect(codeOf(adapt(), 'configuration.WEIGHTS')).toBe('');
  });
});

test('constants of a custom model take their values from the layers', () => {
  const source = TINY.replace(
    'SEED = 42',
    'SEED = 42\nUNITS = (8,)\nRECURRENT = layers.LSTM',
  ).replace('layers.Dense(8, activation="relu")(inputs)', 'RECURRENT(UNITS[0])(inputs)');
  const holes = { UNITS: 'LSTM.units*', RECURRENT: 'recurrent' };
  const nearest = retrieve(source, { topology: 'custom', holes });
  const record = makeRecord({
    plan: makePlanOf({}, ['GRU(4)', 'GRU(6)', "Dense(1, activation='sigmoid')"]),
  });
  const adapted = adaptProgram(nearest.program, makeRequest({ nearest, record }));
  expect(codeOf(adapted, 'configuration.UNITS')).toBe('UNITS = (4, 6)');
  expect(codeOf(adapted, 'configuration.RECURRENT')).toBe('RECURRENT = layers.GRU');
});

test('a layer that only another program defines comes along', () => {
  const library = readTiny('# %% Model\nclass Gate(keras.layers.Layer):\n    depth = 3\n').segments;
  const layers = readCalls(['Gate()', "Dense(1, activation='sigmoid')"]);
  const adapted = adapt({ library, layers });
  expect(codeOf(adapted, 'model.Gate')).toContain('depth = 3');
  expect(codeOf(adapted, 'model.build_model')).toContain('features = Gate()(inputs)');
});

describe('the docstring', () => {
  const docstring = (text: string, attributes = ''): string =>
    adapt({ requirement: { text, attributes } }).docstring;

  test('says what is asked, from what and to what', () => {
    expect(docstring('Tell rows apart')).toBe(
      `Tell rows apart\n\nData: ${PLAN.dataset.input}\nResult: ${PLAN.dataset.output}`,
    );
  });

  test.each([
    ['quotes that could end it', 'a """ b'],
    ['a backslash at its end', 'a \\'],
    ['line separators', 'a \u2028 b \u0000 c'],
    ['a very long word', 'x'.repeat(5000)],
    ['many words', 'word '.repeat(400)],
  ])('stays one for %s, in lines that fit', (_name, text) => {
    const adapted = docstring(text);
    expect(adapted).not.toMatch(/"""|\\|\p{Zl}|\p{Cc}(?<!\n)/u);
    expect(Math.max(...adapted.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(96);
    const code = `"""${adapted}"""\n`;
    expect(withSyntaxTree(code, (root) => root.namedChildCount)).toBe(1);
  });
});

test('what nothing reaches any more is left out', () => {
  const source = TINY.replace('# %% Model', '# %% Model\ndef unused():\n    return 1\n\n');
  expect(codeOf(adapt({}, source), 'model.unused')).toBe('');
});
