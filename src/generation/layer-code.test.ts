import { describe, expect, test } from 'vitest';
import { firstError, withSyntaxTree } from '../python/index.ts';
import { readCalls } from '../../tests/programs/tiny-program.ts';
import { renderLayerExpression, renderLayerStatement } from './layer-code.ts';

const OWN: ReadonlySet<string> = new Set(['PatchEmbedding']);

function render(
  layer: string,
  argument = 'features',
  replace: Record<string, string> = {},
): string {
  const [call] = readCalls([layer]);
  if (call === undefined) throw new Error('no layer');
  return renderLayerStatement('features', call, [argument], OWN, { indent: 4, replace });
}

describe('a layer of the plan as a statement', () => {
  test.each([
    ['a layer of Keras', 'Dense(8)', 'features = layers.Dense(8)(features)'],
    [
      'arguments by name, texts in double quotes',
      "Conv2D(filters=8, kernel_size=3, padding='same')",
      'features = layers.Conv2D(filters=8, kernel_size=3, padding="same")(features)',
    ],
    [
      'a list becomes a tuple',
      'Reshape([28, 28])',
      'features = layers.Reshape((28, 28))(features)',
    ],
    ['one item keeps its comma', 'Reshape((784,))', 'features = layers.Reshape((784,))(features)'],
    [
      'constants',
      'LSTM(8, return_sequences=True, dropout=0.1, unroll=False, kernel_regularizer=None)',
      'features = layers.LSTM(\n        8, return_sequences=True, dropout=0.1, unroll=False, kernel_regularizer=None\n    )(features)',
    ],
    ['a layer of the program', 'PatchEmbedding(64)', 'features = PatchEmbedding(64)(features)'],
    [
      'a layer inside a layer',
      'Bidirectional(LSTM(8, return_sequences=True))',
      'features = layers.Bidirectional(layers.LSTM(8, return_sequences=True))(features)',
    ],
    [
      'a regularizer',
      'Dense(8, kernel_regularizer=keras.regularizers.L2(0.01))',
      'features = layers.Dense(8, kernel_regularizer=keras.regularizers.L2(0.01))(features)',
    ],
    [
      'a regularizer of two parts',
      'Dense(8, bias_regularizer=keras.regularizers.L1L2(l1=1e-5, l2=0.1))',
      'features = layers.Dense(8, bias_regularizer=keras.regularizers.L1L2(l1=1e-5, l2=0.1))(features)',
    ],
    [
      'a regularizer with code in it stays text',
      "Dense(8, kernel_regularizer=keras.regularizers.L2(exec('1')))",
      `features = layers.Dense(8, kernel_regularizer="keras.regularizers.L2(exec('1'))")(features)`,
    ],
    [
      'attention looks from its input to its input',
      'MultiHeadAttention(2, 16)',
      'features = layers.MultiHeadAttention(2, 16)(features, features)',
    ],
    [
      'the older attention takes a list',
      'Attention()',
      'features = layers.Attention()([features, features])',
    ],
    [
      'a backbone takes its pooling alone',
      "ResNet50(include_top=True, weights='imagenet', input_shape=(1, 1, 3), pooling='avg')",
      'features = keras.applications.ResNet50(\n        include_top=False, weights=WEIGHTS, pooling="avg"\n    )(features)',
    ],
    [
      'an expression stays text',
      "Dense(units=__import__('os').system('id'))",
      `features = layers.Dense(units="__import__('os').system('id')")(features)`,
    ],
  ])('%s', (_name, layer, code) => {
    expect(render(layer)).toBe(code);
    expect(withSyntaxTree(code, (root) => firstError(root))).toBeNull();
  });

  test.each([
    [
      'the first argument',
      'Dense(10)',
      { '0': 'class_count', units: 'class_count' },
      'Dense(class_count)',
    ],
    [
      'the argument by its name',
      'Dense(units=10)',
      { '0': 'class_count', units: 'class_count' },
      'Dense(units=class_count)',
    ],
    [
      'the argument of the layer inside',
      'TimeDistributed(Dense(10))',
      { '0': 'class_count', units: 'class_count' },
      'TimeDistributed(layers.Dense(class_count))',
    ],
    ['nothing where nothing is replaced', 'Dense(10)', {}, 'Dense(10)'],
  ])('a size that the data decide takes the place of %s', (_name, layer, replace, call) => {
    expect(render(layer, 'inputs', replace)).toBe(`features = layers.${call}(inputs)`);
  });

  test('more than a line is one argument a line', () => {
    const names = ['activation', 'padding', 'kernel_initializer', 'bias_initializer'];
    const layer = `Conv2D(64, ${names.map((name) => `${name}='${name}_of_the_plan'`).join(', ')})`;
    const lines = names.map((name) => `        ${name}="${name}_of_the_plan",`);
    expect(render(layer)).toBe(
      ['features = layers.Conv2D(', '        64,', ...lines, '    )(features)'].join('\n'),
    );
  });

  test('a layer as an expression', () => {
    const [layer] = readCalls(['LSTM(8)']);
    if (layer === undefined) throw new Error('no layer');
    expect(renderLayerExpression(layer, OWN)).toBe('layers.LSTM(8)');
  });
});
