import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { LayerArgument, LayerCall, LiteralValue } from '../artifacts/index.ts';
import { parseLayer, propagateShapes, renderLayer, resolveLayers } from './index.ts';

const CONTEXT = { classCount: 5, vocabularySize: 9000, sequenceLength: 80, featureCount: 12 };

function resolved(...layers: string[]): string {
  return resolveLayers(layers, CONTEXT).layers.map(renderLayer).join(' | ');
}

test.each([
  ['Conv2D(32, (3, 3), activation="relu")', "Conv2D(32, (3, 3), activation='relu')"],
  ['tf.keras.layers.Dense(units=10)', 'Dense(units=10)'],
  [
    'Bidirectional(LSTM(64, return_sequences=True))',
    'Bidirectional(LSTM(64, return_sequences=True))',
  ],
  [
    'Dense(len(tags), kernel_regularizer=l2(0.01))',
    'Dense(len(tags), kernel_regularizer=l2(0.01))',
  ],
  ['Flatten', 'Flatten()'],
  ['Dense(10)(x)', 'Dense(10)(x)'],
  ['sum = layers.Add()([left, right])', 'sum = Add()(left, right)'],
  ['Conv2D layer with 32 filters', 'Conv2D layer with 32 filters'],
  ['Dense(128 neurons)', 'Dense(128 neurons)'],
  ['Dense(', 'Dense('],
])('%s is parsed as %s', (text, expected) => {
  expect(renderLayer(parseLayer(text))).toBe(expected);
});

test.each([
  ['Bidirectional LSTM layer with 64 units', 'Bidirectional(LSTM(64))'],
  ['Dense layer with 16 units and ReLU activation', "Dense(16, activation='relu')"],
  ['Dense Layer (128 neurons, activation=relu)', "Dense(128, activation='relu')"],
  ['Output layer with 1 unit and sigmoid activation', "Dense(1, activation='sigmoid')"],
  ['Output layer with softmax activation', "Dense(5, activation='softmax')"],
  ['Embedding layer initialized with GloVe embeddings', 'Embedding(9000, 128)'],
  [
    'Conv2D (64 filters, 3x3) with ReLU activation',
    "Conv2D(64, (3, 3), padding='same', activation='relu')",
  ],
  ['Input layer', 'Input()'],
  ['ResNet50 base model', "ResNet50(include_top=False, weights='imagenet')"],
  ['MaxPooling2D Layer (2x2 pool size)', 'MaxPooling2D((2, 2))'],
  ['Dropout Layer (20% dropout rate)', 'Dropout(0.2)'],
  ['Dense Layers with ReLU activation and Dropout', "Dense(64, activation='relu') | Dropout(0.3)"],
  ['Dense(num_classes, activation="softmax")', "Dense(5, activation='softmax')"],
  ['Dense(7*7*256, use_bias=False)', 'Dense(12544, use_bias=False)'],
  ['Embedding(len(word_index) , 100, input_length=max_len, weights=[m])', 'Embedding(9000, 100)'],
  ['LeakyReLU(alpha=0.2)', 'LeakyReLU(negative_slope=0.2)'],
  ['MaxPool2D(2)', 'MaxPooling2D(2)'],
  [
    'Dense(8, kernel_regularizer=regularizers.l2(0.01))',
    'Dense(8, kernel_regularizer=keras.regularizers.L2(0.01))',
  ],
  [
    'TimeDistributed(Dense(len(tags), activation="softmax"))',
    "TimeDistributed(Dense(5, activation='softmax'))",
  ],
  ['concatenate([a, b])', 'Concatenate()'],
  ['MaxPool1D Layer', 'MaxPooling1D()'],
  ['EfficientNet-B3 base', "EfficientNetB3(include_top=False, weights='imagenet')"],
  [
    'Conv2D (64 filters, kernel_size=(7,7), strides 2)',
    "Conv2D(64, (7, 7), padding='same', strides=2)",
  ],
  ["Conv1D Layer (64 filters, padding='causal')", "Conv1D(64, 3, padding='causal')"],
  [
    'Dense layer with 32 units and L2 regularization (0.01)',
    'Dense(32, kernel_regularizer=keras.regularizers.L2(0.01))',
  ],
  [
    'LSTM(128) with dropout 0.2 and return sequences',
    'LSTM(128, return_sequences=True) | Dropout(0.2)',
  ],
  ['Encoder: Dense layers with units (64, 16)', 'Dense(64) | Dense(16)'],
  ['3 hidden layers of 20 units', 'Dense(20) | Dense(20) | Dense(20)'],
  ['LSTM layer (2 layers)', 'LSTM(64) | LSTM(64)'],
])('%s resolves to %s', (text, expected) => {
  expect(resolved(text)).toBe(expected);
});

