import { expect, test } from 'vitest';
import type { DataKind, DataSpec } from '../../artifacts/index.ts';
import { isPlausibleTrunk } from './plausible-trunk.ts';
import { verifies } from '../../../tests/requirements.ts';

const data = (kind: DataKind): DataSpec => ({ kind, target: 'class', facts: {} });
const ASKED = { backbone: 'ResNet50', families: [] };
const HEAD = "Dense(3, activation='softmax')";
const CONVOLUTION = [`Conv2D(32, 3, activation='relu')`, 'MaxPooling2D()'];

test.each<readonly [string, boolean, DataKind, readonly string[]]>([
  ['dense layers', true, 'table', ["Dense(64, activation='relu')", 'Dropout(0.3)', HEAD]],
  ['names without sizes', false, 'table', ['Dense', 'Dropout', 'Dense']],
  ['a hidden layer that stays linear', false, 'table', ['Dense(64)', 'Dropout(0.3)', HEAD]],
  ['a head in the middle', false, 'table', [HEAD, "Dense(8, activation='relu')", HEAD]],
  ['pictures for a table', false, 'table', [...CONVOLUTION, 'Flatten()', HEAD]],
  ['words that are embedded', true, 'text-table', ['Embedding(9000, 32)', 'LSTM(32)', HEAD]],
  [
    'words read as numbers',
    false,
    'text-table',
    ["Dense(64, activation='relu')", 'Dropout(0.2)', HEAD],
  ],
  [
    'three halvings',
    true,
    'image-folders',
    [...CONVOLUTION, ...CONVOLUTION, ...CONVOLUTION, 'Flatten()', HEAD],
  ],
  ['one halving', false, 'image-folders', [...CONVOLUTION, 'GlobalAveragePooling2D()', HEAD]],
  ['a pretrained network', true, 'image-folders', ['ResNet50()', 'GlobalAveragePooling2D()', HEAD]],
  [
    'one with its own head',
    false,
    'image-folders',
    ['ResNet50(include_top=True)', 'Flatten()', HEAD],
  ],
  ['steps', true, 'series', ['LSTM(64)', 'Dropout(0.2)', 'Dense(1)']],
])(`${verifies('predictor-plan')} %s: %s`, (_name, sound, kind, layers) => {
  expect(isPlausibleTrunk(layers, data(kind), ASKED)).toBe(sound);
});

test('a pretrained network that nobody asked for is not taken', () => {
  const layers = ['ResNet50()', 'GlobalAveragePooling2D()', HEAD];
  const unasked = { backbone: null, families: [] };
  expect(isPlausibleTrunk(layers, data('image-folders'), unasked)).toBe(false);
});
