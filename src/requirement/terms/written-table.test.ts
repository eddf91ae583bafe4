import path from 'node:path';
import { expect, test } from 'vitest';
import { PACKAGE_ROOT } from '../../core/index.ts';
import { stripComments } from '../../python/index.ts';
import { readPool } from '../../retrieval/index.ts';
import { TERMS } from './index.ts';
import { isShown } from './term.ts';
import { WRITTEN } from './written-table.ts';

const shownBy = new Map(TERMS.map(({ kind, name, shown }) => [`${kind} ${name}`, shown]));

test('every row is of a term', () => {
  expect(Object.keys(WRITTEN).filter((name) => !shownBy.has(name))).toEqual([]);
});

test('no program of the pool shows what none does', async () => {
  const samples = await readPool(path.join(PACKAGE_ROOT, 'pool'));
  const used = Object.entries(WRITTEN).filter(([name, shown]) => shownBy.get(name) === shown);
  expect(used.length).toBeGreaterThan(0);
  const found = samples.flatMap(({ id, program, plan }) => {
    const code = stripComments(program) ?? program;
    const view = { record: { plan, data: null }, code, found: null };
    return used.flatMap(([name, shown]) => (isShown(shown, view) ? [`${id}: ${name}`] : []));
  });
  expect(found).toEqual([]);
});

test.each([
  [
    'architecture graph network',
    'def mix(vectors, adjacency):\n    return keras.ops.matmul(adjacency, vectors)',
    'def mix(vectors, weights):\n    return keras.ops.matmul(weights, vectors)',
  ],
  [
    'architecture another pretrained encoder',
    'AutoModel.from_pretrained("xlnet-base-cased")',
    'def build_xlnet():\n    pass',
  ],
  ['comparison several models', 'for name, model in models.items():', 'model = build_model()'],
  ['technique oversampling', 'SMOTE().fit_resample(x, y)', 'model.fit(x, y)'],
  ['metric explanations', 'shap.DeepExplainer(model, x)', 'color = "lime"'],
])('%s is shown by its own code, and not by less', (name, own, less) => {
  const view = { record: { plan: {} as never, data: null }, found: null };
  const shown = WRITTEN[name] ?? /(?!)/;
  expect(isShown(shown, { ...view, code: own })).toBe(true);
  expect(isShown(shown, { ...view, code: less })).toBe(false);
});
