import path from 'node:path';
import { expect, test } from 'vitest';
import { NO_PLAN, type DataSpec } from '../artifacts/index.ts';
import { PACKAGE_ROOT } from '../core/index.ts';
import { readPool } from '../retrieval/index.ts';
import { boundNumbers, type BoundedNumber } from './bound-numbers.ts';

const samples = await readPool(path.join(PACKAGE_ROOT, 'pool'));
const GENERATOR = { kind: 'images', target: 'sample' } as const;
const TABLE = { kind: 'table', target: 'class' } as const;
/** No program reads such data to predict this. */
const OTHER = { kind: 'arrays', target: 'labels' } as const;

const most = (of: Pick<DataSpec, 'kind' | 'target'>, name: BoundedNumber): number =>
  Math.max(
    ...samples
      .filter(({ data }) => data.target === of.target && (of === OTHER || data.kind === of.kind))
      .map(({ plan }) => plan.hyperparameters[name] ?? 0),
  );

test.each<readonly [string, Pick<DataSpec, 'kind' | 'target'>, BoundedNumber, number, number]>([
  ['steps of a generator', GENERATOR, 'epochs', 30_000, most(GENERATOR, 'epochs')],
  ['epochs of a generator', GENERATOR, 'epochs', 300, 300],
  ['epochs of a table', TABLE, 'epochs', 500, 500],
  ['all rows as a batch', TABLE, 'batchSize', 50_000, most(TABLE, 'batchSize')],
  ['a rate that does not converge', TABLE, 'learningRate', 12, most(TABLE, 'learningRate')],
  ['a rate for a pretrained network', TABLE, 'learningRate', 1e-6, 0.001],
  ['no program for such data', OTHER, 'epochs', 100_000, most(OTHER, 'epochs')],
])('%s: for %j %s of %d become %d', (_, data, name, value, bound) => {
  const given = { ...NO_PLAN.hyperparameters, [name]: value };
  const { hyperparameters, predicted } = boundNumbers(given, data, samples);
  expect(hyperparameters).toEqual({ ...given, [name]: bound });
  expect(predicted).toEqual(value === bound ? {} : { [name]: value });
});

test('no program of the pool is out of reach of its kind', () => {
  for (const { id, data, plan } of samples)
    expect([id, boundNumbers(plan.hyperparameters, data, samples).predicted]).toEqual([id, {}]);
});

test('without programs nothing is bounded', () => {
  const given = { ...NO_PLAN.hyperparameters, epochs: 1e9 };
  expect(boundNumbers(given, TABLE, []).hyperparameters).toEqual(given);
});
