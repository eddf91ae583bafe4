import { levenshtein } from '../../metrics/index.ts';

export interface WeightedLayers {
  readonly layers: readonly string[];
  readonly weight: number;
}

/** How many characters of distance a position weigh as much as one layer of another kind. */
const KIND_WEIGHT = 2;
const MEMO_LIMIT = 500_000;
const memo = new Map<string, number>();

/**
 * Minimum Bayes risk: candidates in order of their expected distance to what the references believe, least first.
 * Distance is the metric's own (characters a layer, position by position) plus the edits between the lists of layer
 * kinds, since the first alone prefers lists of many short names.
 *
 * Paper: III-B, IV-C (MLD). Shapes: [candidates], [references]. Returns the places of the candidates.
 */
export function rankLayers(
  candidates: readonly (readonly string[])[],
  references: readonly WeightedLayers[],
): readonly number[] {
  const kinds = references.map(({ layers }) => layers.map(layerKind));
  const risks = candidates.map((candidate) => {
    const own = candidate.map(layerKind);
    return references.reduce((risk, { layers, weight }, place) => {
      const edits = levenshtein(own, kinds[place] ?? []);
      return risk + weight * (positionDistance(candidate, layers) + KIND_WEIGHT * edits);
    }, 0);
  });
  return [...candidates.keys()].toSorted((a, b) => (risks[a] ?? 0) - (risks[b] ?? 0) || a - b);
}

/** Character distances position by position, by the longer list's length. */
function positionDistance(left: readonly string[], right: readonly string[]): number {
  const length = Math.max(left.length, right.length);
  let sum = 0;
  for (let at = 0; at < length; at += 1) sum += layerDistance(left[at] ?? '', right[at] ?? '');
  return length === 0 ? 0 : sum / length;
}

/** Plans share their layers: most distances are asked for many times. */
function layerDistance(left: string, right: string): number {
  if (left === right) return 0;
  if (left === '' || right === '') return left.length + right.length;
  const key = left < right ? `${left}\n${right}` : `${right}\n${left}`;
  const known = memo.get(key);
  if (known !== undefined) return known;
  const distance = levenshtein(left, right);
  if (memo.size >= MEMO_LIMIT) memo.clear();
  memo.set(key, distance);
  return distance;
}

function layerKind(layer: string): string {
  return (/^\W*(?:\w+\.)*(\w+)/.exec(layer)?.[1] ?? layer.trim()).toLowerCase();
}
