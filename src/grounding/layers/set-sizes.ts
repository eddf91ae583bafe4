import { ownTable } from '../../core/index.ts';
import type { LayerArgument, LayerCall } from '../../artifacts/index.ts';
import { factsOf } from '../../kinds/index.ts';
import {
  changeInner,
  hasRole,
  layerCall,
  literal,
  unwrapLayer,
  withArgument,
} from '../../plan/index.ts';
import type { LayerPass } from './layer-pass.ts';

/** However much a plan pools, sides stay at least so many cells long. */
const LEAST_CELLS = 2;

/** Layers of the pool's programs whose sizes come from the data; Keras' own are found by name. */
const SIZED: Readonly<Record<string, readonly (string | null)[]>> = ownTable({
  Embedding: ['VOCABULARY_SIZE'],
  TokenAndPositionEmbedding: ['VOCABULARY_SIZE', null, 'SEQUENCE_LENGTH'],
});

/** Sizes that come from the data: vocabulary of the embedding, length of the text. */
export const setDataSizes: LayerPass = (layers, { data: { facts } }) =>
  layers.map((layer) => {
    const places = SIZED[layer.name];
    if (places === undefined) return layer;
    const positional = layer.positional.map((argument, at): LayerArgument => {
      const value = facts[places[at] ?? ''];
      return typeof value === 'number' ? literal(value) : argument;
    });
    return { ...layer, positional };
  });

/** The stated dimension of embeddings. */
export const setEmbedding: LayerPass = (layers, { stated: { stacks } }) => {
  const { embedding } = stacks;
  return embedding === null
    ? layers
    : layers.map((layer) =>
        layer.name === 'Embedding' ? withArgument(layer, 'output_dim', embedding) : layer,
      );
};

/** The stated rate of dropout, in every layer of dropout. */
export const setDropout: LayerPass = (layers, { stated: { dropout } }) =>
  dropout === null
    ? layers
    : layers.map((layer) =>
        /^(?:Spatial)?Dropout/.test(layer.name) ? layerCall(layer.name, [dropout]) : layer,
      );

/** Stated units belong to the recurrent layers, or to the first dense one where there is none. */
export const setUnits: LayerPass = (layers, { stated: { units, transformer } }) => {
  // Units of feed-forward layers are those of the blocks of a transformer.
  if (units === null || units === transformer.feedForward) return layers;
  const isRecurrent = (layer: LayerCall): boolean => hasRole(unwrapLayer(layer), 'recurrent');
  const set = (layer: LayerCall): LayerCall =>
    changeInner(layer, (inner) => withArgument(inner, 'units', units));
  if (layers.some(isRecurrent))
    return layers.map((layer) => (isRecurrent(layer) ? set(layer) : layer));
  const first = layers.findIndex(({ name }) => name === 'Dense');
  return layers.map((layer, at) => (at === first ? set(layer) : layer));
};

/** Units that belong to a stack are set with the stack. */
export const setUnitsOutsideStacks: LayerPass = (layers, setting) => {
  const { dense, recurrent } = setting.stated.stacks;
  const stack = dense ?? recurrent;
  return stack !== null && stack.units.length > 0 ? layers : setUnits(layers, setting);
};

/** Drops the last poolings of a trunk, which would leave less than two cells a side. */
export const limitPooling: LayerPass = (layers, { data }) => {
  const { IMAGE_SIZE: size, WINDOW: window, SIGNAL_LENGTH: length } = factsOf(data);
  const shortest = Array.isArray(size) ? Math.min(...size) : (window ?? length ?? 0);
  if (shortest === 0) return layers;
  const most = Math.max(0, Math.floor(Math.log2(shortest / LEAST_CELLS)));
  let seen = 0;
  return layers.filter((layer) => {
    if (!/^(?:Max|Average)Pooling[12]D$/.test(layer.name)) return true;
    seen += 1;
    return seen <= most;
  });
};

const TAKES_STEPS =
  /^(?:Bidirectional|LSTM|GRU|SimpleRNN|Conv1D|SeparableConv1D|MultiHeadAttention)$/;

/** The programs of arrays hand on images; layers over steps need the two axes that the data have. */
export const startSteps: LayerPass = (layers, { data }) => {
  const { INPUT_SHAPE: shape } = factsOf(data);
  if (shape?.length !== 2 || !TAKES_STEPS.test(layers[0]?.name ?? '')) return layers;
  return [layerCall('Reshape', [shape]), ...layers];
};
