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
 * Minimum Bayes risk: the candidate whose expected distance to what the references believe is least. Distance is the
 * metric's own (characters a layer, position by position) plus the edits between the lists of layer kinds, since
 * the first alone prefers lists of many short names.
 *
 * Paper: III-B, IV-C (MLD). Shapes: [candidates], [references]. Returns the place of the best and its risk.
 */
export function chooseLayers(
  candidates: readonly (readonly string[])[],
  references: readonly WeightedLayers[],
): { readonly at: number; readonly risk: number } {
  const total = references.reduce((sum, { weight }) => sum + weight, 0);
  const kinds = references.map(({ layers }) => layers.map(layerKind));
  let best = { at: -1, risk: Number.POSITIVE_INFINITY };
  for (const [at, candidate] of candidates.entries()) {
    const own = candidate.map(layerKind);
    let risk = 0;
    for (const [place, { layers, weight }] of references.entries()) {
      const edits = levenshtein(own, kinds[place] ?? []);
      risk += (weight / total) * (positionDistance(candidate, layers) + KIND_WEIGHT * edits);
      if (risk >= best.risk) break;
    }
    if (risk < best.risk) best = { at, risk };
  }
  return best;
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
