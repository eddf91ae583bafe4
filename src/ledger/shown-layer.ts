import type { LayerArgument, LayerCall } from '../artifacts/index.ts';
import { argument, parseLayer, signatureOf, unwrapLayer } from '../plan/index.ts';

/**
 * Whether a plan has a layer of the kind and sizes of a stated one, and the code a call of it. The dimension follows from the
 * data: `Conv2D` may be `Conv1D`, with one side of a kernel for two.
 */
export function showsLayer(stated: string, planLayers: readonly string[], code: string): boolean {
  const wanted = parseLayer(stated);
  if (wanted.kind !== 'call') return false;
  const isPlanned = planLayers.some((text) => {
    const layer = parseLayer(text);
    return layer.kind === 'call' && isLike(layer, wanted);
  });
  return isPlanned && new RegExp(`\\b${anyDimension(wanted.name)}\\(`).test(code);
}

function anyDimension(name: string): string {
  return name.replace(/2D/, '[123]D');
}

function isLike(layer: LayerCall, wanted: LayerCall): boolean {
  if (!new RegExp(`^${anyDimension(wanted.name)}$`).test(layer.name)) return false;
  const [inner, wantedInner] = [unwrapLayer(layer), unwrapLayer(wanted)];
  if (inner !== layer && wantedInner !== wanted) return isLike(inner, wantedInner);
  const names = signatureOf(wanted.name).map((name) => name.replace('*', ''));
  const given: [string, LayerArgument][] = [
    ...wanted.positional.map((value, at): [string, LayerArgument] => [names[at] ?? '', value]),
    ...Object.entries(wanted.named),
  ];
  return given.every(([name, value]) => {
    if (value.kind !== 'literal') return true;
    if (name.endsWith('_regularizer'))
      return penaltyOf(layer.named[name]).startsWith(penaltyOf(value));
    return sides(argument(layer, name)) === sides(value.value);
  });
}

/** `l2(0.01)` of an argument or a call; a penalty without a factor is the beginning of one with it. */
function penaltyOf(value: LayerArgument | undefined): string {
  const text =
    value?.kind === 'expression' ? value.text : value?.kind === 'literal' ? value.value : '';
  return String(text).toLowerCase().replace('keras.regularizers.', '');
}

/** Equal sides as one, so that a kernel of two dimensions is that of one. */
function sides(value: unknown): string {
  return Array.isArray(value) && value.every((side) => side === value[0])
    ? JSON.stringify(value[0])
    : JSON.stringify(value ?? null);
}
