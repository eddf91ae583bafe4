import { describe, expect, test } from 'vitest';
import type { FactValue, Origin } from '../artifacts/index.ts';
import { firstError, withSyntaxTree } from '../python/index.ts';
import {
  codeOf,
  makePlanOf,
  ORIGIN,
  originOf,
  readCalls,
  readTiny,
} from '../../tests/programs/tiny-program.ts';
import { holeConstants, planConstants, setConstants } from './constants.ts';

const PLAN_ORIGIN: Origin = { ...ORIGIN, kind: 'plan', reason: 'the plan states it' };
const NAMES = Array.from({ length: 12 }, (_, at) => `a long column ${at}`);

/** The constant alone in its program, with another value. */
function setOne(code: string, value: FactValue | { literal: string }): string {
  const program = readTiny(`# %% Configuration\n${code}\n`);
  return codeOf(setConstants(program, { SIZE: value }, PLAN_ORIGIN), 'configuration.SIZE');
}

describe('a constant takes a value as a Python literal', () => {
  test.each<[string, FactValue, string]>([
    ['a number', 0.25, '0.25'],
    ['a small number', 1e-7, '1e-7'],
    ['a large number', 1e21, '1e21'],
    ['a negative number', -3, '-3'],
    ['no value', null, 'None'],
    ['a truth', true, 'True'],
    ['a falsehood', false, 'False'],
    ['a text', 'price', '"price"'],
    ['quotes', `it's "so"`, String.raw`"it's \"so\""`],
    ['a backslash before a quote', '\\"', String.raw`"\\\""`],
    ['lines and tabs', 'a\nb\tc', String.raw`"a\nb\tc"`],
    ['commas and brackets', 'a, (b], {c', '"a, (b], {c"'],
    ['Python that would run', `"); import os #`, String.raw`"\"); import os #"`],
    ['what reorders text', 'a\u202eb', String.raw`"a\u202eb"`],
    ['no items', [], '()'],
    ['one item', ['a'], '("a",)'],
    ['items', ['a', 2, null], '("a", 2, None)'],
    ['items of items', [[1, 2], [3], []], '((1, 2), (3,), ())'],
  ])('%s', (_name, value, literal) => {
    expect(setOne('SIZE = 8', value)).toBe(`SIZE = ${literal}`);
  });

  test.each<[string, FactValue, readonly string[]]>([
    ['many items', NAMES, NAMES.map((name) => `"${name}"`)],
    [
      'commas, quotes and brackets inside items',
      [...NAMES.slice(0, 6), 'a, "b" (c', ')', '\\'],
      [
        ...NAMES.slice(0, 6).map((name) => `"${name}"`),
        String.raw`"a, \"b\" (c"`,
        '")"',
        String.raw`"\\"`,
      ],
    ],
    [
      'tuples inside',
      [...Array.from({ length: 9 }, (_, at) => [at * 1000, at * 2000]), ['a, b', [1]]],
      [...Array.from({ length: 9 }, (_, at) => `(${at * 1000}, ${at * 2000})`), '("a, b", (1,))'],
    ],
    ['one long item', ['x'.repeat(120)], [`"${'x'.repeat(120)}"`]],
  ])('beyond a line: %s, one a line', (_name, value, items) => {
    const code = setOne('SIZE = ()', value);
    expect(code).toBe(`SIZE = (\n${items.map((item) => `    ${item},\n`).join('')})`);
    expect(withSyntaxTree(code, (root) => firstError(root))).toBeNull();
  });

  test('a long text stays on its line: it is no tuple', () => {
    expect(setOne('SIZE = ""', 'x'.repeat(120))).toBe(`SIZE = "${'x'.repeat(120)}"`);
  });

  test('code is taken as it is', () => {
    expect(setOne('SIZE = layers.LSTM', { literal: 'layers.GRU' })).toBe('SIZE = layers.GRU');
  });
});

