import path from 'node:path';
import { expect, test } from 'vitest';
import { PACKAGE_ROOT } from '../core/index.ts';
import { NO_PREDICTION } from '../predictor/index.ts';
import { readRequirement } from '../requirement/index.ts';
import { readPool } from '../retrieval/index.ts';
import { decide } from './decide.ts';
import { ground } from './ground.ts';

test('a network that keras.applications does not have is said to be another', async () => {
  const samples = await readPool(path.join(PACKAGE_ROOT, 'pool'));
  const text = 'Fine-tune a VGG-11 to classify photos of 4 kinds of leaves';
  const reading = readRequirement({ text, attributes: '' });
  const source = { prediction: NO_PREDICTION, given: null };
  const task = await decide(reading, null, { source, samples });
  const { record } = ground(source, reading, task, samples);
  expect(record.plan.layers[0]).toMatch(/^VGG16\(/);
  expect(record.substituted).toContain('layers');
  expect(record.asked.find(({ name }) => name === 'backbone')).toMatchObject({
    words: 'VGG-11',
    status: 'substituted',
    by: 'VGG16',
    why: 'it is not part of keras.applications',
  });
});