test.each([
  ['LGBMClassifier()', 'LAYER_SUBSTITUTED'],
  ['BertForSequenceClassification', 'LAYER_SUBSTITUTED'],
  ['Squeeze-and-Excitation blocks', 'LAYER_DEFAULT'],
  ['BertTokenizer()', 'LAYER_LEFT_OUT'],
  ['Sequential()', 'LAYER_LEFT_OUT'],
  ['Flux capacitor', 'LAYER_UNKNOWN'],
  ['Resnet-34 encoder', 'LAYER_SUBSTITUTED'],
  ['Dense(latent_dim)', 'LAYER_VALUE'],
  ['Dense(64, input_shape=(3,))', 'LAYER_ARGUMENT'],
  ['Dense()', 'LAYER_DEFAULT'],
  ['Dense((3, 3))', 'LAYER_DEFAULT'],
  ['MaxPooling2D(2, padding=1)', 'LAYER_VALUE'],
  ['LSTM(4, return_state=True)', 'LAYER_ARGUMENT'],
])('%s is reported as %s with its index and a fix', (text, code) => {
  const { findings } = resolveLayers(['Flatten()', text], CONTEXT);
  const finding = findings.find((item) => item.code === code);
  expect(finding?.path).toBe('Model Architecture.Layers[1]');
  expect(finding?.fix).toBeTruthy();
});

test('no expression of a plan reaches the resolved layers', () => {
  const hostile = [
    '__import__("os").system("id")',
    'open("/x")',
    '(lambda: 1)()',
    'l2(__import__("os"))',
  ];
  for (const expression of hostile) {
    const call = `Dense(${expression}, activation=${expression}, kernel_regularizer=${expression}, bias_constraint=${expression})`;
    expect(resolved(call)).not.toMatch(/import|open|lambda/);
  }
});

const literal: fc.Arbitrary<LiteralValue> = fc.oneof(
  fc.integer({ min: -1e6, max: 1e6 }),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
  fc.boolean(),
  fc.constant(null),
  fc.string(),
  fc.array(fc.oneof(fc.integer(), fc.string()), { maxLength: 3 }),
);
const name = fc.stringMatching(/^[a-z][a-z_]{0,8}$/);
const argument: fc.Arbitrary<LayerArgument> = fc.oneof(
  literal.map((value): LayerArgument => ({ kind: 'literal', value })),
  fc
    .constantFrom('len(tags)', 'n + 1', 'x.shape[1]', 'l2(0.01)')
    .map((text): LayerArgument => ({ kind: 'expression', text })),
);
const call: fc.Arbitrary<LayerCall> = fc.record({
  kind: fc.constant('call' as const),
  name: fc.constantFrom('Dense', 'LSTM', 'Conv2D'),
  positional: fc.array(argument, { maxLength: 3 }),
  named: fc.dictionary(name, argument, { maxKeys: 3, noNullPrototype: true }),
});

test('parse of a rendered layer is the layer', () => {
  fc.assert(
    fc.property(call, (layer) => {
      const nested: LayerCall = {
        kind: 'call',
        name: 'Bidirectional',
        positional: [{ kind: 'layer', layer }],
        named: {},
      };
      expect(parseLayer(renderLayer(layer))).toEqual(layer);
      expect(parseLayer(renderLayer(nested))).toEqual(nested);
    }),
  );
});

