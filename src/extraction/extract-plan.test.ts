import { expect, test } from 'vitest';
import { PLAN_SCHEMA, planToJson } from '../plan/index.ts';
import { extractPlan, toPlan, type ExtractedPlan } from './index.ts';

const IMPORTS = `
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers
`;

function extract(code: string): ExtractedPlan {
  return extractPlan(`${IMPORTS}${code}`);
}

interface LayerCase {
  readonly name: string;
  readonly code: string;
  readonly layers: string;
}

/** Each ends with a model that is fitted. */
const LAYERS: readonly LayerCase[] = [
  {
    name: 'a list of layers',
    code: `model = keras.Sequential([layers.Flatten(input_shape=(8, 8)), layers.Dense(4, "softmax")])`,
    layers: "Flatten(input_shape=(8, 8)) | Dense(4, 'softmax')",
  },
  {
    name: 'layers added one by one, also in a loop over constants',
    code: `
WIDTHS = [64, 32]
model = keras.models.Sequential()
for at, width in enumerate(WIDTHS):
    model.add(layers.Dense(width, activation="relu"))
    if at == 0:
        model.add(layers.Dropout(0.5))
model.add(layers.Dense(1))`,
    layers: "Dense(64, activation='relu') | Dropout(0.5) | Dense(32, activation='relu') | Dense(1)",
  },
  {
    name: 'branches in the order in which they are applied',
    code: `
left = keras.Input((4,))
right = keras.Input(shape=(6,))
one = layers.Dense(8)(left)
other = layers.Dense(9)(right)
unused = layers.Dense(99)(right)
both = layers.concatenate([one, other], axis=-1)
model = keras.Model([left, right], layers.Dense(1, activation="sigmoid")(both))`,
    layers:
      "Input(shape=(4,)) | Input(shape=(6,)) | Dense(8) | Dense(9) | Concatenate(axis=-1) | Dense(1, activation='sigmoid')",
  },
  {
    name: 'operators and functions on tensors',
    code: `
inputs = keras.Input((4, 4, 2))
x = layers.Conv2D(2, 3, padding="same")(inputs)
x = x + inputs
x = tf.nn.relu(x)
model = keras.Model(inputs, tf.concat([x, inputs], axis=-1))`,
    layers: `Input(shape=(4, 4, 2)) | Conv2D(2, 3, padding='same') | Add() | Activation(activation='relu') | Concatenate()`,
  },
  {
    name: 'helper functions with their arguments bound',
    code: `
def block(x, filters, times=2, norm=True):
    for _ in range(times):
        x = layers.Conv2D(filters, (3, 3))(x)
        if norm:
            x = layers.BatchNormalization()(x)
    return x

def build(size, classes=5):
    inputs = keras.Input((size, size, 3))
    x = block(inputs, 16, times=1)
    x = block(x, filters=32, norm=False)
    x = layers.GlobalAveragePooling2D()(x)
    return keras.Model(inputs, layers.Dense(classes)(x))

model = build(size=32)`,
    layers:
      'Input(shape=(32, 32, 3)) | Conv2D(16, (3, 3)) | BatchNormalization() | Conv2D(32, (3, 3)) | Conv2D(32, (3, 3)) | GlobalAveragePooling2D() | Dense(5)',
  },
  {
    name: 'a subclassed model in the order of its call',
    code: `
class Net(keras.Model):
    def __init__(self, units):
        super().__init__()
        self.last = layers.Dense(2)
        self.hidden = [layers.Dense(units) for _ in range(2)]
        self.drop = layers.Dropout(0.1)

    def call(self, inputs, training=False):
        x = inputs
        for layer in self.hidden:
            x = self.drop(layer(x), training=training)
        return self.last(x)

model = Net(units=7)`,
    layers: 'Dense(7) | Dropout(0.1) | Dense(7) | Dense(2)',
  },
  {
    name: "a layer of the program's own becomes the layers that it applies; one without any keeps its name",
    code: `
class Residual(layers.Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def build(self, shape):
        self.dense = layers.Dense(self.units)
        self.norm = layers.LayerNormalization()

    def call(self, x):
        return self.norm(x + self.dense(x))

class Scale(keras.layers.Layer):
    def __init__(self, by):
        super().__init__()
        self.by = by

    def call(self, x):
        return tf.math.log(x) * self.by

inputs = keras.Input((3,))
model = keras.Model(inputs, Scale(2.5)(Residual(3)(inputs)))`,
    layers: 'Input(shape=(3,)) | Dense(3) | Add() | LayerNormalization() | Scale(by=2.5)',
  },
  {
    name: 'a backbone by its output, with layers behind it',
    code: `
base = keras.applications.MobileNetV2(include_top=False, weights="imagenet", input_shape=(96, 96, 3))
for layer in base.layers[:-20]:
    layer.trainable = False
x = layers.GlobalAveragePooling2D()(base.output)
model = keras.models.Model(inputs=base.input, outputs=layers.Dense(3, activation="softmax")(x))`,
    layers:
      "MobileNetV2(include_top=False, weights='imagenet', input_shape=(96, 96, 3)) | GlobalAveragePooling2D() | Dense(3, activation='softmax')",
  },
  {
    name: 'models inside models',
    code: `
augment = keras.Sequential([layers.RandomFlip("horizontal"), layers.RandomRotation(0.1)])
encoder = keras.Sequential([keras.Input((16,)), layers.Dense(4)])
decoder = keras.Sequential([layers.Dense(16)])
model = keras.Sequential([augment, encoder, decoder])`,
    layers: "RandomFlip('horizontal') | RandomRotation(0.1) | Dense(4) | Dense(16)",
  },
  {
    name: 'wrapped layers, and layers from a hub',
    code: `
import tensorflow_hub as hub
model = keras.Sequential()
model.add(hub.KerasLayer("https://hub.example/nnlm/2", input_shape=[], dtype=tf.string, trainable=True))
model.add(layers.Bidirectional(layers.LSTM(8, return_sequences=True)))
model.add(layers.TimeDistributed(layers.Dense(3)))`,
    layers:
      "KerasLayer('https://hub.example/nnlm/2', input_shape=(), trainable=True) | Bidirectional(LSTM(8, return_sequences=True)) | TimeDistributed(Dense(3))",
  },
  {
    name: 'layers of Keras 1',
    code: `
model = keras.models.Sequential()
model.add(layers.Convolution2D(8, 5, 3, border_mode="same", input_shape=(9, 9, 1)))
model.add(layers.Dense(output_dim=2, init="uniform", activation="tanh"))`,
    layers:
      "Conv2D(8, (5, 3), padding='same', input_shape=(9, 9, 1)) | Dense(units=2, kernel_initializer='uniform', activation='tanh')",
  },
  {
    name: 'functions with arguments bound beforehand',
    code: `
from functools import partial
Conv = partial(layers.Conv2D, kernel_size=3, activation="relu")
model = keras.Sequential([Conv(8), Conv(16, kernel_size=5)])`,
    layers:
      "Conv2D(8, kernel_size=3, activation='relu') | Conv2D(16, kernel_size=5, activation='relu')",
  },
  {
    name: 'what only the run decides stays an expression',
    code: `
words = load_words("words.txt")
vocabulary = len(words) + 1
model = keras.Sequential([layers.Embedding(vocabulary, 8), layers.GlobalMaxPooling1D(), layers.Dense(len(words))])`,
    layers: 'Embedding(len(words) + 1, 8) | GlobalMaxPooling1D() | Dense(len(words))',
  },
];

