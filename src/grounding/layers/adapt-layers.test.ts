import { expect, test } from 'vitest';
import type { LayerCall, Sample } from '../../artifacts/index.ts';
import { parseLayer, renderLayer } from '../../plan/index.ts';
import { readRequirement, statedOf } from '../../requirement/index.ts';
import { adaptLayers } from './adapt-layers.ts';

const TABLE = [
  "Dense(64, activation='relu')",
  'BatchNormalization()',
  "Dense(32, activation='relu')",
];
const LSTM = ['LSTM(64)', "Dense(32, activation='relu')"];
const BESIDE = [
  'window = Flatten()',
  "Dense(64, activation='relu')",
  'hidden = Dropout(0.2)',
  'Concatenate()(hidden, window)',
];
const HEAD = ['Dense(1)'];

function typed(layers: readonly string[]): readonly LayerCall[] {
  return layers.map(parseLayer).filter((layer) => layer.kind === 'call');
}

/** The trunk of a chain for rows of a table, adapted to a requirement. */
function adapt(text: string, trunk: readonly string[]): readonly string[] {
  const data = { kind: 'table', target: 'number', facts: {} } as const;
  const program = { data, topology: 'trunk' } as unknown as Sample;
  const stated = statedOf(readRequirement({ text, attributes: '' }));
  const [head = null] = typed(HEAD);
  const { layers } = adaptLayers(typed([...trunk, ...HEAD]), head, { data, stated, program });
  return layers.slice(0, -1).map(renderLayer);
}

test.each([
  [
    'three layers, 128 then 64 then 16 neurons',
    TABLE,
    [
      "Dense(128, activation='relu')",
      'BatchNormalization()',
      "Dense(64, activation='relu')",
      "Dense(16, activation='relu')",
    ],
  ],
  ['one hidden layer of 8 units', TABLE, ["Dense(8, activation='relu')", 'BatchNormalization()']],
  [
    'two LSTM layers with 50 units and dropout 0.2',
    LSTM,
    [
      'LSTM(50, return_sequences=True)',
      'Dropout(0.2)',
      'LSTM(50)',
      'Dropout(0.2)',
      "Dense(32, activation='relu')",
    ],
  ],
  ['hidden layers of 20 units', ['Flatten()'], ['Flatten()', "Dense(20, activation='relu')"]],
  ['a GRU', LSTM, ['GRU(64)', "Dense(32, activation='relu')"]],
  ['a bidirectional LSTM', LSTM, ['Bidirectional(LSTM(64))', "Dense(32, activation='relu')"]],
  ['an LSTM with 128 units', ['Bidirectional(LSTM(64))'], ['LSTM(128)']],
  ['a bidirectional GRU of 32 units', ['Bidirectional(LSTM(64))'], ['Bidirectional(GRU(32))']],
  [
    'batch normalization',
    BESIDE,
    [
      'window = Flatten()',
      "Dense(64, activation='relu')",
      'BatchNormalization(momentum=0.9)',
      'hidden = Dropout(0.2)',
      'Concatenate()(hidden, window)',
    ],
  ],
  [
    'no dropout',
    BESIDE,
    [
      'window = Flatten()',
      "hidden = Dense(64, activation='relu')",
      'Concatenate()(hidden, window)',
    ],
  ],
  [
    'two hidden layers of 8 and 4 units',
    BESIDE,
    [
      'Flatten()',
      "Dense(8, activation='relu')",
      'Dropout(0.2)',
      "Dense(4, activation='relu')",
      'Dropout(0.2)',
    ],
  ],
])('%s: built', (text, trunk, expected) => {
  expect(adapt(text, trunk)).toEqual(expected);
});

const CONV = [
  "Conv2D(32, (3, 3), padding='same', activation='relu')",
  'MaxPooling2D((2, 2))',
  "Conv2D(64, (3, 3), padding='same', activation='relu')",
  'GlobalAveragePooling2D()',
];
const DROPPED = ["Dense(64, activation='relu')", 'Dropout(0.2)'];
const BRANDED = ['Conv2D(32, 3, use_bias=False)', 'BatchNormalization()', 'ReLU()'];

test.each<[string, readonly string[], readonly string[]]>([
  [
    'tanh activation',
    TABLE,
    [TABLE[0]?.replace('relu', 'tanh'), TABLE[1], TABLE[2]?.replace('relu', 'tanh')] as string[],
  ],
  [
    'leaky ReLU in all hidden layers',
    ['ReLU()', "Dense(8, activation='relu')"],
    ["Activation('leaky_relu')", "Dense(8, activation='leaky_relu')"],
  ],
  [
    'ReLU in the hidden layers and tanh in the output',
    ["Dense(8, activation='elu')"],
    ["Dense(8, activation='relu')"],
  ],
  ['a tanh output', DROPPED, DROPPED],
  [
    'an LSTM with relu activation',
    LSTM,
    ["LSTM(64, activation='relu')", "Dense(32, activation='relu')"],
  ],
  ['GELU in the first layer and ELU in the second', DROPPED, DROPPED],
  [
    'L2 regularisation of 0.01',
    DROPPED,
    [
      "Dense(64, activation='relu', kernel_regularizer=keras.regularizers.L2(0.01))",
      'Dropout(0.2)',
    ],
  ],
  [
    'an L2 penalty',
    ['Bidirectional(LSTM(8))'],
    ['Bidirectional(LSTM(8, kernel_regularizer=keras.regularizers.L2(0.0001)))'],
  ],
  [
    'l1 of 1e-5 and l2 of 1e-3',
    ['Conv2D(8, 3)'],
    ['Conv2D(8, 3, kernel_regularizer=keras.regularizers.L1L2(l1=0.00001, l2=0.001))'],
  ],
  ['He initialisation', ['Dense(8)'], ["Dense(8, kernel_initializer='he_normal')"]],
  [
    'weights initialized with Xavier',
    ['Dense(8)'],
    ["Dense(8, kernel_initializer='glorot_uniform')"],
  ],
  ['no dropout', DROPPED, ["Dense(64, activation='relu')"]],
  ['without dropout', ['LSTM(64, dropout=0.2, recurrent_dropout=0.1)'], ['LSTM(64)']],
  ['no batch normalization', BRANDED, ['Conv2D(32, 3, use_bias=False)', 'ReLU()']],
  [
    'batch normalization',
    ["Dense(8, activation='relu')"],
    ["Dense(8, activation='relu')", 'BatchNormalization(momentum=0.9)'],
  ],
  [
    'dropout of 0.4',
    ["Dense(8, activation='relu')"],
    ["Dense(8, activation='relu')", 'Dropout(0.4)'],
  ],
  ['5x5 kernels', CONV, CONV.map((layer) => layer.replace('(3, 3)', '(5, 5)'))],
  ['kernel size 7', ['Conv1D(8, 3)', 'Conv1D(8, 1)'], ['Conv1D(8, 7)', 'Conv1D(8, 1)']],
  ['32 filters', CONV, CONV],
  ['three convolutional layers', CONV, [CONV[0], CONV[1], CONV[2], CONV[2], CONV[3]] as string[]],
  ['one convolution layer', CONV, [CONV[0], CONV[1], CONV[3]] as string[]],
  [
    'two conv layers with 16 and 24 filters',
    CONV,
    [CONV[0]?.replace('32', '16'), CONV[1], CONV[2]?.replace('64', '24'), CONV[3]] as string[],
  ],
])('%s: set in all layers', (text, trunk, expected) => {
  expect(adapt(text, trunk)).toEqual(expected);
});
