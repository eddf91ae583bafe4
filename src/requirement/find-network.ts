import type { Ask } from '../artifacts/index.ts';
import { renderLayer } from '../plan/index.ts';
import { layerRow } from './network/layer-row.ts';
import { networkIn } from './network/read-network.ts';
import type { ReadableText } from './readable-text.ts';

/** An ask for every layer of a network that the text describes, as the plan writes it. */
export function findNetwork({ original, attributesAt }: ReadableText): readonly Ask[] {
  const network = networkIn(original.slice(0, attributesAt.original - 1));
  return (network?.layers ?? []).map(({ call, span }) => {
    const { label: _, inputs: __, ...layer } = call;
    const value = renderLayer({ ...layer, ...layerRow(layer) });
    return {
      kind: 'layer',
      name: 'network layer',
      value,
      words: original.slice(...span),
      span,
    };
  });
}
