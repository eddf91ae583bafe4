import { describe, expect, test } from 'vitest';
import type { Plan } from '../artifacts/index.ts';
import { firstError, withSyntaxTree } from '../python/index.ts';
import {
  codeOf,
  makePlanOf,
  PLAN,
  readCalls,
  readTiny,
  TINY,
} from '../../tests/programs/tiny-program.ts';
import { verifies } from '../../tests/requirements.ts';
import { readBuildFunction } from './build-function.ts';
import { denseUnits, headActivation } from '../plan/index.ts';
import { compileModel, type ModelRequest } from './model-section.ts';

const BUILD = codeOf(readTiny(TINY), 'model.build_model');
const IMAGES = `def build_model(class_count=CLASS_COUNT, learning_rate=LEARNING_RATE):
    """Images -> class probabilities."""
    inputs = keras.Input((*IMAGE_SIZE, 3))
    features = layers.Rescaling(1 / 255)(inputs)
    features = layers.Conv2D(8, 3)(features)
    features = layers.Flatten()(features)
    outputs = layers.Dense(class_count, activation="softmax")(features)
    model = keras.Model(inputs, outputs)
    model.compile(
        optimizer=keras.optimizers.Adam(learning_rate),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return model`;
const IMAGE_LAYERS = ['Conv2D(8, 3)', 'Flatten()', "Dense(3, activation='softmax')"];
const IMAGE_PLAN = makePlanOf({ loss: 'sparse_categorical_crossentropy' }, IMAGE_LAYERS);

/** A request of these plans for a program with a chain of layers. */
function requestOf(plan: Plan, samplePlan: Plan, change: Partial<ModelRequest> = {}): ModelRequest {
  return {
    plan,
    samplePlan,
    layers: readCalls(plan.layers),
    sampleLayers: readCalls(samplePlan.layers),
    own: new Set(),
    topology: 'trunk',
    classCount: 2,
    vocabularySize: null,
    horizon: null,
    outputCount: null,
    classes: true,
    ...change,
  };
}

/** Lines that the compiled code has and the code before had not, without indentation. */
function changedLines(before: string, after: string): string[] {
  const lines = new Set(before.split('\n'));
  return after
    .split('\n')
    .filter((line) => !lines.has(line))
    .map((line) => line.trim());
}

function compile(code: string, request: ModelRequest): string[] {
  const compiled = compileModel(code, request).code;
  expect(withSyntaxTree(compiled, (root) => firstError(root))).toBeNull();
  return changedLines(code, compiled);
}

const tabular = (layers: readonly string[]): string[] =>
  compile(BUILD, requestOf(makePlanOf({}, layers), PLAN));
const ofImages = (layers: readonly string[], change: Partial<ModelRequest> = {}): string[] =>
  compile(
    IMAGES,
    requestOf(makePlanOf({ loss: 'sparse_categorical_crossentropy' }, layers), IMAGE_PLAN, {
      classCount: 3,
      ...change,
    }),
  );

