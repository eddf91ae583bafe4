import { expect, test } from 'vitest';
import type { LayerCall } from '../artifacts/index.ts';
import { fitLayers } from './fit-layers.ts';
import { parseLayer, renderLayer } from './layer-syntax.ts';
import { propagateShapes } from './propagate-shapes.ts';
import { resolveLayers } from './resolve-layers.ts';

const OPEN = { classCount: 10, vocabularySize: 100, sequenceLength: null, featureCount: null };

function read(...texts: string[]): readonly LayerCall[] {
  return texts.map((text) => parseLayer(text)).filter((layer) => layer.kind === 'call');
}

const RESIDUAL = [
  "shared = Conv2D(8, 3, padding='same')",
  "Conv2D(8, 3, padding='same')",
  'branch = BatchNormalization()',
  'Add()(branch, shared)',
];

test('a branch is named and taken by its name', () => {
  const { layers, findings } = resolveLayers(RESIDUAL, OPEN);
  expect(findings).toEqual([]);
  expect(layers.map(renderLayer)).toEqual(RESIDUAL);
});

test.each([
  ['the output of the layer before', ['x = Dense(8)', 'Dense(4)(x)'], ['Dense(8)', 'Dense(4)']],
  ['a name that no layer has', ['Dense(8)', 'Dense(4)(hidden)'], ['Dense(8)', 'Dense(4)']],
  ['an input layer', ['x = Input((6,))', 'Dense(8)(x)'], ['Input((6,))', 'Dense(8)']],
  ['the input before the first layer', ['Dense(8)(inputs)'], ['Dense(8)']],
])('%s is no branch', (_, texts, chain) => {
  expect(resolveLayers(texts, OPEN).layers.map(renderLayer)).toEqual(chain);
});

test.each([
  ['a sum', ['a = Dense(8)', 'b = Dense(8)(inputs)', 'Add()(a, b)'], [8]],
  ['a concatenation', ['a = Dense(8)', 'b = Dense(4)(inputs)', 'Concatenate()(a, b)'], [12]],
  ['the input', ['a = Dense(5)', 'Concatenate()(a, inputs)'], [11]],
])('the shape of %s', (_, texts, shape) => {
  expect(propagateShapes(read(...texts), [6])).toMatchObject({ issues: [] });
  expect(propagateShapes(read(...texts), [6]).shapes.at(-1)).toEqual(shape);
});

test('inputs that cannot be joined are an issue of the merging layer', () => {
  const { issues } = propagateShapes(
    read('a = Dense(8)', 'b = Dense(4)(inputs)', 'Add()(a, b)'),
    [6],
  );
  expect(issues.map(({ path }) => path)).toEqual(['Model Architecture.Layers[2]']);
});

test('branches that can be built stay as they are, and the head follows', () => {
  const goal = { units: 10, activation: 'softmax' };
  const { layers, changes } = fitLayers(
    read(...RESIDUAL, 'Flatten()', "Dense(10, activation='softmax')"),
    [16, 16, 3],
    goal,
  );
  expect(changes).toEqual([]);
  expect(layers.slice(0, 4).map(renderLayer)).toEqual(RESIDUAL);
});
