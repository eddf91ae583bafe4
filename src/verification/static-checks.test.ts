import { describe, expect, test } from 'vitest';
import { NO_PLAN, type PlanRecord } from '../artifacts/index.ts';
import { checkFiles, PROJECT_MODULES } from './static-checks.ts';

const RECORD: PlanRecord = {
  plan: NO_PLAN,
  data: { kind: 'series', target: 'future', facts: {} },
  confidence: {},
  alternatives: {},
  warnings: [],
  assumptions: [],
  substituted: [],
  asked: [],
};
const check = (code: string, name = 'data.py') =>
  checkFiles(
    new Map([...PROJECT_MODULES.map((module) => [`${module}.py`, ''] as const), [name, code]]),
    RECORD,
  );

describe('S0 and S1 without Python', () => {
  test('a missing file and a file that does not parse', () => {
    const { syntax } = checkFiles(new Map([['data.py', 'def f(:\n']]), RECORD);
    expect(syntax.map(({ code, path }) => `${code} ${path}`)).toEqual([
      ...PROJECT_MODULES.slice(1).map((name) => `FILE_MISSING ${name}.py`),
      'PYTHON_SYNTAX data.py:1',
    ]);
  });

  test.each([
    ['import keras\nfrom keras import layers\nfrom sklearn.metrics import f1_score', []],
    ['from model import build_model\nfrom . import other\nimport numpy as np, os.path as p', []],
    ['import torch.nn as nn', ['data.py:1: torch is not in the pinned environment']],
    [
      'def f():\n    from requests import get',
      ['data.py:2: requests is not in the pinned environment'],
    ],
    ['text = "import nothing"', []],
  ])('imports of %j', (code, expected) => {
    expect(check(code).imports.map(({ path, message }) => `${path}: ${message}`)).toEqual(expected);
  });

  test('a module is found beside the one that imports it, and only there', () => {
    const files = new Map([
      ['tests/made.py', ''],
      ['tests/test_smoke.py', 'import made\nimport data'],
      ['data.py', 'import made'],
    ]);
    const { imports } = checkFiles(files, RECORD);
    expect(imports.map(({ path }) => path)).toEqual(['data.py:1']);
  });
});

describe('pitfalls', () => {
  test.each([
    [
      'FIT_BEFORE_SPLIT',
      'def f(x):\n    x = scaler.fit_transform(x)\n    return train_test_split(x, shuffle=False)',
    ],
    ['FIT_ON_TEST', 'def f():\n    normalization.adapt(test_images)'],
    ['LAMBDA_LAYER', 'def f(x):\n    return layers.Lambda(abs)(x)'],
    [
      'SOFTMAX_FROM_LOGITS',
      'def f():\n    layers.Dense(3, activation="softmax")\n    Loss(from_logits=True)',
    ],
    ['VALIDATION_SPLIT', 'def f(m):\n    m.fit(x, validation_split=0.2)'],
    ['HARD_CODED_PATH', 'ROOT = "/kaggle/input/x"'],
    ['OLD_KERAS', 'def f():\n    return tf.keras.Model()'],
    ['CLASS_ORDER_BY_SET', 'def f(x):\n    return list(set(x))'],
    ['SHUFFLED_SERIES', 'def f(x):\n    return generator.permutation(x)'],
  ])('%s', (code, text) => {
    expect(check(text).warnings.map((warning) => warning.code)).toEqual([code]);
  });

  test.each([
    [
      'def f(x):\n    train, test = train_test_split(x, shuffle=False)\n    scaler.fit_transform(train)',
    ],
    ['def f():\n    layers.Dense(3)\n    Loss(from_logits=True)'],
    ['# validation_split= is wrong'],
    ['def f(x):\n    return sorted(set(x))'],
  ])('none in %j', (text) => {
    expect(check(text).warnings).toEqual([]);
  });
});
