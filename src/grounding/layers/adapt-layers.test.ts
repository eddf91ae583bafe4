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
  ['an LSTM with 128 units', ['Bidirectional(LSTM(64))'], ['Bidirectional(LSTM(128))']],
])('%s: built', (text, trunk, expected) => {
  expect(adapt(text, trunk)).toEqual(expected);
});
