import type { LayerCall } from '../artifacts/index.ts';

/** Activation of the output: the head's own, or a following activation layer's. */
export function headActivation(layers: readonly LayerCall[]): string {
  const last = layers.at(-1);
  if (last === undefined) return 'linear';
  if (last.name === 'Softmax') return 'softmax';
  const argument =
    last.named['activation'] ??
    (last.name === 'Activation' ? last.positional[0] : last.positional[1]);
  return argument?.kind === 'literal' && typeof argument.value === 'string'
    ? argument.value
    : 'linear';
}

/** Units of a dense layer, also inside `TimeDistributed`; null for other layers. */
export function headUnits(layer: LayerCall): number | null {
  const inner = layer.positional[0];
  if (layer.name === 'TimeDistributed' && inner?.kind === 'layer') return headUnits(inner.layer);
  return layer.name === 'Dense' ? denseUnits(layer) : null;
}

export function denseUnits(layer: LayerCall): number | null {
  const argument = layer.named['units'] ?? layer.positional[0];
  return argument?.kind === 'literal' && typeof argument.value === 'number' ? argument.value : null;
}