describe('what stands around the value', () => {
  test.each([
    ['a comment above stays', '# Pixels.\nSIZE = 8', '# Pixels.\nSIZE = 9'],
    ['a comment behind goes: it speaks of the old value', 'SIZE = 8  # small', 'SIZE = 9'],
    ['an annotation goes', 'SIZE: int = 8', 'SIZE = 9'],
    ['space around the sign is made usual', 'SIZE=8', 'SIZE = 9'],
    ['a value of several lines goes whole', 'SIZE = (\n    1,\n    2,\n)', 'SIZE = 9'],
    ['a value that names it in a text', 'SIZE = "SIZE = 8"', 'SIZE = 9'],
  ])('%s', (_name, before, after) => {
    expect(setOne(before, 9)).toBe(after);
  });

  const program = readTiny(
    '# %% Configuration\nSIZE = 8\nRATE = 0.5\n\n# %% Data\ndef SEED():\n    return SIZE\n',
  );

  test('only values that change get the new origin', () => {
    const changed = setConstants(program, { SIZE: 8, RATE: 0.1 }, PLAN_ORIGIN);
    expect(originOf(changed, 'configuration.SIZE')).toBe(ORIGIN);
    expect(originOf(changed, 'configuration.RATE')).toBe(PLAN_ORIGIN);
    expect(changed.segments.map(({ id }) => id)).toEqual(program.segments.map(({ id }) => id));
  });

  test('names that the program has not, or that are no constants, are left alone', () => {
    expect(setConstants(program, { OTHER: 1, SEED: 2 }, PLAN_ORIGIN)).toEqual(program);
  });
});

test('constants of a plan are those that it states', () => {
  expect(planConstants(makePlanOf({ batchSize: 16, epochs: null, learningRate: 0 }))).toEqual({
    BATCH_SIZE: 16,
    LEARNING_RATE: 0,
  });
});

describe('constants that a model with a topology of its own takes from the layers', () => {
  const layers = readCalls([
    'Conv2D(16, 3)',
    'Conv2D(filters=32, kernel_size=(5, 5))',
    'Bidirectional(GRU(24))',
    'MultiHeadAttention(4, key_dim=8)',
    'Embedding(1000, 64)',
    'Dropout(0.25)',
    'ResNet50(include_top=False)',
    'Dense(units=10)',
  ]);

  test.each([
    ['the first argument of the first such layer', 'Conv2D.filters', '16'],
    ['a named argument', 'Dense.units', '10'],
    ['the second argument by its place', 'Conv2D.kernel_size', '3'],
    ['the second argument of an embedding', 'Embedding.output_dim', '64'],
    ['one of several arguments', 'MultiHeadAttention.key_dim', '8'],
    ['all of them', 'Conv2D.filters*', '(16, 32)'],
    ['a tuple among all of them', 'Conv2D.kernel_size*', '(3, (5, 5))'],
    ['all of one', 'Dense.units*', '(10,)'],
    ['the first two', 'Conv2D.filters*2', '(16, 32)'],
    ['a share', 'Dropout.rate', '0.25'],
    ['any recurrent layer, also inside another', 'LSTM.units', '24'],
    ['the recurrent layer itself', 'recurrent', 'layers.GRU'],
    ['the network of keras.applications', 'backbone', 'keras.applications.ResNet50'],
  ])('%s: %s', (_name, query, literal) => {
    expect(holeConstants({ X: query }, layers)).toEqual({ X: { literal } });
  });

  test.each([
    ['layers that are not there', 'Conv1D.filters'],
    ['more than there are', 'Conv2D.filters*3'],
    ['an argument that nobody gives', 'Dense.activation'],
    ['what is no query', 'Conv2D'],
  ])('%s keep the value of the sample: %s', (_name, query) => {
    expect(holeConstants({ X: query }, layers)).toEqual({});
  });

  test.each(['recurrent', 'backbone'])(
    'a plan without %s layer keeps that of the sample',
    (query) => {
      expect(holeConstants({ X: query }, readCalls(['Dense(1)']))).toEqual({});
    },
  );
});
