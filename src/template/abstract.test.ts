import { expect, test } from 'vitest';
import type { Origin, Retrieved, Sample } from '../artifacts/index.ts';
import { readProgram } from '../python/index.ts';
import { verifies } from '../../tests/requirements.ts';
import { abstractTemplate } from './abstract.ts';

function retrieved(id: string, kind: Sample['data']['kind'], source: string): Retrieved {
  const origin: Origin = { kind: 'code1', samples: [id], licence: 'Apache-2.0', reason: 'test' };
  const program = readProgram(source, origin);
  if (!program.ok) throw new Error(JSON.stringify(program.issues));
  const sample = { id, licence: 'Apache-2.0', data: { kind, target: 'class', facts: {} } };
  return { sample: sample as unknown as Sample, program: program.value };
}

const NEAREST = `"""One."""

# %% Configuration
SEED = 42
TARGET = "species"

# %% Data
def load(path):
    """Reads."""
    rows = read(path, 10)
    print(rows)
    plot_rows(rows)
    return rows

# %% Training
def train_model():
    """Trains."""
    return fit(3)
`;
const SECOND = NEAREST.replace('"species"', '"price"')
  .replace('10', '20')
  .replace('    plot_rows(rows)\n', '')
  .replace('fit(3)', 'fit(4)');

test('what recurs stays, literals that differ become typed holes, drawing that one does is left out', () => {
  const template = abstractTemplate(
    retrieved('a', 'table', NEAREST),
    retrieved('b', 'table', SECOND),
  );
  const byId = new Map(template.segments.map((entry) => [entry.segment.id, entry] as const));
  expect(byId.get('configuration.SEED')?.recurs).toBe(1);
  expect(byId.get('configuration.TARGET')?.holes).toEqual([
    { name: 'TARGET', type: 'text', seen: ['"species"', '"price"'] },
  ]);
  expect(byId.get('data.load')?.segment.code).toBe(
    'def load(path):\n    """Reads."""\n    rows = read(path, ⟨LOAD_1⟩)\n    print(rows)\n    return rows',
  );
  expect(template.origin.samples).toEqual(['a', 'b']);
});

test('sections of programs that read other data are not compared', () => {
  const template = abstractTemplate(
    retrieved('a', 'table', NEAREST),
    retrieved('b', 'images', SECOND),
  );
  const byId = new Map(template.segments.map((entry) => [entry.segment.id, entry] as const));
  expect(byId.get('data.load')?.recurs).toBe(0);
  expect(byId.get('training.train_model')?.holes).toHaveLength(1);
});

test('one program alone is its own template', () => {
  const template = abstractTemplate(retrieved('a', 'table', NEAREST), null);
  expect(template.segments.every(({ holes }) => holes.length === 0)).toBe(true);
});

test.each([
  ['a number', '8', '9', 'number'],
  ['a negative number', '-8', '-9.5', 'number'],
  ['a text', '"a"', "'b'", 'text'],
  ['a truth', 'True', 'False', 'boolean'],
  ['nothing', 'None', '3', 'none'],
  ['a tuple', '(1, 2)', '(3,)', 'tuple'],
  ['a list', '[1]', '[2]', 'tuple'],
  ['a table', '{"a": 1}', '{}', 'tuple'],
  ['a name', 'layers.LSTM', 'layers.GRU', 'name'],
])(
  `${verifies('template-rag')} a constant that differs is a hole under its name: %s`,
  (_name, one, two, type) => {
    const source = (value: string): string => `# %% Configuration\n# Why.\nSIZE = ${value}\n`;
    const template = abstractTemplate(
      retrieved('a', 'table', source(one)),
      retrieved('b', 'table', source(two)),
    );
    const [size] = template.segments;
    expect(size?.holes).toEqual([{ name: 'SIZE', type, seen: [one, two] }]);
    expect(size?.segment.code).toBe('# Why.\nSIZE = ⟨SIZE⟩');
  },
);

const work = (body: string, head = 'def work(x):'): string =>
  `# %% Training\n${head}\n    ${body.replaceAll('\n', '\n    ')}\n`;

test.each([
  ['the same', 'return f(1)', 'return f(1)', 'return f(1)', 1],
  ['another literal', 'return f(1, "a")', 'return f(2, "a")', 'return f(⟨WORK_1⟩, "a")', 1],
  [
    'two other literals',
    'a = 1\nreturn a + 2',
    'a = 3\nreturn a + 4',
    'a = ⟨WORK_1⟩\nreturn a + ⟨WORK_2⟩',
    1,
  ],
  [
    'work that one does alone stays',
    'a = 1\nb = g(a)\nreturn a',
    'a = 1\nreturn a',
    'a = 1\nb = g(a)\nreturn a',
    2 / 3,
  ],
  ['what one prints alone goes', 'print(x)\nreturn x', 'return x', 'return x', 1 / 2],
  [
    'what both print stays',
    'print(x)\nreturn x',
    'print(x)\nreturn x + 1',
    'print(x)\nreturn x',
    1 / 2,
  ],
  [
    'figures go even where nothing else differs',
    'plot_curves(x)\nreturn x',
    'plot_curves(x)\nreturn x',
    'return x',
    1,
  ],
])('a function: %s', (_name, one, two, body, recurs) => {
  const template = abstractTemplate(
    retrieved('a', 'table', work(one)),
    retrieved('b', 'table', work(two)),
  );
  const [found] = template.segments;
  expect(found?.segment.code).toBe(work(body).replace('# %% Training\n', '').trimEnd());
  expect(found?.recurs).toBeCloseTo(recurs, 9);
});

test.each([
  ['of another signature', 'def work(x, y):'],
  ['of another name', 'def labour(x):'],
])('a function beside one %s is a detail of the nearest program', (_name, head) => {
  const template = abstractTemplate(
    retrieved('a', 'table', work('return 1')),
    retrieved('b', 'table', work('return 2', head)),
  );
  expect(template.segments[0]).toMatchObject({
    holes: [],
    recurs: 0,
    segment: { origin: { kind: 'code1' } },
  });
});

test('the licence names that of both programs', () => {
  const other = retrieved('b', 'table', work('return 1'));
  const template = abstractTemplate(retrieved('a', 'table', work('return 1')), {
    ...other,
    sample: { ...other.sample, licence: 'MIT' },
  });
  expect(template.origin.licence).toBe('Apache-2.0 AND MIT');
});
