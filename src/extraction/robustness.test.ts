import { expect, test } from 'vitest';
import { createRandom } from '../core/index.ts';
import { PLAN_SCHEMA, planToJson } from '../plan/index.ts';
import { describeProgram, extractPlan, LIMITS, toPlan } from './index.ts';
import { interpret } from './interpret.ts';
import { readSource } from './read-source.ts';

const PROGRAM = `
import tensorflow as tf
from tensorflow.keras import layers, Model, Input
config = {"lr": 1e-3, "units": [8, 4], "name": "x"}
class Block(layers.Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.dense = [layers.Dense(u, activation=tf.nn.relu) for u in units]
    def call(self, x, training=None):
        for dense in self.dense:
            x = dense(x)
        return x
def build(shape=(6,), *others, **more):
    inputs = Input(shape=shape)
    x = Block(config["units"])(inputs)
    x = x + layers.Dense(4)(inputs)
    while x is None:
        x = layers.Dropout(0.5)(x)
    return Model(inputs, layers.Dense(1, activation="sigmoid")(x))
with tf.device("/cpu:0"):
    try:
        model = build()
    except ValueError as error:
        raise
model.compile(optimizer=tf.keras.optimizers.Adam(learning_rate=config["lr"]), loss="binary_crossentropy", metrics=["accuracy"])
data = tf.data.Dataset.from_tensor_slices(load()).batch(2 ** 5)
history = model.fit(data, epochs=3, callbacks=[lambda epoch: epoch])
`;

/** The sources whose plan is not valid by the schema, or that are not described. */
function failing(sources: readonly string[]): readonly string[] {
  return sources.filter((source) => {
    const plan = extractPlan(source);
    const json = planToJson({ ...toPlan(plan), category: toPlan(plan).category || 'none' });
    const { requirement } = describeProgram(plan, { title: null, headings: [] });
    return !PLAN_SCHEMA.safeParse(json).success || requirement === '';
  });
}

test('every beginning of a program is read', () => {
  const count = Math.ceil(PROGRAM.length / 23);
  const beginnings = Array.from({ length: count }, (_, at) => PROGRAM.slice(0, 23 * at));
  expect(failing(beginnings)).toEqual([]);
});

test('programs with lines and characters lost, doubled and exchanged are read', () => {
  const random = createRandom(11);
  const place = (): number => Math.floor(random() * PROGRAM.length);
  const changed = Array.from({ length: 40 }, () => {
    const [one = 0, other = 0] = [place(), place()].toSorted((a, b) => a - b);
    return [
      PROGRAM.slice(0, one) + PROGRAM.slice(other),
      PROGRAM.slice(0, other) + PROGRAM.slice(one),
      PROGRAM.split('\n')
        .filter(() => random() > 0.15)
        .join('\n'),
      PROGRAM.replaceAll(/[()[\]:]/g, (mark) => (random() < 0.03 ? '' : mark)),
    ];
  }).flat();
  expect(failing(changed)).toEqual([]);
});

test.each([
  [
    'nested loops',
    'for a in range(10**6):\n  for b in range(10**6):\n    for c in range(10**6):\n      d = a + b + c',
  ],
  [
    'loops that make layers',
    'from keras.layers import Dense\nfor a in range(10**6):\n  for b in range(10**6):\n    x = Dense(a)',
  ],
  ['numbers that no Python reads', 'x = [08, 0o8, 0b2, 00008, 0x, 1_]'],
  ['functions that call themselves twice', 'def f(n):\n  return f(n - 1) + f(n - 2)\nf(100)'],
  ['comprehensions', 'x = [[(a, b) for a in range(10**5)] for b in range(10**5)]'],
  ['lists that grow', 'x = [1]\nfor i in range(64):\n  x = x + x\n  x.extend(x)'],
  [
    'models inside models',
    'from keras import Sequential\nfrom keras.layers import Dense\nm = Sequential([Dense(1)])\nfor i in range(64):\n  m = Sequential([m, m])',
  ],
])('%s stop at the limits', (_, source) => {
  const machine = interpret(readSource(source));
  expect(machine.steps).toBeLessThan(LIMITS.steps + LIMITS.iterations);
  expect(failing([source])).toEqual([]);
});
