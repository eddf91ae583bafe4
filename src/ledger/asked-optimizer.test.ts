import { expect, test } from 'vitest';
import type { AskKind, FactValue } from '../artifacts/index.ts';
import { setOptimizer } from './asked-optimizer.ts';

const SGD = 'keras.optimizers.SGD(learning_rate)';

test.each<[string, string, readonly [AskKind, string, FactValue, string][], string]>([
  ['nothing is asked', SGD, [], SGD],
  [
    'a stated norm',
    SGD,
    [['training', 'gradient clipping', 0.5, 'clip gradients at 0.5']],
    'keras.optimizers.SGD(learning_rate, clipnorm=0.5)',
  ],
  [
    'clipping without a norm',
    SGD,
    [['technique', 'gradient clipping', true, 'gradient clipping']],
    'keras.optimizers.SGD(learning_rate, clipnorm=1)',
  ],
  [
    'a stated norm comes before the usual one',
    SGD,
    [
      ['technique', 'gradient clipping', true, 'gradient clipping'],
      ['training', 'gradient clipping', 5, 'gradient clipping of 5'],
    ],
    'keras.optimizers.SGD(learning_rate, clipnorm=5)',
  ],
  [
    'momentum and decay, in place of what is there',
    'keras.optimizers.SGD(learning_rate, weight_decay=0.1)',
    [
      ['training', 'momentum', 0.9, 'momentum 0.9'],
      ['training', 'weight decay', 0.0001, 'weight decay of 1e-4'],
    ],
    'keras.optimizers.SGD(learning_rate, momentum=0.9, weight_decay=0.0001)',
  ],
  [
    'Adam has no momentum',
    'keras.optimizers.Adam(learning_rate, beta_1=0.5)',
    [['training', 'momentum', 0.9, 'momentum 0.9']],
    'keras.optimizers.Adam(learning_rate, beta_1=0.5)',
  ],
  [
    'an L2 penalty is no decay',
    SGD,
    [['training', 'weight decay', 0.01, 'l2 penalty of 0.01']],
    SGD,
  ],
])('%s', (_, code, asks, expected) => {
  const asked = asks.map(([kind, name, value, words]) => ({ kind, name, value, words }));
  expect(setOptimizer(code, asked)).toBe(expected);
});
