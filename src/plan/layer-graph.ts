import type { LayerCall } from '../artifacts/index.ts';
import { hasRole } from './layer-lookup.ts';

/** The name of the network's own input, in a plan's layers. */
export const NETWORK_INPUT = 'inputs';

/**
 * Layers with only the names that join branches: a layer that takes the output of the one before says nothing of it, and a
 * name that stands for no earlier output is none.
 */
export function connectLayers(layers: readonly LayerCall[]): readonly LayerCall[] {
  const known = new Set<string>([NETWORK_INPUT]);
  let last: string | undefined = NETWORK_INPUT;
  const taking = namedInputs(layers).map((layer): LayerCall => {
    const { inputs, ...rest } = layer;
    const isChain =
      inputs === undefined ||
      (inputs.length === 1 && inputs[0] === last) ||
      !inputs.every((name) => known.has(name));
    if (layer.label !== undefined) known.add(layer.label);
    last = hasRole(layer, 'input') ? NETWORK_INPUT : layer.label;
    return isChain ? rest : layer;
  });
  const taken = new Set(taking.flatMap(({ inputs = [] }) => inputs));
  return taking.map((layer) => {
    if (layer.label === undefined || taken.has(layer.label)) return layer;
    const { label: _, ...rest } = layer;
    return rest;
  });
}

/** Layers that stand in the place of one: the first takes its inputs, the last has its label. */
export function inPlaceOf(
  { inputs, label }: Pick<LayerCall, 'inputs' | 'label'>,
  made: readonly LayerCall[],
): readonly LayerCall[] {
  return made.map((layer, at) => {
    const { inputs: _, label: __, ...rest } = layer;
    return {
      ...rest,
      ...(at > 0 || inputs === undefined ? {} : { inputs }),
      ...(at < made.length - 1 || label === undefined ? {} : { label }),
    };
  });
}

/** An input layer gives the network's input, whatever name it has; no other layer has that name. */
function namedInputs(layers: readonly LayerCall[]): readonly LayerCall[] {
  const names = new Set(
    layers.filter((layer) => hasRole(layer, 'input')).map(({ label }) => label ?? NETWORK_INPUT),
  );
  return layers.map((layer) => {
    const { label, inputs, ...rest } = layer;
    return {
      ...rest,
      ...(label === undefined || label === NETWORK_INPUT || names.has(label) ? {} : { label }),
      ...(inputs === undefined
        ? {}
        : { inputs: inputs.map((name) => (names.has(name) ? NETWORK_INPUT : name)) }),
    };
  });
}
