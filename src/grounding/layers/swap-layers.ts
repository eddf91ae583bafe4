import type { LayerCall } from '../../artifacts/index.ts';
import { changeInner, hasRole, isBackbone, layerCall, unwrapLayer } from '../../plan/index.ts';
import type { LayerPass } from './layer-pass.ts';
import { RECURRENT } from './trunk-table.ts';

/** The backbone that is asked for, where another stands. */
export const swapBackbone: LayerPass = (layers, { stated: { backbone } }) =>
  backbone === null
    ? layers
    : layers.map((layer) => (isBackbone(layer) ? { ...layer, name: backbone } : layer));

/** The recurrent layer that is asked for, where another stands; in both directions just where that is asked for. */
export const swapRecurrent: LayerPass = (layers, { stated: { families } }) => {
  const asked = families.find((family) => RECURRENT[family] !== undefined);
  const name = asked === undefined ? undefined : RECURRENT[asked];
  if (asked === undefined || name === undefined) return layers;
  return layers.map((layer) => {
    const inner = unwrapLayer(layer);
    if (!hasRole(inner, 'recurrent')) return layer;
    if (layer.name === 'Bidirectional')
      return asked.startsWith('bi')
        ? changeInner(layer, (wrapped) => ({ ...wrapped, name }))
        : { ...inner, name };
    if (inner !== layer) return layer;
    const renamed: LayerCall = { ...layer, name };
    return asked.startsWith('bi') ? bidirectional(renamed) : renamed;
  });
};

function bidirectional(layer: LayerCall): LayerCall {
  return { ...layerCall('Bidirectional'), positional: [{ kind: 'layer', layer }] };
}
