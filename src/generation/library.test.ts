import { expect, test } from 'vitest';
import { ORIGIN, readTiny } from '../../tests/programs/tiny-program.ts';
import { addLibraryNames } from './library.ts';

const PROGRAM = readTiny(`# %% Imports
import keras

# %% Configuration
RATE = 0.5

# %% Model
def build_model():
    return keras.Sequential([Gate(RATE)])
`);
const LIBRARY = readTiny(
  `# %% Imports
import math

import keras

# %% Configuration
RATE = 0.9
DEPTH = 3

# %% Model
class Gate(keras.layers.Layer):
    depth = DEPTH


class Tower(keras.layers.Layer):
    gate = Gate(math.sqrt(RATE))


class Loop(keras.layers.Layer):
    def again(self):
        return Loop()
`,
  { ...ORIGIN, samples: ['library'] },
).segments;

test.each([
  [
    ['Gate'],
    [
      'imports.keras',
      'configuration.RATE',
      'configuration.DEPTH',
      'model.Gate',
      'model.build_model',
    ],
  ],
  [
    ['Tower'],
    [
      'imports.keras',
      'configuration.RATE',
      'configuration.DEPTH',
      'model.Gate',
      'imports.math',
      'model.Tower',
      'model.build_model',
    ],
  ],
  [['Loop'], ['imports.keras', 'configuration.RATE', 'model.Loop', 'model.build_model']],
  [
    ['Dense', 'Wonder'],
    ['imports.keras', 'configuration.RATE', 'model.build_model'],
  ],
  [[], ['imports.keras', 'configuration.RATE', 'model.build_model']],
])('%j bring what they use and the program lacks', (names, ids) => {
  const added = addLibraryNames(PROGRAM, names, LIBRARY);
  expect(added.segments.map(({ id }) => id)).toEqual(ids);
});

test('a name that the program has keeps its own code', () => {
  const added = addLibraryNames(PROGRAM, ['Tower', 'RATE'], LIBRARY);
  expect(added.segments.find(({ id }) => id === 'configuration.RATE')?.code).toBe('RATE = 0.5');
});

test('without anything to add the program is the same', () => {
  expect(addLibraryNames(PROGRAM, ['build_model'], LIBRARY)).toBe(PROGRAM);
});