const FIT = `
model.compile(optimizer="adam", loss="mse")
model.fit(x, y)`;

test.each(LAYERS)('layers: $name', ({ code, layers }) => {
  const plan = extract(`${code}\n${FIT}`);
  expect(plan.layers?.value.join(' | ')).toBe(layers);
  expect(plan.model.chosen).toBe('fitted last');
});

interface TrainingCase {
  readonly name: string;
  readonly code: string;
  readonly expected: Readonly<Record<string, unknown>>;
}

const MODEL = `model = keras.Sequential([layers.Dense(3, input_shape=(4,))])\n`;

const TRAININGS: readonly TrainingCase[] = [
  {
    name: 'strings',
    code: `model.compile("rmsprop", "binary_crossentropy", ["acc"])\nmodel.fit(x, y, 16, 7)`,
    expected: {
      optimizer: 'RMSprop',
      loss: 'binary_crossentropy',
      metrics: ['accuracy'],
      batchSize: 16,
      epochs: 7,
      learningRate: null,
    },
  },
  {
    name: 'objects with arguments, names of older modules',
    code: `
model.compile(
    optimizer=tf.keras.optimizers.legacy.SGD(lr=0.05, momentum=0.9),
    loss=tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True),
    metrics=[keras.metrics.AUC(name="area"), "mae"],
)
model.fit(x, y, nb_epoch=3)`,
    expected: {
      optimizer: 'SGD',
      learningRate: 0.05,
      loss: 'sparse_categorical_crossentropy',
      fromLogits: true,
      metrics: ['auc', 'mean_absolute_error'],
      epochs: 3,
      batchSize: null,
    },
  },
  {
    name: 'constants of classes, dictionaries and the command line',
    code: `
import argparse
class Config:
    lr = 3e-4
    loss = "huber"
options = {"fit": {"epochs": 12}}
options["size"] = 8 * 4
parser = argparse.ArgumentParser()
parser.add_argument("--opt-name", default="nadam")
args = parser.parse_args()
optimizer = {"nadam": keras.optimizers.Nadam}[args.opt_name](learning_rate=Config.lr)
model.compile(optimizer=optimizer, loss=Config().loss)
model.fit(x, y, batch_size=options.get("size", 1), **options["fit"])`,
    expected: {
      optimizer: 'Nadam',
      learningRate: 0.0003,
      loss: 'huber',
      batchSize: 32,
      epochs: 12,
    },
  },
  {
    name: 'a schedule and what it begins with',
    code: `
schedule = keras.optimizers.schedules.PiecewiseConstantDecay([100, 200], [0.1, 0.01, 0.001])
model.compile(keras.optimizers.Adam(schedule), "mse")
model.fit(x, y)`,
    expected: { optimizer: 'Adam', learningRate: 0.1, schedule: 'PiecewiseConstantDecay' },
  },
  {
    name: 'a function of epochs as the schedule',
    code: `
def step(epoch):
    if epoch < 5:
        return 0.01
    return 0.001
model.compile("sgd", "mse")
model.fit(x, y, callbacks=[keras.callbacks.LearningRateScheduler(step)])`,
    expected: { learningRate: 0.01, schedule: 'LearningRateScheduler' },
  },
  {
    name: 'the batches of a dataset, whatever fit is given',
    code: `
data = tf.data.Dataset.from_tensor_slices((x, y)).shuffle(100).batch(24).prefetch(2)
model.compile("adam", "mse")
model.fit(data, batch_size=100, epochs=2)`,
    expected: { batchSize: 24 },
  },
  {
    name: 'the batches of a directory and of a generator',
    code: `
from tensorflow.keras.preprocessing.image import ImageDataGenerator
flow = ImageDataGenerator(rescale=1 / 255, rotation_range=20).flow_from_directory("d", target_size=(64, 64), batch_size=20)
model.compile("adam", "mse")
model.fit_generator(flow, 100, 4)`,
    expected: { batchSize: 20, epochs: 4, steps: ['rescale', 'augment', 'resize'] },
  },
  {
    name: 'a size for each replica',
    code: `
strategy = tf.distribute.get_strategy()
SIZE = 16 * strategy.num_replicas_in_sync
with strategy.scope():
    model.compile("adam", "mse")
model.fit(read().batch(SIZE), epochs=5)`,
    expected: { batchSize: 16, epochs: 5 },
  },
  {
    name: 'losses and metrics of the program',
    code: `
def focal(gamma):
    def inner(y_true, y_pred):
        return tf.pow(1 - y_pred, gamma)
    return inner
def batch_loss(y_true, y_pred):
    return tf.reduce_mean(tf.keras.losses.categorical_crossentropy(y_true, y_pred))
class Hits(keras.metrics.Metric):
    pass
model.compile("adam", loss=[focal(2.0), batch_loss], metrics=[Hits()])
model.fit(x, y)`,
    expected: { loss: 'binary_focal_crossentropy, batch_loss', metrics: ['Hits'] },
  },
  {
    name: 'a training loop of the program',
    code: `
EPOCHS = 9
optimizer = keras.optimizers.Adam(2e-4)
error = keras.losses.MeanSquaredError()
def train_step(images, targets):
    with tf.GradientTape() as tape:
        loss = error(targets, model(images, training=True))
    gradients = tape.gradient(loss, model.trainable_variables)
    optimizer.apply_gradients(zip(gradients, model.trainable_variables))
for epoch in range(EPOCHS):
    for images, targets in read_data().batch(48):
        train_step(images, targets)`,
    expected: {
      optimizer: 'Adam',
      learningRate: 0.0002,
      loss: 'mean_squared_error',
      epochs: 9,
      batchSize: 48,
      chosen: 'trained in a loop',
    },
  },
  {
    name: 'several models: the one fitted last, as it was compiled then',
    code: `
model.compile(keras.optimizers.Adam(0.1), "mse")
model.fit(x, y, epochs=1)
other = keras.Sequential([layers.Dense(11)])
other.compile("sgd", "mae")
model.compile(keras.optimizers.Adam(0.2), "mae")
other.fit(x, y, epochs=5)
model.fit(x, y, epochs=6)`,
    expected: { learningRate: 0.2, loss: 'mean_absolute_error', epochs: 6, among: 2 },
  },
  {
    name: 'functions that nothing calls',
    code: `
def train(epochs=4):
    net = keras.Sequential([layers.Dense(2)])
    net.compile(keras.optimizers.Adagrad(0.3), "hinge")
    net.fit(load(), epochs=epochs)`,
    expected: { optimizer: 'Adagrad', learningRate: 0.3, epochs: 4, loss: 'hinge' },
  },
  {
    name: 'wrappers of scikit-learn',
    code: `
from scikeras.wrappers import KerasClassifier
def build(units=6):
    net = keras.Sequential([layers.Dense(units)])
    net.compile("adamax", "hinge")
    return net
wrapped = KerasClassifier(build_fn=build, epochs=15, batch_size=5)
wrapped.fit(x, y)`,
    expected: { optimizer: 'Adamax', epochs: 15, batchSize: 5 },
  },
];

