import { expect, test } from 'vitest';
import type { Sample } from '../artifacts/index.ts';
import { readArchitecture, type Architecture } from './architecture.ts';
import type { Recipe } from './compose.ts';
import { linkNames, readSection } from './section-file.ts';
import { firstVariants, varyProgram } from './vary-program.ts';

const MODEL = `"""A chain."""

# %% Imports
import keras
from keras import layers

# %% Configuration
WORDS = 100

# %% Model
def build_model(words=WORDS):
    """Returns a network."""
    inputs = keras.Input((4,))
    features = layers.Rescaling(2)(inputs)
    features = layers.Embedding(
        words, 8
    )(features)
    # A comment on the trunk.
    features = layers.Dense(3)(features)
    # A comment on the head.
    outputs = layers.Dense(1)(features)
    return keras.Model(inputs, outputs)
`;
const network = (body: string, fields = ''): string => `"""A net.

Someone (2020).

Architecture: some net
Fits: text-table for number
${fields}
Layers:
    Flatten()
"""

# %% Imports
from keras import layers

# %% Model
${body}
`;
const CONTRACT = `# %% Data
def read_words(path):
    return path.read_text().split()


# %% Training
def train_model(data_dir):
    return build_model(read_words(data_dir))
`;

/** The composed variant of a chain whose plan begins with these layers, or null. */
function vary(
  body: string,
  { fields = '', layers = ['Embedding(100, 8)', 'Dense(3)', 'Dense(1)'], topology = 'trunk' } = {},
): Sample | null {
  const [model, net, driver] = linkNames([
    readSection('models/chain', 'chain.py', MODEL),
    readSection('models/net', 'net.py', network(body, fields)),
    readSection('driver', 'driver.py', CONTRACT),
  ]);
  if (model === undefined || net === undefined || driver === undefined) throw new Error('no pool');
  const recipe: Recipe = {
    id: 'a',
    docstring: 'Predicts.\n\nOf texts.',
    sections: [model, driver],
    facts: {},
    set: {},
  };
  const sample = {
    id: 'a',
    data: { kind: 'text-table', target: 'number', facts: {} },
    plan: {
      layers,
      preprocess: 'Words numbered; split at random',
      hyperparameters: { loss: 'mean_squared_error' },
    },
    topology,
    tags: [],
  } as unknown as Sample;
  const host = { sample, recipe, sections: new Map([[net.name, net]]), records: {} };
  return varyProgram(host, readArchitecture(net) as Architecture)?.sample ?? null;
}

/** Statements of `build_model` of a program. */
const bodyOf = (sample: Sample | null): readonly string[] =>
  /def build_model[\s\S]*?"""\n([\s\S]*?)\n\n/.exec(sample?.program ?? '')?.[1]?.split('\n') ?? [];

test('a body takes the place of the trunk; stem and head stay, with the comment on the head', () => {
  const sample = vary('def build_features(features):\n    return layers.Flatten()(features)');
  expect(bodyOf(sample)).toEqual([
    '    inputs = keras.Input((4,))',
    '    features = layers.Rescaling(2)(inputs)',
    '    features = build_features(features)',
    '    # A comment on the head.',
    '    outputs = layers.Dense(1)(features)',
    '    return keras.Model(inputs, outputs)',
  ]);
  expect(sample).toMatchObject({
    id: 'a-with-net',
    architecture: 'some net',
    topology: 'custom',
    plan: { layers: ['Flatten()', 'Dense(1)'] },
  });
  expect(sample?.program).toMatch(/^"""A net\.\n\nOf texts\.\n*"""/);
});

test('further parameters of a body are those of build_model', () =>
  expect(bodyOf(vary('def build_features(features, words):\n    return features'))).toContain(
    '    features = build_features(features, words)',
  ));

test('a body of inputs replaces the stem too', () =>
  expect(bodyOf(vary('def build_features(inputs):\n    return inputs')).slice(0, 2)).toEqual([
    '    inputs = keras.Input((4,))',
    '    features = build_features(inputs)',
  ]));

test('what a network binds anew stands in place of what the program binds', () => {
  const sample = vary(
    'def build_features(features):\n    return features\n\n\n# %% Data\ndef read_words(path):\n    return list(path.read_text())',
    { fields: 'Preprocess: Letters numbered' },
  );
  expect(sample?.program).toContain('return list(path.read_text())');
  expect(sample?.program.match(/def read_words/g)).toHaveLength(1);
  expect(sample?.plan.preprocess).toBe('Letters numbered; split at random');
});

test('a network with its own loss keeps nothing of the model, and has the loss in its plan', () => {
  const sample = vary('def build_model():\n    return layers', { fields: 'Loss: hinge' });
  expect(sample).toMatchObject({
    ownLoss: true,
    plan: { layers: ['Flatten()'], hyperparameters: { loss: 'hinge' } },
  });
  expect(sample?.program).not.toContain('Embedding');
});

test.each([
  ['a program that trains a pretrained network', { layers: ['ResNet50()', 'Dense(1)'] }],
  ['a program that is no chain', { topology: 'custom' }],
])('%s takes no body', (_, host) =>
  expect(vary('def build_features(features):\n    return features', host)).toBeNull(),
);

test('a section that is not there is an error', () =>
  expect(() =>
    vary('def build_features(features):\n    return features', { fields: 'Uses: models/blocks' }),
  ).toThrow(/models\/net uses models\/blocks, which is no section/));

test('the first variant of the pool stands for an architecture', () => {
  const variants = ['a-with-net', 'a-with-other'].map((id) => ({ id }) as Sample);
  const later = ['b-with-net'].map((id) => ({ id }) as Sample);
  const pool = [{ variants }, { variants: later }] as unknown as Sample[];
  expect([...firstVariants(pool)].map(([name, { id }]) => [name, id])).toEqual([
    ['net', 'a-with-net'],
    ['other', 'a-with-other'],
  ]);
});
