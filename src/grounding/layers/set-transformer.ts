import type { DataSpec, LayerCall, LiteralValue, Sample } from '../../artifacts/index.ts';
import {
  denseUnits,
  encoderOf,
  layerCall,
  literal,
  unwrapLayer,
  withArgument,
  withoutArgument,
} from '../../plan/index.ts';
import type { LayerPass } from './layer-pass.ts';

const BLOCK = /^(?:TransformerBlock|DecoderBlock)$/;

/** The stated heads, dense units, width, dropout and number of the blocks of a transformer. */
export const setTransformer: LayerPass = (layers, { stated: { transformer, dropout } }) => {
  const { heads, feedForward, units, encoderBlocks, decoderBlocks } = transformer;
  const sized = layers.map((layer) => {
    if (layer.name === 'Embedding') return set(layer, 'output_dim', units);
    if (layer.name === 'MultiHeadAttention') return set(layer, 'num_heads', heads);
    if (encoderOf(layer) !== null)
      return set(
        set(set(layer, 'num_heads', heads), 'hidden_dim', units),
        'num_layers',
        encoderBlocks,
      );
    if (!BLOCK.test(layer.name)) return layer;
    const attending = set(set(layer, 'heads', heads), 'dense_units', feedForward);
    return set(attending, 'dropout_rate', dropout);
  });
  return repeat(repeat(sized, 'TransformerBlock', encoderBlocks), 'DecoderBlock', decoderBlocks);
};

/** The dimension of embeddings that hold the places of words. */
export const setPlacedEmbedding: LayerPass = (layers, { stated: { stacks, transformer } }) => {
  const units = stacks.embedding ?? transformer.units;
  return units === null
    ? layers
    : layers.map((layer) =>
        layer.name === 'TokenAndPositionEmbedding' && layer.positional.length > 1
          ? { ...layer, positional: layer.positional.with(1, literal(units)) }
          : layer,
      );
};

function set(layer: LayerCall, name: string, value: LiteralValue): LayerCall {
  return value === null ? layer : withArgument(layer, name, value);
}

/** As many blocks of a name as stated, at the place of the first. */
function repeat(
  layers: readonly LayerCall[],
  name: string,
  count: number | null,
): readonly LayerCall[] {
  const first = layers.findIndex((layer) => layer.name === name);
  const block = layers[first];
  if (count === null || block === undefined) return layers;
  return layers.flatMap((layer, at) => {
    if (layer.name !== name) return layer;
    return at === first ? Array.from({ length: count }, () => block) : [];
  });
}

/** The stated length of codes, in the dense layers of a program that make codes of its own length. */
export const setLatent: LayerPass = (layers, { stated: { latentSize }, data, program }) => {
  if (latentSize === null || program.topology !== 'custom') return layers;
  const isCode = ownCode(layers, data, program);
  return layers.map((layer) => (isCode(layer) ? set(layer, 'units', latentSize) : layer));
};

/** The dense layer whose units are the code: by the constant of the program, else the narrowest where items are rebuilt. */
function ownCode(
  layers: readonly LayerCall[],
  { target }: DataSpec,
  { program }: Sample,
): (layer: LayerCall) => boolean {
  const own = Number(/^LATENT_SIZE = (\d+)$/m.exec(program)?.[1]);
  const units = layers.slice(0, -1).map((layer) => denseUnits(layer) ?? Infinity);
  const narrowest = Math.min(...units);
  return (layer) =>
    layer.name === 'Dense' &&
    (denseUnits(layer) === own ||
      (target === 'anomaly' && layer === layers[units.indexOf(narrowest)]));
}

/** The attention between an encoder and a decoder of recurrent layers that is asked for, or none. */
export const setAttention: LayerPass = (layers, { stated: { attention }, program }) => {
  const isBetween = program.data.kind === 'text-pairs' && layers.some(isAttention);
  if (attention === null || !isBetween) return layers;
  if (attention !== false)
    return layers.map((layer) => (isAttention(layer) ? layerCall(attention) : layer));
  const kept = layers.filter((layer) => !isAttention(layer) && layer.name !== 'Concatenate');
  const encoder = kept.findIndex((layer) =>
    /^(?:LSTM|GRU|SimpleRNN)$/.test(unwrapLayer(layer).name),
  );
  return kept.map((layer, at) => (at === encoder ? withoutSteps(layer) : layer));
};

function isAttention({ name }: LayerCall): boolean {
  return name === 'Attention' || name === 'AdditiveAttention';
}

/** Without attention only the states of an encoder are read. */
function withoutSteps(layer: LayerCall): LayerCall {
  const inner = unwrapLayer(layer);
  const bare = withoutArgument(inner, 'return_sequences');
  return inner === layer
    ? bare
    : { ...layer, positional: [{ kind: 'layer', layer: bare }, ...layer.positional.slice(1)] };
}