describe(`${verifies('plan-drives-code')} layers of the plan`, () => {
  test('that the sample has as well keep its code to the letter', () => {
    expect(tabular(PLAN.layers)).toEqual([]);
  });

  test.each<[string, readonly string[], readonly string[]]>([
    [
      'other sizes',
      ["Dense(16, activation='relu')", "Dense(1, activation='sigmoid')"],
      ['features = layers.Dense(16, activation="relu")(inputs)'],
    ],
    [
      'more layers',
      ['Dense(16)', 'BatchNormalization()', 'Dropout(0.5)', "Dense(1, activation='sigmoid')"],
      [
        'features = layers.Dense(16)(inputs)',
        'features = layers.BatchNormalization()(features)',
        'features = layers.Dropout(0.5)(features)',
      ],
    ],
    [
      'a head alone',
      ["Dense(1, activation='sigmoid')"],
      ['outputs = layers.Dense(1, activation="sigmoid")(inputs)'],
    ],
    [
      'a head whose units are the number of classes',
      ['Dense(16)', "Dense(2, activation='softmax')"],
      [
        'features = layers.Dense(16)(inputs)',
        'outputs = layers.Dense(class_count, activation="softmax")(features)',
      ],
    ],
    [
      'an activation behind the head',
      ['Dense(16)', 'Dense(2)', "Activation('softmax')"],
      [
        'features = layers.Dense(16)(inputs)',
        'features = layers.Dense(class_count)(features)',
        'outputs = layers.Activation("softmax")(features)',
      ],
    ],
  ])('%s', (_name, layers, lines) => {
    expect(tabular(layers)).toEqual(lines);
  });

  test('a comment on the head of the sample goes with it, other lines stay', () => {
    const { code } = compileModel(
      BUILD,
      requestOf(makePlanOf({}, ['Dense(16)', 'Dense(1)']), PLAN),
    );
    expect(code).not.toContain('One unit tells');
    expect(code).toContain('    inputs = keras.Input((3,))\n');
    expect(code).toContain('    model = keras.Model(inputs, outputs)\n');
  });

  test('begin behind the stem', () => {
    expect(ofImages(['Conv2D(4, 5)', "Dense(3, activation='softmax')"])).toEqual([
      'features = layers.Conv2D(4, 5)(features)',
    ]);
  });

  test('a program without a trunk gets one', () => {
    const bare = IMAGES.replace(/ {4}features = layers\.(Conv2D|Flatten).*\n/g, '');
    const plan = makePlanOf({}, ['Flatten()', "Dense(3, activation='softmax')"]);
    const own = makePlanOf({}, ["Dense(3, activation='softmax')"]);
    expect(compile(bare, requestOf(plan, own, { classCount: 3 }))).toContain(
      'features = layers.Flatten()(features)',
    );
  });

  test.each([
    [
      'by its place',
      'Embedding(5000, 64)',
      'features = layers.Embedding(vocabulary_size, 64)(inputs)',
    ],
    [
      'by its name',
      'Embedding(input_dim=5000, output_dim=64)',
      'features = layers.Embedding(input_dim=vocabulary_size, output_dim=64)(inputs)',
    ],
  ])('the words of an embedding are those of the data, %s', (_name, layer, line) => {
    const code = BUILD.replace('class_count=CLASS_COUNT', 'vocabulary_size=1000');
    const plan = makePlanOf({}, [layer, 'Flatten()', "Dense(1, activation='sigmoid')"]);
    expect(compile(code, requestOf(plan, PLAN, { vocabularySize: 1000 }))).toContain(line);
  });

  test.each([
    ['horizon', { horizon: 24 }],
    ['output_count', { outputCount: 24 }],
  ])('an output that the data size is %s, not a number', (parameter, sizes) => {
    const code = BUILD.replace('class_count=CLASS_COUNT', `${parameter}=24`);
    const plan = makePlanOf({}, ['Flatten()', 'Dense(24)', 'Dense(24)']);
    const request = requestOf(plan, PLAN, { ...sizes, classes: false });
    expect(compile(code, request)).toContain(`outputs = layers.Dense(${parameter})(features)`);
    expect(compile(code, request)).toContain('features = layers.Dense(24)(features)');
  });

  test('a program of own layers calls them by their own names', () => {
    const plan = makePlanOf({}, ['Patches(4)', "Dense(3, activation='softmax')"]);
    const request = requestOf(plan, IMAGE_PLAN, { own: new Set(['Patches']), classCount: 3 });
    expect(compile(IMAGES, request)).toContain('features = Patches(4)(features)');
  });
});

test('branches are variables of their names, and the input of the layers has one where it is taken again', () => {
  const layers = [
    'shared = Conv2D(8, 3)',
    "left = Conv2D(3, 3, padding='same')",
    'Add()(left, shared, inputs)',
    'Flatten()',
    "Dense(3, activation='softmax')",
  ];
  const plan = makePlanOf({ loss: 'sparse_categorical_crossentropy' }, layers);
  const { code } = compileModel(IMAGES, requestOf(plan, IMAGE_PLAN, { classCount: 3 }));
  expect(withSyntaxTree(code, firstError)).toBeNull();
  expect(changedLines(IMAGES, code)).toEqual([
    'start = features',
    'shared = layers.Conv2D(8, 3)(features)',
    'left = layers.Conv2D(3, 3, padding="same")(shared)',
    'features = layers.Add()([left, shared, start])',
  ]);
});

