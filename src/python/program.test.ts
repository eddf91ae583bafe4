import { expect, test } from 'vitest';
import type { Origin } from '../artifacts/index.ts';
import { analyseCode, readProgram } from './program.ts';
import { renderLiteral } from './literal.ts';
import { renderProgram } from './render.ts';

const origin: Origin = { kind: 'code1', samples: ['x'], licence: 'Apache-2.0', reason: 'test' };

const NAMES: Record<string, { code: string; defines: string[]; uses: string[] }> = {
  constant: { code: 'A = B + 1', defines: ['A'], uses: ['B'] },
  'function locals': {
    code: 'def f(a, b=C, *args, d: T = 1, **kw) -> R:\n    x = a + g(b)\n    for i in x:\n        y = i\n    return y, kw, args, d\n',
    defines: ['f'],
    uses: ['C', 'R', 'T', 'g'],
  },
  comprehension: { code: 'X = [i * k for i in items if i]', defines: ['X'], uses: ['items', 'k'] },
  'nested function': {
    code: 'def f():\n    n = 1\n    def g(m):\n        return n + m + p\n    return g\n',
    defines: ['f'],
    uses: ['p'],
  },
  'class attributes': {
    code: 'class C(Base):\n    a: int = Q\n    def m(self):\n        return a + self.a\n',
    defines: ['C'],
    uses: ['Base', 'Q', 'a', 'int'],
  },
  decorated: {
    code: '@keras.register(package="p")\nclass L(layers.Layer):\n    def call(self, x):\n        return x\n',
    defines: ['L'],
    uses: ['keras', 'layers'],
  },
  'keyword and attribute': { code: 'A = f(name=b).c', defines: ['A'], uses: ['b', 'f'] },
  'with and except': {
    code: 'def f(p):\n    try:\n        with open(p) as h:\n            return h\n    except OSError as e:\n        return e\n',
    defines: ['f'],
    uses: ['OSError', 'open'],
  },
  'f-string': { code: 'A = f"{b!r:>{w}} {c.d}"', defines: ['A'], uses: ['b', 'c', 'w'] },
  lambda: { code: 'A = lambda x, y=z: x + y + q', defines: ['A'], uses: ['q', 'z'] },
};

test.each(Object.entries(NAMES))('names of: %s', (_name, { code, defines, uses }) => {
  expect(analyseCode(code)).toEqual({ defines, uses });
});

const PROGRAM = `"""Goal."""

# %% Imports
from pathlib import Path

import keras
from keras import layers

# %% Configuration
SEED = 42  # any number
# height, width
IMAGE_SIZE = (8, 8)

# %% Model
def build_model(size=IMAGE_SIZE):
    """Compiles."""
    return keras.Model(layers.Input(size))


def other():
    return Path(".")
`;

test('a program is read into segments and written back the same', () => {
  const program = readProgram(PROGRAM, origin);
  if (!program.ok) throw new Error(JSON.stringify(program.issues));
  expect(program.value.segments.map(({ id }) => id)).toEqual([
    'imports.Path',
    'imports.keras',
    'imports.layers',
    'configuration.SEED',
    'configuration.IMAGE_SIZE',
    'model.build_model',
    'model.other',
  ]);
  expect(renderProgram(program.value)).toBe(PROGRAM);
});

test.each([
  ['broken', 'def f(:\n', 'PYTHON_SYNTAX'],
  ['runs at import', '# %% Data\nprint(1)\n', 'PROGRAM_STATEMENT'],
  ['unknown section', '# %% Sauce\nA = 1\n', 'PROGRAM_SECTION'],
])('%s is an issue', (_name, source, code) => {
  const program = readProgram(source, origin);
  expect(program.ok ? [] : program.issues.map((issue) => issue.code)).toContain(code);
});

test.each([
  ['"""); import os; os.system("$(id)")\n', '"\\"\\"\\"); import os; os.system(\\"$(id)\\")\\n"'],
  ['a\\', '"a\\\\"'],
  ['\u2028\u0000', '"\\u2028\\x00"'],
])('text %j stays inside its literal', (text, literal) => {
  expect(renderLiteral(text)).toBe(literal);
});

test('values are Python literals', () => {
  expect(renderLiteral([1, 0.001, 1e-7, null, true, ['a']])).toBe(
    '(1, 0.001, 1e-7, None, True, ("a",))',
  );
});
