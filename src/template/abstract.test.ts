import { expect, test } from 'vitest';
import type { Origin, Retrieved, Sample } from '../artifacts/index.ts';
import { readProgram } from '../python/index.ts';
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
