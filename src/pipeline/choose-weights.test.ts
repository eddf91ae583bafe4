import { expect, test } from 'vitest';
import { makeRecord, makeRequest } from '../../tests/programs/tiny-program.ts';
import { parseLayer } from '../plan/index.ts';
import { chooseWeights } from './choose-weights.ts';

const { sample } = makeRequest().nearest;
const HERE: ReadonlySet<string> = new Set(['VGG16']);

/** The backbone, what is at hand, whether others are compared with it, and what the record says. */
test.each([
  ['VGG16()', HERE, false, 'imagenet', /starts from its ImageNet weights/],
  ['VGG16(weights=None)', HERE, false, null, /^$/],
  ['VGG16()', new Set<string>(), false, null, /not in the cache/],
  ['VGG16()', HERE, true, null, /as the networks are that it is compared with/],
])('%s', (layer, available, isCompared, weights, said) => {
  const typed = parseLayer(layer);
  const layers = typed.kind === 'call' ? [typed] : [];
  const before = makeRecord();
  const chosen = chooseWeights(before, layers, sample, available, isCompared);
  expect(chosen.weights).toBe(weights);
  const added = [...chosen.record.warnings, ...chosen.record.assumptions].slice(
    before.warnings.length + before.assumptions.length,
  );
  expect(added.join('\n')).toMatch(said);
});
