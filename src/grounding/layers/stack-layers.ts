import type { LayerCall } from '../../artifacts/index.ts';
import {
  argument,
  changeInner,
  hasRole,
  isMerge,
  layerCall,
  literal,
  NETWORK_INPUT,
  unwrapLayer,
  withArgument,
  withoutArgument,
} from '../../plan/index.ts';
import type { StatedStack } from '../../requirement/index.ts';
import type { LayerPass } from './layer-pass.ts';

type IsKind = (layer: LayerCall) => boolean;

const isDense: IsKind = ({ name }) => name === 'Dense';
const isRecurrent: IsKind = (layer) =>
  hasRole(layer, 'recurrent') ||
  (layer.name === 'Bidirectional' && hasRole(unwrapLayer(layer), 'recurrent'));

const isConvolution: IsKind = (layer) => hasRole(layer, 'convolution');

const USUAL_DENSE = layerCall('Dense', [64], { activation: literal('relu') });

/** As many recurrent layers, of the sizes, as stated. */
export const stackRecurrent: LayerPass = (layers, { stated: { stacks, dropout } }) =>
  stacks.recurrent === null || !layers.some(isRecurrent)
    ? layers
    : stack(layers, stacks.recurrent, dropout, isRecurrent, inSequence);

/** Attention over the steps of the last recurrent layer, where it is asked for and none is there. */
export const attendSteps: LayerPass = (layers, { stated: { architectures, attention } }) => {
  const last = layers.findLastIndex(isRecurrent);
  const recurrent = layers[last];
  const isAsked = architectures.includes('attention') && !architectures.includes('transformer');
  if (!isAsked || recurrent === undefined || layers.some(({ name }) => name.includes('Attention')))
    return layers;
  const whole = changeInner(recurrent, (layer) => withArgument(layer, 'return_sequences', true));
  const scores = layerCall(attention === 'AdditiveAttention' ? attention : 'Attention');
  const pooled = [whole, scores, layerCall('GlobalAveragePooling1D')];
  return [...layers.slice(0, last), ...pooled, ...layers.slice(last + 1)];
};

/** As many dense layers, of the sizes, as stated, and nothing beside them; at the end where the trunk has none. */
export const stackDense: LayerPass = (layers, { stated: { stacks, dropout } }) =>
  stacks.dense === null
    ? layers
    : stack(plainChain(layers), stacks.dense, dropout, isDense, (built) => built);

/** A path beside the dense layers and what embeds each number go. */
function plainChain(layers: readonly LayerCall[]): readonly LayerCall[] {
  const embedding = layers.findIndex(({ name }) => name === 'DepthwiseConv1D');
  return layers
    .filter((layer, at) => !isMerge(layer) && (embedding < 0 || Math.abs(at - embedding) > 1))
    .map(unnamed);
}

/** A branch that a merging layer takes ends right before it, also where a pass took its end or put layers behind it. */
export const endBranches: LayerPass = (layers) => {
  const ended = [...layers];
  for (const [at, { inputs = [] }] of layers.entries()) {
    const last = ended[at - 1];
    if (inputs.length < 2 || last === undefined || inputs.includes(last.label ?? '')) continue;
    const known = new Set(ended.slice(0, at).map(({ label }) => label));
    const end = ended.findLastIndex(
      ({ label = '' }, place) => place < at && inputs.includes(label),
    );
    const label = inputs.find((name) => !known.has(name)) ?? ended[end]?.label;
    if (label === undefined || label === NETWORK_INPUT) continue;
    if (ended[end]?.label === label) ended[end] = unnamed(ended[end]);
    ended[at - 1] = { ...last, label };
  }
  return ended;
};

function unnamed(layer: LayerCall): LayerCall {
  const { kind, name, positional, named } = layer;
  return { kind, name, positional, named };
}

/** As many convolutions, of the filters, as stated, each with the pooling that follows it. */
export const stackConvolutions: LayerPass = (layers, { stated: { stacks } }) =>
  stacks.convolution === null || !layers.some(isConvolution)
    ? layers
    : stack(layers, stacks.convolution, null, isConvolution, (built) => built);

/** What stands between layers of the kind stays with them. */
function stack(
  trunk: readonly LayerCall[],
  { units, count }: StatedStack,
  dropout: number | null,
  isKind: IsKind,
  join: (layers: readonly LayerCall[], last: LayerCall) => readonly LayerCall[],
): readonly LayerCall[] {
  const first = trunk.findIndex(isKind);
  const start = first < 0 ? trunk.length : first;
  const { blocks, end } = blocksFrom(trunk, start, isKind);
  const known = blocks.length === 0 ? [[USUAL_DENSE]] : blocks;
  const chosen = Array.from({ length: count }, (_, at) => known[Math.min(at, known.length - 1)]);
  const heads = chosen.map((block, at) => withUnits(block?.[0] ?? USUAL_DENSE, units[at]));
  const joined = join(heads, known.at(-1)?.[0] ?? USUAL_DENSE);
  const built = chosen.flatMap((block, at) => {
    const additions = (block ?? []).slice(1).filter(isAddition);
    const isDropped = additions.some(({ name }) => name.includes('Dropout'));
    return [
      ...joined.slice(at, at + 1),
      ...additions,
      ...(dropout !== null && !isDropped ? [layerCall('Dropout', [dropout])] : []),
    ];
  });
  return [...trunk.slice(0, start), ...built, ...trunk.slice(end)];
}

/** Blocks of a layer of the kind and what follows it, up to what follows the last of them. */
function blocksFrom(
  trunk: readonly LayerCall[],
  start: number,
  isKind: IsKind,
): { readonly blocks: readonly (readonly LayerCall[])[]; readonly end: number } {
  const last = trunk.findLastIndex(isKind);
  const blocks: LayerCall[][] = [];
  let end = start;
  for (const [at, layer] of trunk.entries()) {
    if (at < start) continue;
    if (at > last && !isAddition(layer)) break;
    if (isKind(layer)) blocks.push([layer]);
    else blocks.at(-1)?.push(layer);
    end = at + 1;
  }
  return { blocks, end };
}

function isAddition({ name }: LayerCall): boolean {
  return /^(?:Batch|Layer)Normalization$|^(?:Spatial)?Dropout|^Activation$|^(?:Leaky)?ReLU$|^(?:Max|Average)Pooling/.test(
    name,
  );
}

function withUnits(layer: LayerCall, units: number | undefined): LayerCall {
  return units === undefined
    ? layer
    : changeInner(layer, (inner) =>
        withArgument(inner, isConvolution(inner) ? 'filters' : 'units', units),
      );
}

/** Recurrent layers hand on every step but for the last of them, which does what the last one did. */
function inSequence(layers: readonly LayerCall[], last: LayerCall): readonly LayerCall[] {
  const handsOn = argument(unwrapLayer(last), 'return_sequences') === true;
  return layers.map((layer, at) =>
    changeInner(layer, (inner) => {
      const bare = withoutArgument(inner, 'return_sequences');
      return at < layers.length - 1 || handsOn
        ? withArgument(bare, 'return_sequences', true)
        : bare;
    }),
  );
}
