import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { PACKAGE_ROOT } from '../core/index.ts';
import {
  DATA_KINDS,
  agreeRoles,
  factNames,
  type Facts,
  factSchema,
  factsOf,
  FACTS,
  factWords,
  inputForm,
  itemShape,
  kindOf,
  KINDS,
  TABLE_FORMS,
  TARGET_KINDS,
  unknownFacts,
  writeKindDocs,
  type DataKind,
  type Kind,
} from './index.ts';

const at = (...parts: string[]): string => path.join(PACKAGE_ROOT, ...parts);
const samples = readdirSync(at('pool/programs')).map(
  (file) =>
    (JSON.parse(readFileSync(at('pool/programs', file), 'utf8')) as { data: { kind: string } }).data
      .kind,
);

describe.each(DATA_KINDS)('the kind %s', (kind) => {
  const declared: Kind = KINDS[kind];

  test('has a maker of made data and a program in the pool', () => {
    expect(existsSync(at('python/made_data', `${kind.replaceAll('-', '_')}.py`))).toBe(true);
    expect(samples).toContain(kind);
  });

  test('shows only its own facts in its layout', () => {
    for (const target of TARGET_KINDS) {
      const { layout } = kindOf({ kind, target });
      const shown = [...layout.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      expect(shown.filter((name) => !(`${name}` in declared.facts))).toEqual([]);
    }
  });

  test('can be described, shaped and read where nothing is known', () => {
    expect(
      itemShape({ kind, facts: {} })?.every((size) => size === null || size === 1) ?? true,
    ).toBe(true);
    expect(kindOf({ kind, target: 'class' }).describe({})).not.toBe('');
    expect(factSchema(kind).safeParse({}).success).toBe(true);
    expect(factSchema(kind).safeParse(unknownFacts(kind)).error?.issues ?? []).toEqual([]);
    expect(factSchema(kind).safeParse({ STRAY: 1 }).success).toBe(false);
  });
});

test.each<readonly [DataKind, Record<string, never> | object, string, unknown]>([
  ['image-masks', { IMAGE_SIZE: [64, 48], CHANNELS: 3 }, 'other', [64, 48, 3]],
  ['image-boxes', { IMAGE_SIZE: [64, 48] }, 'image', [64, 48, null]],
  ['text-table', { SEQUENCE_LENGTH: 80 }, 'tokens', [80]],
  ['series', { WINDOW: 24, FEATURES: ['a', 'b'] }, 'sequence', [24, 2]],
  ['series', { WINDOW: 24, FEATURES: null }, 'sequence', [24, null]],
  ['signal-table', { SIGNAL_LENGTH: 128 }, 'sequence', [128, 1]],
  [
    'table',
    { NUMERIC_COUNT: 5, CATEGORY_SIZES: [3, 12, 13, 400] },
    'tabular',
    [5 + 3 + 12 + 7 + 46],
  ],
  ['table', { NUMERIC_COUNT: 5 }, 'tabular', [5]],
  ['arrays', { INPUT_SHAPE: [32, 4] }, 'sequence', [32, 4, 1]],
  ['arrays', { INPUT_SHAPE: [2, 32, 32, 1] }, 'other', [64, 32, 1]],
])('%s with %j is %s of %j', (kind, facts, form, shape) => {
  const data = { kind, facts: facts as Record<string, number> };
  expect(inputForm(data)).toBe(form);
  expect(itemShape(data)).toEqual(shape);
});

test('sounds are what the first layer of the program makes of them', () => {
  const data = { kind: 'audio-table', facts: {} } as const;
  expect(itemShape(data)).toBeNull();
  expect(itemShape(data, 'Conv2D(32, 3)')).toEqual([null, null, 1]);
  expect(itemShape(data, 'Conv1D(32, 3)')).toEqual([null, null]);
});

test('facts of another target are none of this one', () => {
  expect(factNames({ kind: 'text-pairs', target: 'text' })).not.toContain('TEXT_COLUMNS');
  expect(factNames({ kind: 'text-pairs', target: 'class' })).not.toContain('SOURCE_COLUMN');
  expect(factNames({ kind: 'text-table', target: 'class' })).not.toContain('LABEL_SEPARATOR');
});

test('facts are read by name and type', () => {
  const { NUMERIC_COUNT, TARGET } = factsOf({ kind: 'table', facts: { NUMERIC_COUNT: 3 } });
  const count: number | null | undefined = NUMERIC_COUNT;
  expect([count, TARGET]).toEqual([3, undefined]);
  // @ts-expect-error: a table has no image's size
  expect(factsOf({ kind: 'table', facts: {} }).IMAGE_SIZE).toBeUndefined();
});

const ROLES = { NUMBERS: ['n', 'code'], DATES: ['d'], CATEGORIES: ['c'] };
const FEATURES = ['n', 'code', 'd', 'c'];
test.each<readonly [string, Facts, Facts]>([
  ['all of the profile', { FEATURES }, ROLES],
  ['fewer features', { FEATURES: ['d ', 'n'] }, { NUMBERS: ['n'], DATES: ['d'], CATEGORIES: [] }],
  [
    'a code',
    { FEATURES, CATEGORICAL: ['code'] },
    { ...ROLES, NUMBERS: ['n'], CATEGORIES: ['code', 'c'] },
  ],
  [
    'a feature as target',
    { FEATURES, TARGET: ['n', 'c'] },
    { NUMBERS: ['code'], DATES: ['d'], CATEGORIES: [] },
  ],
  [
    'a feature that was none',
    { FEATURES: ['n', 'x'] },
    { NUMBERS: null, DATES: null, CATEGORIES: null },
  ],
  ['all columns', { FEATURES: null }, { NUMBERS: null, DATES: null, CATEGORIES: null }],
])('roles agree with %s', (_, facts, roles) => {
  expect(agreeRoles({ ...ROLES, ...facts })).toEqual({ ...ROLES, ...facts, ...roles });
});

test('every fact belongs to a kind, a form or a group, and has words', () => {
  const used = new Set<string>([
    ...DATA_KINDS.flatMap((kind) => Object.keys(factSchema(kind).shape)),
    ...Object.values(TABLE_FORMS).flatMap(({ facts }) => facts),
  ]);
  expect(Object.keys(FACTS).filter((name) => !used.has(name))).toEqual([]);
  expect(Object.keys(FACTS).filter((name) => factWords(name) === null)).toEqual([]);
});

test('docs/pool.md says what the kinds say', () => {
  const document = readFileSync(at('docs/pool.md'), 'utf8');
  expect(writeKindDocs(document)).toBe(document);
});
