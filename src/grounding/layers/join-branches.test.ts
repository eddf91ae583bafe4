import { expect, test } from 'vitest';
import { parseLayer, propagateShapes, renderLayer } from '../../plan/index.ts';
import { joinBranches } from './join-branches.ts';

const IMAGE = [32, 32, 3];

function join(texts: readonly string[], open: readonly number[] = []): string[] {
  const layers = texts.map((text) => parseLayer(text)).filter((layer) => layer.kind === 'call');
  const joined = joinBranches(
    layers,
    layers.map((_, at) => open.includes(at)),
    IMAGE,
  );
  expect(propagateShapes(joined, IMAGE).issues).toEqual([]);
  return joined.map(renderLayer);
}

test('a shortcut of other channels gets a 1x1 convolution', () => {
  expect(join(["a = Conv2D(8, 3, padding='same')", 'Add()(a, inputs)'])).toEqual([
    "a = Conv2D(8, 3, padding='same')",
    "inputs_fitted = Conv2D(8, 1, padding='same')(inputs)",
    'Add()(a, inputs_fitted)',
  ]);
});

test('filters that nobody states follow the other input of a sum', () => {
  expect(join(["a = Conv2D(8, 3, padding='same')", 'Add()(a, inputs)'], [0])).toEqual([
    "a = Conv2D(3, 3, padding='same')",
    'Add()(a, inputs)',
  ]);
});

test('a pooling of odd size beside branches that keep their size moves one by one', () => {
  expect(
    join([
      "a = Conv2D(8, 1, padding='same')",
      'b = MaxPooling2D((3, 3))(inputs)',
      'Concatenate()(a, b)',
    ])[1],
  ).toBe("b = MaxPooling2D((3, 3), strides=1, padding='same')(inputs)");
});

test('so do those of a convolution before a normalization and an activation', () => {
  const layers = ["Conv2D(8, 3, padding='same')", 'BatchNormalization()', 'a = ReLU()'];
  expect(join([...layers, 'Add()(a, inputs)'], [0])).toEqual([
    "Conv2D(3, 3, padding='same')",
    ...layers.slice(1),
    'Add()(a, inputs)',
  ]);
});

test('a pooling of no stated size beside branches that keep theirs moves one by one', () => {
  const layers = ["a = Conv2D(8, 1, padding='same')", 'b = MaxPooling2D(2)(inputs)'];
  expect(join([...layers, 'Concatenate()(a, b)'], [1])[1]).toBe(
    "b = MaxPooling2D(2, strides=1, padding='same')(inputs)",
  );
  expect(join([...layers, 'Concatenate()(a, b)'])[1]).toBe('b = MaxPooling2D(2)(inputs)');
});

test('a vector that scales a map has a value for each channel', () => {
  expect(
    join(['GlobalAveragePooling2D()', 'Dense(64)', 'a = Reshape()', 'Multiply()(a, inputs)']),
  ).toEqual([
    'GlobalAveragePooling2D()',
    'Dense(3)',
    'a = Reshape((1, 1, 3))',
    'Multiply()(a, inputs)',
  ]);
});
