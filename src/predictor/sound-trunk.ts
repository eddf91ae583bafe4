import type { DataKind, LayerCall } from '../artifacts/index.ts';
import { parseLayer, resolveLayers } from '../plan/index.ts';
import { isBackbone } from './choose-base.ts';
import { INPUT_FORM, type InputForm } from './trunk-table.ts';

/** What a person would build for an input: the layers that it needs, and those that belong to other inputs. */
const EXPECTED: Readonly<
  Partial<Record<InputForm, { readonly needs: RegExp; readonly foreign: RegExp }>>
> = {
  picture: { needs: /Conv2D$/, foreign: /1D$|Embedding$/ },
  words: { needs: /Embedding$/, foreign: /2D$/ },
  steps: { needs: /^(?:LSTM|GRU|SimpleRNN|Bidirectional|Conv1D)$/, foreign: /2D$|Embedding$/ },
  vector: {
    needs: /^Dense$/,
    foreign: /^Conv|[123]D$|^(?:LSTM|GRU|SimpleRNN|Bidirectional)$|Embedding$/,
  },
};
const LEAST_LAYERS = 3;
const NONLINEAR = /^(?:Activation|ReLU|LeakyReLU|PReLU|ELU|Softmax)$/;
const WEIGHTED = /^(?:Dense|(?:Separable)?Conv\dD)$/;

/**
 * Whether a predicted list of layers can be built as it is written and is what its input needs: every layer a known one
 * with its sizes, words embedded before anything reads them, no weighted layer without an activation before the head.
 * Minimum-risk lists need not be: lists of many short names are near to many plans and good for none.
 */
export function isSoundTrunk(layers: readonly string[], kind: DataKind): boolean {
  const expected = EXPECTED[INPUT_FORM[kind]];
  if (expected === undefined || layers.length < LEAST_LAYERS) return false;
  const open = { classCount: 2, vocabularySize: 2, sequenceLength: null, featureCount: null };
  if (resolveLayers(layers, open).findings.length > 0) return false;
  const calls = layers.map(parseLayer).filter((layer) => layer.kind === 'call');
  const named = calls.filter(({ name }) => name !== 'Input' && name !== 'InputLayer');
  const needed = named.findIndex(({ name }) => expected.needs.test(name) || isBackbone(name));
  return (
    named.length === layers.length - (calls.length - named.length) &&
    needed !== -1 &&
    (INPUT_FORM[kind] !== 'words' || needed === 0) &&
    !named.some(({ name }) => expected.foreign.test(name)) &&
    named.at(-1)?.name === 'Dense' &&
    named.slice(0, -1).every((layer, at) => !isLinear(layer, named.slice(at + 1)))
  );
}

function isLinear(layer: LayerCall, after: readonly LayerCall[]): boolean {
  if (!WEIGHTED.test(layer.name) || layer.named['activation'] !== undefined) return false;
  const next = after.find(({ name }) => name !== 'BatchNormalization');
  return next === undefined || !NONLINEAR.test(next.name);
}
