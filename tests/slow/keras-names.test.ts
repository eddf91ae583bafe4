import { expect, test } from 'vitest';
import {
  LOSSES,
  METRICS,
  OPTIMIZERS,
  type HeadForm,
  type Loss,
  type Metric,
} from '../../src/plan/index.ts';
import { runTool } from '../../src/sandbox/index.ts';
import { preparePythonEnvironment } from '../../src/verification/index.ts';

/** Activation of a head of each form; its data is made in Python. */
const ACTIVATIONS: Readonly<Record<HeadForm, string>> = {
  'one probability': 'sigmoid',
  'class probabilities': 'softmax',
  'label probabilities': 'sigmoid',
  'binary mask': 'sigmoid',
  'class mask': 'softmax',
  numbers: 'linear',
  picture: 'sigmoid',
};

/** Compiles a model of each head with a loss, a metric and an optimizer, and fits it to one batch. */
const PROGRAM = `import json, sys
import keras
import numpy as np

UNITS = {"one probability": 1, "class probabilities": 3, "label probabilities": 3,
         "binary mask": 16, "class mask": 48, "numbers": 2, "picture": 48}
SHAPES = {"binary mask": (4, 4, 1), "class mask": (4, 4, 3), "picture": (4, 4, 3)}
random = np.random.default_rng(1)
inputs = random.normal(size=(8, 5)).astype("float32")


def targets(form, labels):
    if form == "class probabilities":
        numbers = random.integers(0, 3, 8)
        return numbers if labels == "number" else keras.utils.to_categorical(numbers, 3)
    if form == "one probability":
        return random.integers(0, 2, (8, 1)).astype("float32")
    if form == "label probabilities":
        return random.integers(0, 2, (8, 3)).astype("float32")
    if form == "binary mask":
        return random.integers(0, 2, (8, 4, 4, 1)).astype("float32")
    if form == "class mask":
        return random.integers(0, 3, (8, 4, 4, 1))
    shape = (2,) if form == "numbers" else (4, 4, 3)
    return random.random((8, *shape)).astype("float32")


failed = []
for form, activation, labels, loss, metric, optimizer in json.loads(sys.argv[1]):
    CLASS_COUNT = 2 if form == "binary mask" else 3
    try:
        layers = [keras.Input((5,)), keras.layers.Dense(UNITS[form])]
        if form in SHAPES:
            layers.append(keras.layers.Reshape(SHAPES[form]))
        model = keras.Sequential([*layers, keras.layers.Activation(activation)])
        metrics = [] if metric is None else [eval(metric)]
        model.compile(optimizer=eval(f"keras.optimizers.{optimizer}(0.001)"), loss=eval(loss), metrics=metrics, run_eagerly=True)
        history = model.fit(inputs, targets(form, labels), verbose=0).history
        if not all(np.isfinite(values).all() for values in history.values()):
            failed.append([form, loss, metric, str(history)])
    except Exception as error:
        failed.append([form, loss, metric, optimizer, f"{type(error).__name__}: {error}"[:300]])
print(json.dumps(failed))
`;

interface Fits {
  readonly fits: readonly HeadForm[];
  readonly whereStated?: readonly HeadForm[];
}

const formsOf = ({ fits, whereStated = [] }: Fits): readonly HeadForm[] => [
  ...fits,
  ...whereStated,
];

const USUAL: Readonly<Record<HeadForm, string>> = {
  'one probability': LOSSES.binary_crossentropy.code,
  'class probabilities': LOSSES.categorical_crossentropy.code,
  'label probabilities': LOSSES.binary_crossentropy.code,
  'binary mask': LOSSES.binary_crossentropy.code,
  'class mask': LOSSES.sparse_categorical_crossentropy.code,
  numbers: LOSSES.mean_squared_error.code,
  picture: LOSSES.mean_squared_error.code,
};

test('Keras compiles and fits every loss, metric and optimizer over every head it fits', async () => {
  const losses = Object.values<Loss>(LOSSES).flatMap((row) =>
    formsOf(row).flatMap((form) => [
      [form, ACTIVATIONS[form], row.labels, row.code, null, 'Adam'],
      ...(row.logits && form !== 'picture'
        ? [
            [
              form,
              'linear',
              row.labels,
              `keras.losses.${row.keras}(from_logits=True)`,
              null,
              'Adam',
            ],
          ]
        : []),
    ]),
  );
  const metrics = Object.values<Metric>(METRICS).flatMap((row) =>
    formsOf(row).map((form) => {
      const labels = row.labels?.includes('number') === true ? 'number' : 'one-hot';
      const loss =
        labels === 'number' && form === 'class probabilities'
          ? LOSSES.sparse_categorical_crossentropy.code
          : USUAL[form];
      const code = ACTIVATIONS[form] === 'sigmoid' ? (row.sigmoidCode ?? row.code) : row.code;
      return [form, ACTIVATIONS[form], labels, loss, code, 'Adam'];
    }),
  );
  const optimizers = Object.keys(OPTIMIZERS).map((name) => [
    'numbers',
    'linear',
    'number',
    LOSSES.mean_squared_error.code,
    null,
    name,
  ]);
  const { python } = await preparePythonEnvironment();
  const rows = JSON.stringify([...losses, ...metrics, ...optimizers]);
  const ended = await runTool({
    command: python,
    args: ['-c', PROGRAM, rows],
    timeoutMs: 900_000,
  });
  expect(JSON.parse(ended.stdout.trim().split('\n').at(-1) ?? '')).toEqual([]);
}, 900_000);
