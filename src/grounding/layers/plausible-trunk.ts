import type { DataSpec, LayerCall } from '../../artifacts/index.ts';
import { inputForm, kindOf, type InputForm } from '../../kinds/index.ts';
import { isBackbone, parseLayer, resolveLayers } from '../../plan/index.ts';
import type { Stated } from '../../requirement/index.ts';

/** What a person would build for an input: the layer it begins with, and those that belong to other inputs. */
const EXPECTED: Readonly<
  Partial<Record<InputForm, { readonly first: RegExp; readonly foreign: RegExp }>>
> = {
  image: { first: /Conv2D$/, foreign: /1D$|Embedding$/ },
  tokens: { first: /Embedding$/, foreign: /2D$/ },
  sequence: { first: /^(?:LSTM|GRU|SimpleRNN|Bidirectional|Conv1D)$/, foreign: /2D$|Embedding$/ },
  tabular: { first: /^Dense$/, foreign: /^Conv|[123]D$|LSTM$|GRU$|RNN$|Bidirectional$|Embedding$/ },
};
const LEAST_LAYERS = 3;
const BEFORE_FIRST = /^(?:Input|InputLayer|Rescaling|Random\w+)$/;
const NONLINEAR = /^(?:Activation|ReLU|LeakyReLU|PReLU|ELU)$/;
const WEIGHTED = /^(?:Dense|(?:Separable)?Conv\dD)$/;
/** Heads before the end, and what does not train well: recurrent layers of relu, decoders without a decoder's task. */
const UNFIT = /'(?:softmax|sigmoid)'|include_top=True|(?:LSTM|GRU|RNN)\(.*'relu'|^RepeatVector/;
/** Less often halved, an image is seen in patches too small for its content, and flattened to millions of numbers. */
const LEAST_HALVINGS = 3;

/**
 * Whether a predicted list of layers can be built as it is written and is what its input needs: every layer a known one
 * with its sizes, words embedded before anything reads them, no weighted layer without an activation before the head.
 * A pretrained network is one only where it is asked for, since its weights may not be there. Minimum-risk lists need not be sound: lists of many short names are near to many plans and good for none.
 */
export function isPlausibleTrunk(
  layers: readonly string[],
  data: DataSpec,
  { backbone, families }: Pick<Stated, 'backbone' | 'families'>,
): boolean {
  const form = inputForm(data);
  const expected = EXPECTED[form];
  const calls = layers.map(parseLayer).filter((layer) => layer.kind === 'call');
  const named = calls.filter(({ name }) => !BEFORE_FIRST.test(name));
  const [first] = named;
  // Sound is turned to images by the programs, each in its own way.
  if (expected === undefined || first === undefined || kindOf(data).subjects.includes('sounds'))
    return false;
  const mayBeBackbone = backbone !== null || families.includes('backbone');
  const open = { classCount: 2, vocabularySize: 2, sequenceLength: null, featureCount: null };
  return (
    named.length >= LEAST_LAYERS &&
    calls.length === layers.length &&
    (expected.first.test(first.name) ||
      (form === 'image' && mayBeBackbone && isBackbone(first.name))) &&
    !named.some(({ name }, at) => expected.foreign.test(name) || (at > 0 && isBackbone(name))) &&
    named.at(-1)?.name === 'Dense' &&
    !layers.slice(0, -1).some((layer) => UNFIT.test(layer)) &&
    named.slice(0, -1).every((layer, at) => !isLinear(layer, named.slice(at + 1))) &&
    (form !== 'image' || seesWhole(named)) &&
    resolveLayers(layers, open).findings.length === 0
  );
}

function isLinear(layer: LayerCall, after: readonly LayerCall[]): boolean {
  if (!WEIGHTED.test(layer.name) || layer.named['activation'] !== undefined) return false;
  const next = after.find(({ name }) => name !== 'BatchNormalization');
  return next === undefined || !NONLINEAR.test(next.name);
}

function seesWhole(layers: readonly LayerCall[]): boolean {
  const halvings = layers.filter(
    ({ name, named }) => /^(?:Max|Average)Pool/.test(name) || named['strides'] !== undefined,
  );
  return halvings.length >= LEAST_HALVINGS || layers.some(({ name }) => isBackbone(name));
}