test.each(TRAININGS)('training: $name', ({ code, expected }) => {
  const plan = extract(`${MODEL}${code}`);
  const found: Record<string, unknown> = {
    optimizer: plan.optimizer?.value ?? null,
    loss: plan.loss?.value ?? null,
    fromLogits: plan.fromLogits?.value ?? null,
    learningRate: plan.learningRate?.value ?? null,
    schedule: plan.schedule?.value ?? null,
    batchSize: plan.batchSize?.value ?? null,
    epochs: plan.epochs?.value ?? null,
    metrics: plan.metrics?.value ?? null,
    steps: plan.preprocess.map(({ value }) => value),
    ...plan.model,
  };
  expect(Object.fromEntries(Object.keys(expected).map((key) => [key, found[key]]))).toEqual(
    expected,
  );
});

test('lines are those where values are written', () => {
  const plan = extractPlan(
    [
      'from keras.models import Sequential',
      'from keras.layers import Dense',
      'EPOCHS = 30',
      'rate = 0.01',
      'from keras.optimizers import SGD',
      'model = Sequential([Dense(2, input_dim=5)])',
      "model.compile(SGD(rate), loss='mse')",
      'model.fit(x, y, epochs=EPOCHS)',
    ].join('\n'),
  );
  expect([plan.epochs?.line, plan.learningRate?.line, plan.optimizer?.line]).toEqual([3, 4, 7]);
  expect([plan.loss?.line, plan.layers?.line, plan.input?.value]).toEqual([7, 6, [[5]]]);
});

