import { expect, test } from 'vitest';
import type { Draft } from '../artifacts/index.ts';
import { readProgram } from '../python/index.ts';
import { adoptCode } from './index.ts';

const BASE = `
# %% Imports
import keras

# %% Configuration
SEED = 1
BATCH_SIZE = 2
EPOCHS = 3
LEARNING_RATE = 0.1
CLASS_COUNT = 3
# %% Data
class Prepared: ...
def prepare(data_dir): return Prepared
def load_data(data_dir): return prepare(data_dir)
def describe(data_dir): ...
# %% Model
def build_model(class_count=CLASS_COUNT, learning_rate=LEARNING_RATE):
    return keras.Sequential([])
# %% Training
def train_model(data_dir): return build_model(3, learning_rate=0.1), SEED, BATCH_SIZE, EPOCHS
# %% Evaluation
def evaluate_model(data_dir): ...
# %% Inference
def example_input(data_dir): ...
def predict_items(data_dir): ...
`;

function base(): Draft {
  const program = readProgram(BASE, { kind: 'code1', samples: ['a'], licence: 'MIT', reason: '' });
  if (!program.ok) throw new Error(program.issues[0]?.message);
  const segments = program.value.segments.map((segment) =>
    segment.defines[0] === 'CLASS_COUNT'
      ? { ...segment, origin: { ...segment.origin, kind: 'profile' as const } }
      : segment,
  );
  return { name: 'code 1', program: { ...program.value, segments }, warnings: [] };
}

const WHOLE = 'def build_model(class_count=3, learning_rate=0.1):\n    return keras.Model()';

test.for<{
  readonly name: string;
  readonly code: string;
  readonly taken: readonly string[];
  readonly issues: readonly string[];
}>([
  {
    name: 'a function that is called alike',
    code: WHOLE,
    taken: ['model.build_model'],
    issues: [],
  },
  {
    name: 'one with a helper and a constant of its own',
    code: `UNITS = 8\ndef block(x):\n    return x + UNITS\n${WHOLE.replace('keras.Model()', 'block(1)')}`,
    taken: ['model.UNITS', 'model.block', 'model.build_model'],
    issues: [],
  },
  {
    name: 'one more parameter with a default, and any keyword',
    code: 'def build_model(class_count=3, learning_rate=0.1, units=8, **options):\n    return keras.Model()',
    taken: ['model.build_model'],
    issues: [],
  },
  {
    name: 'other parameters',
    code: 'def build_model(shape):\n    return 1',
    taken: [],
    issues: ['SIGNATURE'],
  },
  {
    name: 'the same parameters in another order',
    code: 'def build_model(learning_rate=0.1, class_count=3):\n    return 1',
    taken: [],
    issues: ['SIGNATURE'],
  },
  {
    name: 'a constant in the place of a function',
    code: 'build_model = 3',
    taken: [],
    issues: ['SIGNATURE'],
  },
  {
    name: 'a value that the data decide',
    code: 'CLASS_COUNT = 10',
    taken: [],
    issues: ['SIGNATURE'],
  },
  {
    name: 'a value that they do not',
    code: 'EPOCHS = 10',
    taken: ['configuration.EPOCHS'],
    issues: [],
  },
  {
    name: 'a name that nothing binds',
    code: WHOLE.replace('keras.Model()', 'secret()'),
    taken: [],
    issues: ['NAME_UNBOUND'],
  },
  {
    name: 'a helper that needs one',
    code: `def block():\n    return secret\n${WHOLE.replace('keras.Model()', 'block()')}`,
    taken: [],
    issues: ['NAME_UNBOUND', 'NAME_UNBOUND'],
  },
  {
    name: 'what nothing calls',
    code: `${WHOLE}\ndef main():\n    pass`,
    taken: ['model.build_model'],
    issues: ['NOT_IN_PROGRAM'],
  },
  {
    name: 'what runs at import',
    code: `${WHOLE}\nbuild_model().fit()`,
    taken: ['model.build_model'],
    issues: ['PROGRAM_STATEMENT'],
  },
  {
    name: 'a cut reply',
    code: `${WHOLE}\n\ndef train_model(data_dir):\n    return (build_model(`,
    taken: ['model.build_model'],
    issues: ['PYTHON_SYNTAX'],
  },
  {
    name: 'an import it brings',
    code: `import math\n${WHOLE.replace('keras.Model()', 'math.pi')}`,
    taken: ['imports.math', 'model.build_model'],
    issues: [],
  },
  { name: 'the same code', code: 'def example_input(data_dir): ...', taken: [], issues: [] },
])('$name', ({ code, taken, issues }) => {
  const adopted = adoptCode(code, base(), 'test');
  expect(adopted.taken).toEqual(taken);
  expect(adopted.issues.map((issue) => issue.code)).toEqual(issues);
  const names = adopted.draft.program.segments.flatMap(({ defines }) => defines);
  expect(new Set(names).size).toBe(names.length);
  expect(names).toContain('predict_items');
});

test('a taken function has the one that ran as its alternative', () => {
  const { draft } = adoptCode(WHOLE, base(), 'test');
  const built = draft.program.segments.find(({ id }) => id === 'model.build_model');
  expect(built).toMatchObject({
    origin: { kind: 'model' },
    alternative: { origin: { kind: 'code1' } },
  });
  expect(built?.alternative?.code).toContain('Sequential');
});
