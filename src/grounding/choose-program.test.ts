import path from 'node:path';
import { expect, test } from 'vitest';
import { PACKAGE_ROOT } from '../core/index.ts';
import { readPool } from '../retrieval/index.ts';
import { readRequirement } from '../requirement/index.ts';
import { chooseProgram } from './choose-program.ts';

const samples = await readPool(path.join(PACKAGE_ROOT, 'pool'));

test.each([
  ['Forecast the sales of the next month', 1, /^window = Flatten/],
  ['Forecast the sales of the next month', 24, /LSTM|GRU/],
  ['Forecast the sales of the next month with an LSTM', 1, /^LSTM/],
  ['Forecast the sales of the next month with a CNN', 1, /^Conv1D/],
])('%s from %d columns', (text, columns, expected) => {
  const features = Array.from({ length: columns }, (_, at) => `column_${at}`);
  const facts = { WINDOW: 24, HORIZON: 1, FEATURES: features };
  const wanted = { data: { kind: 'series', target: 'future', facts }, layers: [] } as const;
  const reading = readRequirement({ text, attributes: '' });
  const { plan } = chooseProgram(reading, wanted, samples, new Set());
  expect(plan.layers.join('\n')).toMatch(expected);
});
