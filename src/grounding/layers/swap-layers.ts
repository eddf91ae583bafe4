import type { LayerCall } from '../../artifacts/index.ts';
import {
  argument,
  changeInner,
  hasRole,
  isBackbone,
  layerCall,
  unwrapLayer,
  withoutArgument,
} from '../../plan/index.ts';
import type { LayerPass } from './layer-pass.ts';
import { RECURRENT } from './trunk-table.ts';

/** The backbone that is asked for, where another stands. */
export const swapBackbone: LayerPass = (layers, { stated: { backbone } }) =>
  backbone === null
    ? layers
    : layers.map((layer) => (isBackbone(layer) ? { ...layer, name: backbone } : layer));

/** The recurrent layer that is asked for, where another stands; in both directions just where that is asked for. */
export const swapRecurrent: LayerPass = (layers, { stated: { families, architectures } }) => {
  const asked = families.find((family) => family in RECURRENT);
  const isBoth = asked?.startsWith('bi') === true || architectures.includes('bidirectional layer');
  const name = asked === undefined ? undefined : RECURRENT[asked];
  if (name === undefined && !isBoth) return layers;
  return layers.map((layer) => {
    const inner = unwrapLayer(layer);
    if (!hasRole(inner, 'recurrent')) return layer;
    const renamed: LayerCall = { ...inner, name: name ?? inner.name };
    if (layer.name === 'Bidirectional') return isBoth ? changeInner(layer, () => renamed) : renamed;
    if (inner !== layer) return layer;
    return isBoth ? bidirectional(renamed) : renamed;
  });
};

/** The scores of a critic have no bound, those of a discriminator are chances. */
export const unboundScores: LayerPass = (layers, { stated: { architectures }, data }) =>
  architectures.includes('Wasserstein GAN') && data.target === 'sample'
    ? layers.map((layer) =>
        argument(layer, 'activation') === 'sigmoid' ? withoutArgument(layer, 'activation') : layer,
      )
    : layers;

function bidirectional(layer: LayerCall): LayerCall {
  return { ...layerCall('Bidirectional'), positional: [{ kind: 'layer', layer }] };
}
