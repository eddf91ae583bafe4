import type { LayerCall } from '../../artifacts/index.ts';

/** The name under which a stated layer is looked up, whose dimension the data decide: that of two dimensions. */
export function layerRow({ name }: Pick<LayerCall, 'name'>): { readonly name: string } {
  return { name: name.replace('#', '2') };
}