test.each(['layers', 'learning_rate', 'class', 'IMAGE_SIZE'])(
  'a branch named %s does not hide what build_model uses',
  (label) => {
    const layers = [`${label} = Conv2D(3, 3)`, 'Dense(3)', `Add()(${label}, inputs)`, 'Dense(3)'];
    const plan = makePlanOf({ loss: 'sparse_categorical_crossentropy' }, layers);
    const { code } = compileModel(IMAGES, requestOf(plan, IMAGE_PLAN, { classCount: 3 }));
    expect(withSyntaxTree(code, firstError)).toBeNull();
    expect(code).toContain(`layers.Add()([output_of_${label}, start])`);
  },
);

describe('a backbone of the plan', () => {
  test.each([
    ['EfficientNetB0', 'features = inputs  # the backbone rescales 0-255 itself'],
    ['ConvNeXtTiny', 'features = inputs  # the backbone rescales 0-255 itself'],
    ['MobileNetV3Small', 'features = inputs  # the backbone rescales 0-255 itself'],
    ['MobileNetV2', 'features = layers.Rescaling(1 / 127.5, offset=-1)(inputs)'],
    ['Xception', 'features = layers.Rescaling(1 / 127.5, offset=-1)(inputs)'],
    ['InceptionV3', 'features = layers.Rescaling(1 / 127.5, offset=-1)(inputs)'],
    ['ResNet50V2', 'features = layers.Rescaling(1 / 127.5, offset=-1)(inputs)'],
    ['NASNetMobile', 'features = layers.Rescaling(1 / 127.5, offset=-1)(inputs)'],
    [
      'DenseNet121',
      'features = layers.Normalization(mean=(123.68, 116.78, 103.94), variance=(3409.98, 3262.69, 3290.31))(inputs)',
    ],
    [
      'ResNet50',
      'features = layers.Normalization(mean=(103.94, 116.78, 123.68), variance=(1, 1, 1))(keras.ops.flip(inputs, axis=-1))',
    ],
    [
      'VGG16',
      'features = layers.Normalization(mean=(103.94, 116.78, 123.68), variance=(1, 1, 1))(keras.ops.flip(inputs, axis=-1))',
    ],
  ])('%s gets pixels as it was trained on them', (name, stem) => {
    const lines = ofImages([
      `${name}()`,
      'GlobalAveragePooling2D()',
      "Dense(3, activation='softmax')",
    ]);
    expect(lines[0]).toBe(stem);
    expect(lines[1]).toMatch(new RegExp(`^features = keras.applications.${name}\\(`));
  });
});

describe('the head decides loss and labels', () => {
  const sparse = 'sparse_categorical_crossentropy';
  test.each<[string, string, string | null, string | null]>([
    ["Dense(1, activation='sigmoid')", 'binary_crossentropy', null, null],
    ["Dense(2, activation='softmax')", sparse, 'loss="sparse_categorical_crossentropy",', 'number'],
    [
      "Dense(2, activation='softmax')",
      'categorical_crossentropy',
      'loss="categorical_crossentropy",',
      'one-hot',
    ],
    [
      'Dense(2)',
      sparse,
      'loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),',
      'logits',
    ],
    [
      'Dense(2)',
      'categorical_crossentropy',
      'loss=keras.losses.CategoricalCrossentropy(from_logits=True),',
      'one-hot logits',
    ],
    [
      'Dense(1)',
      'binary_crossentropy',
      'loss=keras.losses.BinaryCrossentropy(from_logits=True),',
      null,
    ],
    ["Dense(2, activation='softmax')", 'kl_divergence', 'loss="kl_divergence",', 'one-hot'],
    ["Dense(1, activation='tanh')", 'hinge', 'loss="hinge",', null],
  ])('%s with %s', (head, loss, line, labels) => {
    const plan = makePlanOf({ loss }, ["Dense(8, activation='relu')", head]);
    const { code, labels: mode } = compileModel(BUILD, requestOf(plan, PLAN));
    const losses = (text: string): string[] => text.match(/loss=[^\n]*?,/g) ?? [];
    expect(losses(code)).toEqual(line === null ? losses(BUILD) : [line]);
    expect(mode).toBe(labels);
  });

  test('targets that are no single classes keep their labels', () => {
    expect(compileModel(BUILD, requestOf(PLAN, PLAN, { classes: false })).labels).toBeNull();
  });
});

