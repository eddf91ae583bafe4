import path from 'node:path';
import { expect, test } from 'vitest';
import { PACKAGE_ROOT } from '../core/index.ts';
import { readRequirement } from '../requirement/index.ts';
import { readPool } from '../retrieval/index.ts';
import { nearestPlanPredictor } from './nearest-plan.ts';

test('a network that keras.applications does not have is said to be another', async () => {
  const samples = await readPool(path.join(PACKAGE_ROOT, 'pool'));
  const requirement = {
    text: 'Fine-tune a ResNet-18 to classify photos of 4 kinds of leaves',
    attributes: '',
  };
  const reading = readRequirement(requirement);
  const record = await nearestPlanPredictor.predict(reading, { task: null, samples });
  expect(record.plan.layers[0]).toMatch(/^ResNet50\(/);
  expect(record.substituted).toContain('layers');
  expect(record.asked.find(({ name }) => name === 'backbone')).toMatchObject({
    words: 'ResNet-18',
    status: 'substituted',
    by: 'ResNet50',
    why: 'it is not part of keras.applications',
  });
});