test('no text throws', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom(...'DenseConv2(),=[]\'" x0.5-*/layer'.split('')) }),
      (text) => {
        const layer = parseLayer(text);
        resolveLayers([text, text], CONTEXT);
        return layer.kind === 'call' || layer.kind === 'prose';
      },
    ),
  );
  expect(parseLayer('Dense('.repeat(50_000)).kind).toBe('prose');
});

/** Output shapes as Keras 3.15.1 computes them (`compute_output_shape`). */
test.each([
  ['Conv2D(8, 3)', [28, 28, 1], [26, 26, 8]],
  ["Conv2D(8, (5, 3), strides=2, padding='same')", [28, 27, 1], [14, 14, 8]],
  ['Conv1D(4, 3, dilation_rate=2)', [20, 3], [16, 4]],
  ["Conv2DTranspose(16, 3, strides=2, padding='same')", [7, 7, 32], [14, 14, 16]],
  ['Conv2DTranspose(16, 3, strides=2)', [7, 7, 32], [15, 15, 16]],
  ['SeparableConv2D(16, 3)', [10, 10, 3], [8, 8, 16]],
  ['DepthwiseConv2D(3, depth_multiplier=2)', [10, 10, 3], [8, 8, 6]],
  ['MaxPooling2D((2, 2))', [27, 27, 4], [13, 13, 4]],
  ["MaxPooling2D(3, strides=2, padding='same')", [27, 27, 4], [14, 14, 4]],
  ['GlobalAveragePooling2D()', [7, 7, 64], [64]],
  ['Flatten()', [7, 7, 64], [3136]],
  ['LSTM(8, return_sequences=True)', [10, 4], [10, 8]],
  ['Bidirectional(GRU(8))', [10, 4], [16]],
  ['ConvLSTM2D(4, 3)', [5, 16, 16, 1], [14, 14, 4]],
  ['TimeDistributed(Dense(3))', [10, 4], [10, 3]],
  ['Embedding(100, 16)', [20], [20, 16]],
  ['UpSampling2D((2, 3))', [4, 4, 2], [8, 12, 2]],
  ['ZeroPadding2D(2)', [4, 4, 2], [8, 8, 2]],
  ['Cropping2D(((1, 2), (0, 1)))', [8, 8, 2], [5, 7, 2]],
  ['Reshape((4, -1))', [16], [4, 4]],
  ['RepeatVector(5)', [7], [5, 7]],
  ['Permute((2, 1))', [3, 9], [9, 3]],
  ['ResNet50(include_top=False, weights=None)', [224, 224, 3], [7, 7, 2048]],
  ["MobileNetV2(include_top=False, weights=None, pooling='avg')", [96, 96, 3], [1280]],
])('%s on %j gives %j', (text, input, output) => {
  const { layers } = resolveLayers([text], CONTEXT);
  expect(propagateShapes(layers, input)).toEqual({ shapes: [output], issues: [] });
});

test.each([
  [
    'pooling below one pixel',
    ['MaxPooling2D(4)', 'MaxPooling2D(4)'],
    [8, 8, 1],
    1,
    /remove a pooling/,
  ],
  ['a kernel larger than the image', ['Conv2D(4, 5)'], [4, 4, 1], 0, /padding/],
  ['recurrent on a vector', ['LSTM(4)', 'LSTM(4)'], [10, 2], 1, /return_sequences/],
  ['2D on a sequence', ['Conv2D(4, 3)'], [10, 2], 0, /channel/],
  ['a reshape that does not fill', ['Reshape((5, 5))'], [16], 0, /as many values/],
  ['a backbone on grey images', ['ResNet50(include_top=False)'], [64, 64, 1], 0, /3 channels/],
])('%s is found, with its layer and a fix', (_, texts, input, at, fix) => {
  const { issues } = propagateShapes(resolveLayers(texts, CONTEXT).layers, input);
  expect(issues).toHaveLength(1);
  expect(issues[0]).toMatchObject({
    code: 'LAYER_SHAPE',
    path: `Model Architecture.Layers[${at}]`,
  });
  expect(issues[0]?.fix).toMatch(fix);
});
