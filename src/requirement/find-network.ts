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

/** What words within the description of a network only seem to ask: `the features are flattened and joined` lists no columns. */
const OUTSIDE_NETWORK: ReadonlySet<string> = new Set([
  'column listed',
  'preprocess feature engineering',
]);

/** Without the asks that a network's description is no place for. */
export function withoutNetworkWords(asks: readonly Ask[]): readonly Ask[] {
  const spans = asks.flatMap(({ name, span }) => (name === 'network layer' ? [span] : []));
  const start = Math.min(...spans.map(([from]) => from));
  const end = Math.max(...spans.map(([, to]) => to));
  return asks.filter(
    ({ kind, name, span }) =>
      !OUTSIDE_NETWORK.has(`${kind} ${name}`) || span[1] <= start || span[0] >= end,
  );
}
