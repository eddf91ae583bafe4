import path from 'node:path';
import { expect, test } from 'vitest';
import type { Plan, PlanRecord } from '../artifacts/index.ts';
import { PACKAGE_ROOT } from '../core/index.ts';
import { readRequirement } from '../requirement/index.ts';
import { readPool } from '../retrieval/index.ts';
import { NO_PREDICTION } from '../predictor/index.ts';
import { decide } from './decide.ts';
import { ground } from './ground.ts';

const samples = await readPool(path.join(PACKAGE_ROOT, 'pool'));
const VAE = samples.find(({ id }) => id === 'image-vae');

async function groundWith(epochs: number, text: string): Promise<PlanRecord> {
  if (VAE === undefined) throw new Error('the pool has no VAE');
  const plan: Plan = { ...VAE.plan, hyperparameters: { ...VAE.plan.hyperparameters, epochs } };
  const reading = readRequirement({ text, attributes: 'photos in one folder' });
  const source = { prediction: { ...NO_PREDICTION, plan }, given: null };
  const task = await decide(reading, null, { source, samples });
  return ground(source, reading, task, samples).record;
}

test('predicted steps of a generator are no epochs, and that is said', async () => {
  const { plan, assumptions } = await groundWith(
    30_000,
    'Generate new faces with a variational autoencoder',
  );
  expect(plan.hyperparameters.epochs).toBe(200);
  expect(assumptions).toContain(
    'Epochs: 30000 predicted, bounded to 200 for this kind of network.',
  );
});

test('stated epochs are never bounded', async () => {
  const text = 'Generate new faces with a variational autoencoder, trained for 30000 epochs';
  const { plan, assumptions } = await groundWith(40_000, text);
  expect(plan.hyperparameters.epochs).toBe(30_000);
  expect(assumptions.filter((line) => line.includes('bounded'))).toEqual([]);
});
