import type { Requirement } from '../../artifacts/index.ts';
import { tokenize } from '../../retrieval/index.ts';

/** Terms are known by 16 bits of their hash: enough to compare texts by, too few to write them again. */
export const BUCKETS = 65_536;
/** Texts longer than this are cut: a requirement is a few sentences. */
const MOST_TERMS = 600;
const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/** Buckets in ascending order, each once, and the weight of each. */
export interface SparseVector {
  readonly buckets: Uint16Array;
  readonly weights: Float32Array;
}

/** 32 bits of a text (FNV-1a over its UTF-16 units). */
export function hashText(text: string): number {
  let hash = FNV_OFFSET;
  for (let at = 0; at < text.length; at += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(at), FNV_PRIME);
  }
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x2c1b3c6d);
  return (hash ^ (hash >>> 12)) >>> 0;
}

/**
 * What a requirement and its attributes say, as hashed terms: words of both, words by where they stand, pairs of
 * neighbouring words. Weight 1 + log(count).
 *
 * Shapes: [different terms]. Units: none; `scaleVector` brings in how rare a term is.
 */
export function readFeatures({ text, attributes }: Requirement): SparseVector {
  const counts = new Map<number, number>();
  const add = (term: string): void => {
    const bucket = hashText(term) % BUCKETS;
    counts.set(bucket, (counts.get(bucket) ?? 0) + 1);
  };
  for (const [place, part] of [
    ['r', text],
    ['a', attributes],
  ] as const) {
    const terms = tokenize(part).slice(0, MOST_TERMS).map(stem);
    for (const [at, term] of terms.entries()) {
      add(term);
      add(`${place} ${term}`);
      const next = terms[at + 1];
      if (next !== undefined) add(`${term} ${next}`);
    }
  }
  const sorted = [...counts].toSorted((left, right) => left[0] - right[0]);
  return {
    buckets: Uint16Array.from(sorted, ([bucket]) => bucket),
    weights: Float32Array.from(sorted, ([, count]) => 1 + Math.log(count)),
  };
}

/** Scales each weight by its bucket's rarity and the whole to length 1. */
export function scaleVector(vector: SparseVector, rarity: Float32Array): SparseVector {
  const { buckets } = vector;
  // Loops: the memory scales some hundred thousand weights before the first prediction.
  const weights = new Float32Array(buckets.length);
  let squares = 0;
  for (let at = 0; at < buckets.length; at += 1) {
    weights[at] = vector.weights[at]! * rarity[buckets[at]!]!;
    squares += weights[at]! ** 2;
  }
  const length = Math.sqrt(squares) || 1;
  for (let at = 0; at < weights.length; at += 1) weights[at]! /= length;
  return { buckets, weights };
}

/** Inverse document frequency of each bucket: log((1 + n) / (1 + documents with it)) + 1. Shapes: [BUCKETS]. */
export function countRarity(vectors: readonly SparseVector[]): Float32Array {
  const seen = new Uint32Array(BUCKETS);
  for (const { buckets } of vectors) for (const bucket of buckets) seen[bucket]! += 1;
  const rarity = new Float32Array(BUCKETS);
  for (let bucket = 0; bucket < BUCKETS; bucket += 1) {
    rarity[bucket] = Math.log((1 + vectors.length) / (1 + seen[bucket]!)) + 1;
  }
  return rarity;
}

/** Plural and singular are one term; nothing more, since names of data sets must stay apart. */
function stem(term: string): string {
  return term.length > 3 && term.endsWith('s') && !term.endsWith('ss') ? term.slice(0, -1) : term;
}
