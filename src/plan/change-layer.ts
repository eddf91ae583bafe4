import type { LayerArgument, LayerCall, LiteralValue } from '../artifacts/index.ts';
import { signatureOf } from './layer-lookup.ts';

/** A call with literal arguments. */
export function layerCall(
  name: string,
  positional: readonly LiteralValue[] = [],
  named: LayerCall['named'] = {},
): LayerCall {
  return { kind: 'call', name, positional: positional.map(literal), named };
}

export function literal(value: LiteralValue): LayerArgument {
  return { kind: 'literal', value };
}

/** The layer that another one is given; null where it is given none. */
export function innerLayer(layer: LayerCall): LayerCall | null {
  const inner = layer.named['layer'] ?? layer.positional[0];
  return inner?.kind === 'layer' ? inner.layer : null;
}

/** Layers that apply the layer they are given. */
const WRAPPERS: ReadonlySet<string> = new Set(['Bidirectional', 'TimeDistributed']);

/** The layer that a wrapper such as `Bidirectional` applies, else the layer itself. */
export function unwrapLayer(layer: LayerCall): LayerCall {
  return (WRAPPERS.has(layer.name) ? innerLayer(layer) : null) ?? layer;
}

/** Changes the layer that a wrapper applies, else the layer itself. */
export function changeInner(layer: LayerCall, change: (inner: LayerCall) => LayerCall): LayerCall {
  const inner = unwrapLayer(layer);
  if (inner === layer) return change(layer);
  const changed: LayerArgument = { kind: 'layer', layer: change(inner) };
  return 'layer' in layer.named
    ? { ...layer, named: { ...layer.named, layer: changed } }
    : { ...layer, positional: [changed, ...layer.positional.slice(1)] };
}

/** The layer with another literal for an argument: where the argument stands, else at its end by name. */
export function withArgument(layer: LayerCall, name: string, value: LiteralValue): LayerCall {
  const place = placeOf(layer, name);
  return !Object.hasOwn(layer.named, name) && place !== null && place < layer.positional.length
    ? { ...layer, positional: layer.positional.with(place, literal(value)) }
    : { ...layer, named: { ...layer.named, [name]: literal(value) } };
}

/** The layer without a named argument. */
export function withoutArgument(layer: LayerCall, name: string): LayerCall {
  const named = Object.entries(layer.named).filter(([other]) => other !== name);
  return named.length === Object.keys(layer.named).length
    ? layer
    : { ...layer, named: Object.fromEntries(named) };
}

function placeOf({ name: layer }: LayerCall, name: string): number | null {
  const place = signatureOf(layer).findIndex((item) => item.replace('*', '') === name);
  return place < 0 ? null : place;
}
