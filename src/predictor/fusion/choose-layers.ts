import { levenshtein } from '../../metrics/texts.ts';

export interface WeightedLayers {
  readonly layers: readonly string[];
  readonly weight: number;
}

/** How many characters of distance a position weigh as much as one layer of another kind. */
const KIND_WEIGHT = 2;

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
  const names = new Names();
  const believed = references.map(({ layers, weight }) => ({ ...names.number(layers), weight }));
  const risks = candidates.map((candidate) => {
    const own = names.number(candidate);
    return believed.reduce((risk, other) => {
      const edits = levenshtein(own.kinds, other.kinds);
      return risk + other.weight * (names.distance(own.layers, other.layers) + KIND_WEIGHT * edits);
    }, 0);
  });
  return [...candidates.keys()].toSorted((a, b) => (risks[a] ?? 0) - (risks[b] ?? 0) || a - b);
}

/** Layers as numbers: lists share their layers, so that a distance between two of them is asked for many times. */
class Names {
  readonly #numbers = new Map<string, number>([['', 0]]);
  readonly #texts: string[] = [''];
  readonly #kinds = new Map<string, number>();
  /** Row a, column b with a > b. */
  readonly #distances: (number | undefined)[][] = [[]];

  number(layers: readonly string[]): { readonly layers: number[]; readonly kinds: number[] } {
    return {
      layers: layers.map((layer) => this.#numberOf(layer)),
      kinds: layers.map((layer) => numberIn(this.#kinds, layerKind(layer))),
    };
  }

  /** Characters position by position, by the longer list's length. */
  distance(left: readonly number[], right: readonly number[]): number {
    const length = Math.max(left.length, right.length);
    let sum = 0;
    for (let at = 0; at < length; at += 1) sum += this.#between(left[at] ?? 0, right[at] ?? 0);
    return length === 0 ? 0 : sum / length;
  }

  #numberOf(layer: string): number {
    const number = numberIn(this.#numbers, layer);
    if (number === this.#texts.length) {
      this.#texts.push(layer);
      this.#distances.push([]);
    }
    return number;
  }

  #between(left: number, right: number): number {
    if (left === right) return 0;
    const [low, high] = left < right ? [left, right] : [right, left];
    const row = this.#distances[high] ?? [];
    return (row[low] ??= levenshtein(this.#texts[low] ?? '', this.#texts[high] ?? ''));
  }
}

function numberIn(numbers: Map<string, number>, text: string): number {
  const known = numbers.get(text) ?? numbers.size;
  numbers.set(text, known);
  return known;
}

function layerKind(layer: string): string {
  return (/^\W*(?:\w+\.)*(\w+)/.exec(layer)?.[1] ?? layer.trim()).toLowerCase();
}