describe('the compile call', () => {
  test.each<[string, Partial<Plan['hyperparameters']>, readonly string[]]>([
    ['another optimizer', { optimizer: 'SGD' }, ['optimizer=keras.optimizers.SGD(learning_rate),']],
    ['the same optimizer in other words', { optimizer: 'adam optimizer' }, []],
    ['an optimizer that nobody knows', { optimizer: 'Wonder' }, []],
    ['no optimizer', { optimizer: null }, []],
    ['no loss', { loss: null }, []],
    ['a loss that nobody knows', { loss: 'happiness' }, []],
    ['another loss', { loss: 'binary_focal_crossentropy' }, ['loss="binary_focal_crossentropy",']],
    ['no metric', { metric: null }, []],
    ['another metric', { metric: 'AUC' }, ['metrics=[keras.metrics.AUC(name="auc")],']],
    [
      'an accuracy of these labels',
      { metric: 'binary_accuracy' },
      ['metrics=["binary_accuracy"],'],
    ],
  ])('%s', (_name, values, lines) => {
    expect(compile(BUILD, requestOf(makePlanOf(values), PLAN))).toEqual(lines);
  });

  const three = (values: Partial<Plan['hyperparameters']>): string[] =>
    compile(
      IMAGES,
      requestOf(
        makePlanOf({ loss: 'sparse_categorical_crossentropy', ...values }, IMAGE_LAYERS),
        IMAGE_PLAN,
        {
          classCount: 3,
        },
      ),
    );

  test.each<[string, Partial<Plan['hyperparameters']>, readonly string[]]>([
    ['F1 beside class numbers stays with the evaluation', { metric: 'F1 score' }, []],
    ['AUC beside class numbers stays with the evaluation', { metric: 'AUC' }, []],
    [
      'F1 beside one-hot labels',
      { metric: 'F1 score', loss: 'categorical_crossentropy' },
      [
        'loss="categorical_crossentropy",',
        'metrics=[keras.metrics.F1Score(average="macro", name="f1_score")],',
      ],
    ],
    [
      'an accuracy of these labels',
      { metric: 'sparse_categorical_accuracy' },
      ['metrics=["sparse_categorical_accuracy"],'],
    ],
  ])('of several classes: %s', (_name, values, lines) => {
    expect(three(values)).toEqual(lines);
  });
});

test('an accuracy of other labels becomes the one that Keras fits itself', () => {
  const code = IMAGES.replace('metrics=["accuracy"]', 'metrics=["mae"]');
  const { hyperparameters } = IMAGE_PLAN;
  const sample = makePlanOf({ ...hyperparameters, metric: 'mae' }, IMAGE_LAYERS);
  const asked = makePlanOf({ ...hyperparameters, metric: 'categorical_accuracy' }, IMAGE_LAYERS);
  expect(compile(code, requestOf(asked, sample, { classCount: 3 }))).toEqual([
    'metrics=["accuracy"],',
  ]);
});

