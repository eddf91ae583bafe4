import { itemShape } from '../../kinds/index.ts';
import { hasRole, layerCall, propagateShapes } from '../../plan/index.ts';
import type { LayerPass } from './layer-pass.ts';

/** Feature maps of more values are pooled: the dense layer behind them would hold most of the network. */
const MOST_FLAT = 65_536;

/** Feature maps become a vector before the dense layers that end a network, where nothing stated makes one of them. */
export const flattenMaps: LayerPass = (layers, { data }) => {
  const shape = itemShape(data);
  if (shape?.length !== 3) return layers;
  const last = layers.findLastIndex(
    (layer) => !hasRole(layer, 'dense', 'dropout', 'normalization', 'activation'),
  );
  const dense = layers.findIndex((layer, at) => at > last && hasRole(layer, 'dense'));
  const at = dense < 0 ? layers.length : dense;
  const made = propagateShapes(layers.slice(0, at), shape).shapes.at(-1) ?? shape;
  const size = made.reduce<number>((product, side) => product * (side ?? Infinity), 1);
  if (made.length < 2 || size > MOST_FLAT) return layers;
  const { inputs, ...next } = layers[at] ?? layerCall('Dense');
  const flat = { ...layerCall('Flatten'), ...(inputs === undefined ? {} : { inputs }) };
  return [...layers.slice(0, at), flat, ...(dense < 0 ? [] : [next]), ...layers.slice(at + 1)];
};
