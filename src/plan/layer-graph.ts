import type { LayerCall } from '../artifacts/index.ts';

/** The name of the network's own input, in a plan's layers. */
export const NETWORK_INPUT = 'inputs';

/**
 * Layers with only the names that join branches: a layer that takes the output of the one before says nothing of it, and a
 * name that stands for no earlier output is none.
 */
export function connectLayers(layers: readonly LayerCall[]): readonly LayerCall[] {
  const known = new Set<string>([NETWORK_INPUT]);
  let last: string | undefined = NETWORK_INPUT;
  const taking = layers.map((layer): LayerCall => {
    const { inputs, ...rest } = layer;
    const isChain =
      inputs === undefined ||
      (inputs.length === 1 && inputs[0] === last) ||
      !inputs.every((name) => known.has(name));
    if (layer.label !== undefined) known.add(layer.label);
    last = layer.label;
    return isChain ? rest : layer;
  });
  const taken = new Set(taking.flatMap(({ inputs = [] }) => inputs));
  return taking.map((layer) => {
    if (layer.label === undefined || taken.has(layer.label)) return layer;
    const { label: _, ...rest } = layer;
    return rest;
  });
}

/** Whether a layer takes its input from elsewhere than the layer before. */
export function isGraph(layers: readonly LayerCall[]): boolean {
  return layers.some(({ inputs }) => inputs !== undefined);
}
