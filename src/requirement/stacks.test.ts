import { describe, expect, test } from 'vitest';
import { readStacks } from './stacks.ts';

describe('stacks that a requirement states', () => {
  test.each([
    ['two hidden layers of 64 units', [64, 64], null],
    ['two hidden layers with 64 neurons each', [64, 64], null],
    ['hidden layers 128 and 64 with dropout 0.5', [128, 64], null],
    ['three layers, 128 then 64 then 32 neurons with relu', [128, 64, 32], null],
    ['dense layers of 256, 128 and 64 units', [256, 128, 64], null],
    ['dense layers with 64 and 32 units', [64, 32], null],
    ['a 64-32-16 network', [64, 32, 16], null],
    ['an MLP with one hidden layer of 100 neurons', [100], null],
    ['Dense(128), then softmax', [128], null],
    ['two LSTM layers with 50 units each', null, [50, 50]],
    ['stacked LSTM layers of 64 and 32 units', null, [64, 32]],
    ['two bidirectional GRU layers', null, []],
    ['LSTM with 64 units', null, null],
    ['a deep neural network of many layers, 3 classes and 50 epochs', null, null],
    ['hidden layers, 50 epochs', null, null],
  ])('%s', (text, dense, recurrent) => {
    const stacks = readStacks(text);
    expect({
      dense: stacks.dense?.units ?? null,
      recurrent: stacks.recurrent?.units ?? null,
    }).toEqual({ dense, recurrent });
  });

  test.each([
    ['embedding 100 dims', 100],
    ['embedding dimension of 64', 64],
    ['embeddings of size 50', 50],
    ['128-dimensional embeddings', 128],
    ['with embeddings', null],
  ])('%s', (text, size) => expect(readStacks(text).embedding).toBe(size));
});
