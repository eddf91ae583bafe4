import { expect, test } from 'vitest';
import { showsLayer } from './shown-layer.ts';

test.each([
  ['Conv2D(32, (3, 3))', "Conv2D(32, (3, 3), padding='same', activation='relu')", true],
  ['Conv2D(32, (3, 3))', 'Conv2D(64, (3, 3))', false],
  ['Conv2D(32, (5, 5))', 'Conv1D(32, 5)', true],
  ['MaxPooling2D()', 'MaxPooling2D(2)', true],
  ['Bidirectional(LSTM(64))', 'Bidirectional(LSTM(64, return_sequences=True))', true],
  ['Bidirectional(LSTM(64))', 'Bidirectional(LSTM(32))', false],
  ['Bidirectional(LSTM(64))', 'LSTM(64)', false],
  ['Add()', 'Add()(left, right)', true],
  ['Dropout(0.25)', 'Dropout(0.5)', false],
  [
    "Dense(8, kernel_regularizer='l2(0.003)')",
    'Dense(8, kernel_regularizer=keras.regularizers.L2(0.003))',
    true,
  ],
  [
    "Dense(8, kernel_regularizer='l2(0.003)')",
    'Dense(8, kernel_regularizer=keras.regularizers.L2(0.1))',
    false,
  ],
])('%s is shown by %s: %s', (stated, planned, isShown) => {
  expect(showsLayer(stated, [planned], planned)).toBe(isShown);
});

test('a layer of the plan that the code does not call is not shown', () => {
  expect(showsLayer('Flatten()', ['Flatten()'], 'layers.Dense(10)')).toBe(false);
});