describe('a program with a topology of its own', () => {
  const custom = { topology: 'custom' as const, classCount: 3 };
  const plan = (layers: readonly string[], values: Partial<Plan['hyperparameters']> = {}): Plan =>
    makePlanOf({ loss: 'sparse_categorical_crossentropy', ...values }, layers);

  test('keeps its layers, whatever the plan lists', () => {
    const request = requestOf(
      plan(['Dense(99)', "Dense(3, activation='softmax')"]),
      IMAGE_PLAN,
      custom,
    );
    expect(compile(IMAGES, request)).toEqual([]);
  });

  test('takes the head of the plan where targets are classes', () => {
    const one = plan(["Dense(1, activation='sigmoid')"], { loss: 'binary_crossentropy' });
    const { code, labels } = compileModel(
      IMAGES,
      requestOf(one, IMAGE_PLAN, { ...custom, classCount: 2 }),
    );
    expect(changedLines(IMAGES, code)).toEqual([
      'outputs = layers.Dense(1, activation="sigmoid")(features)',
      'loss="binary_crossentropy",',
    ]);
    expect(labels).toBe('binary');
  });

  test.each([
    ['nothing', 'Dense(1)'],
    ['another activation', "Dense(1, activation='tanh')"],
    ['another activation by its place', "Dense(1, 'linear')"],
  ])('gives a probability from one unit, where the plan states %s', (_name, head) => {
    const one = plan([head], { loss: 'binary_crossentropy' });
    expect(compile(IMAGES, requestOf(one, IMAGE_PLAN, { ...custom, classCount: 2 }))).toEqual([
      'outputs = layers.Dense(1, activation="sigmoid")(features)',
      'loss="binary_crossentropy",',
    ]);
  });

  test.each([
    ['units that are not the classes', ["Dense(7, activation='softmax')"], {}],
    ['no dense head', ['LSTM(3)'], {}],
    ['targets that are no classes', ["Dense(1, activation='sigmoid')"], { classes: false }],
  ] as const)('keeps its own head for %s', (_name, layers, change) => {
    const request = requestOf(plan(layers), IMAGE_PLAN, { ...custom, ...change });
    expect(compile(IMAGES, request).filter((line) => line.startsWith('outputs'))).toEqual([]);
  });

  test('takes the optimizer', () => {
    const request = requestOf(plan(IMAGE_LAYERS, { optimizer: 'RMSprop' }), IMAGE_PLAN, custom);
    expect(compile(IMAGES, request)).toEqual([
      'optimizer=keras.optimizers.RMSprop(learning_rate),',
    ]);
  });
});

describe('the parts of a build_model', () => {
  const slices = (code: string): Record<string, unknown> => {
    const {
      trunk,
      head,
      rescaling,
      compile: call,
      trunkArgument,
      parameters,
    } = readBuildFunction(code);
    const slice = (span: { start: number; end: number } | null): string | null =>
      span === null ? null : code.slice(span.start, span.end);
    return {
      parameters,
      trunkArgument,
      trunk: slice(trunk)?.split('\n').length ?? 0,
      head: slice(head),
      rescaling: slice(rescaling),
      optimizer: slice(call.optimizer),
      loss: slice(call.loss),
      metrics: slice(call.metrics),
    };
  };

  test('are found behind the stem', () => {
    expect(slices(IMAGES)).toEqual({
      parameters: ['class_count', 'learning_rate'],
      trunkArgument: 'features',
      trunk: 2,
      head: 'outputs = layers.Dense(class_count, activation="softmax")(features)',
      rescaling: 'features = layers.Rescaling(1 / 255)(inputs)',
      optimizer: 'keras.optimizers.Adam(learning_rate)',
      loss: '"sparse_categorical_crossentropy"',
      metrics: '["accuracy"]',
    });
  });

  test('are null where there are none', () => {
    expect(slices('def build_model():\n    return keras.Sequential()')).toEqual({
      parameters: [],
      trunkArgument: 'inputs',
      trunk: 0,
      head: null,
      rescaling: null,
      optimizer: null,
      loss: null,
      metrics: null,
    });
  });
});

test.each([
  ["Dense(1, activation='sigmoid')", 'sigmoid', 1],
  ["Dense(units=4, activation='softmax')", 'softmax', 4],
  ['Dense(3)', 'linear', 3],
  ["Dense(3, 'relu')", 'relu', 3],
  ['Softmax()', 'softmax', null],
  ["Activation('tanh')", 'tanh', null],
])('%s ends in %s with %s units', (layer, activation, units) => {
  const [call] = readCalls([layer]);
  if (call === undefined) throw new Error('no layer');
  expect(headActivation([call])).toBe(activation);
  expect(denseUnits(call)).toBe(units);
});
