import path from 'node:path';
import { expect, test } from 'vitest';
import { PACKAGE_ROOT } from '../core/index.ts';
import { readArchitecture } from './architecture.ts';
import { checkComposition } from './check-composition.ts';
import { readCompositions } from './pool.ts';
import { readSection } from './section-file.ts';

const DECLARED = `A network.

Someone (2020).

Architecture: some net
Fits:
    image-folders, image-table for class, number
    image-masks for mask
Uses: models/blocks, models/parts
Needs: training/fit
Preprocess: Rows of WINDOW steps
Holes:
    UNITS = Dense.units*2
    RATE = Dropout.rate
Layers:
    Dense(3)
    Dense(4)`;
const declare = (docstring: string): ReturnType<typeof readArchitecture> =>
  readArchitecture(readSection('models/some-net', 'some-net.py', `"""${docstring}\n"""\n`));

test('a section declares what it answers to, fits and builds on', () => {
  expect(declare(DECLARED)).toMatchObject({
    id: 'some-net',
    term: 'some net',
    title: 'A network.',
    uses: ['models/blocks', 'models/parts'],
    needs: ['training/fit'],
    preprocess: 'Rows of WINDOW steps',
    holes: { UNITS: 'Dense.units*2', RATE: 'Dropout.rate' },
    layers: ['Dense(3)', 'Dense(4)'],
    fits: new Map([
      ['image-folders', new Set(['class', 'number'])],
      ['image-table', new Set(['class', 'number'])],
      ['image-masks', new Set(['mask'])],
    ]),
  });
});

test('a section that declares no architecture is none', () =>
  expect(declare('Blocks of networks.')).toBeNull());

test.each([
  ['no layers', DECLARED.replace(/Layers:[\s\S]*/, ''), /some-net: it declares no layers/],
  ['a kind that is none', DECLARED.replace('image-masks', 'masks'), /"masks for mask" is not/],
  ['a target that is none', DECLARED.replace('for mask', 'for masks'), /"image-masks for masks"/],
  ['nothing that it fits', DECLARED.replace(/Fits:[\s\S]*?Uses/, 'Uses'), /fits no kind/],
])('%s is an error', (_, docstring, words) => expect(() => declare(docstring)).toThrow(words));

const variants = (await readCompositions(path.join(PACKAGE_ROOT, 'pool'))).flatMap(
  (composition) => composition.variants,
);

test.each(variants.map((variant) => [variant.sample.id, variant] as const))(
  'every name of %s is bound once, below its users no later heading, and used',
  (_, variant) => expect(checkComposition(variant)).toEqual([]),
);
