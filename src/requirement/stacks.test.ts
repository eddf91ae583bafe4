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
    ['a stacked LSTM of two layers with 64 and 32 units', null, [64, 32]],
    ['a two-layer GRU with 128 units per layer', null, [128, 128]],
    ['LSTM network with 2 layers, 100 units each', null, [100, 100]],
    ['a 2-layer bidirectional LSTM (128, 64)', null, [128, 64]],
    ['lstm 2 layers 64', null, [64, 64]],
    ['64 and 32 unit LSTM layers', null, [64, 32]],
    ['MLP (256, 128) with dropout', [256, 128], null],
    ['an MLP with layers 64, 32 and 16', [64, 32, 16], null],
    ['a 3-layer MLP with 64 units', [64, 64, 64], null],
    ['three dense layers 128-64-32 with ReLU', [128, 64, 32], null],
    ['an LSTM with 2 layers of 32 and two dense layers of 16', [16, 16], [32, 32]],
    ['LSTM over 24 steps and 3 classes', null, null],
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
    ['a CNN with 4 convolution blocks', 4, []],
    ['a 5-layer CNN', 5, []],
    ['1D CNN with filters 64 and 128', 2, [64, 128]],
    ['a CNN of three conv layers with 32, 64, 128 filters', 3, [32, 64, 128]],
    ['a convolutional network for 3 classes', null, null],
  ])('%s', (text, count, units) => {
    const { convolution } = readStacks(text);
    expect([convolution?.count ?? null, convolution?.units ?? null]).toEqual([count, units]);
  });

  test.each([
    ['embedding 100 dims', 100],
    ['embedding of 128, bidirectional LSTM', 128],
    ['embedding (dim 100)', 100],
    ['300d GloVe embeddings', 300],
    ['embed each token in 64 dimensions', 64],
    ['embedding dimension of 64', 64],
    ['embeddings of size 50', 50],
    ['128-dimensional embeddings', 128],
    ['with embeddings', null],
  ])('%s', (text, size) => expect(readStacks(text).embedding).toBe(size));
});