test('cells that do not parse lower the confidence and nothing else', () => {
  const cells = (broken: string): string =>
    [
      '# In[1]:',
      '!pip install keras',
      '%matplotlib inline',
      'from tensorflow import keras',
      '# In[2]:',
      broken,
      '# In[3]:',
      'model = keras.Sequential([keras.layers.Dense(4)])',
      "model.compile('adam', 'mse')",
      'model.fit(x, y, epochs=8)',
    ].join('\n');
  const whole = extractPlan(cells('a = (1)'));
  const broken = extractPlan(cells('a = (1\nb = ]'));
  expect(whole.isWhole).toBe(true);
  expect(broken.isWhole).toBe(false);
  expect([broken.epochs?.value, broken.layers?.value]).toEqual([8, ['Dense(4)']]);
  expect(broken.epochs?.confidence).toBeLessThan(whole.epochs?.confidence ?? 0);
});

test.each([
  ['text that is no program', 'this is ( not [ python'],
  ['nothing', ''],
  ['a program without a model', 'import pandas as pd\nprint(pd.read_csv("a.csv"))'],
  ['recursion without end', 'def f(n):\n    return f(n + 1)\nf(0)'],
  ['loops without end', 'while True:\n    x = 1\nfor i in range(10**12):\n    y = i'],
  ['deep nesting', `x = ${'('.repeat(3000)}1${')'.repeat(3000)}`],
])('%s gives a plan that states nothing', (_, source) => {
  const plan = extractPlan(source);
  expect([plan.layers, plan.optimizer, plan.model.chosen]).toEqual([null, null, 'none']);
});

test('the plan is valid by its schema', () => {
  const plan = extract(`${MODEL}${FIT}`);
  expect(PLAN_SCHEMA.safeParse(planToJson(toPlan(plan))).error).toBeUndefined();
});
