import { createRandom } from '../core/index.ts';

const HASHES = 128;
const BANDS = 32;
const ROWS = HASHES / BANDS;

/** Numbers of the runs of `size` tokens in a text, each once, sorted; a shorter text is one run. */
export function shingles(tokens: readonly string[], size: number): Uint32Array {
  const numbers = new Set<number>();
  const last = Math.max(0, tokens.length - size);
  for (let at = 0; at <= last && tokens.length > 0; at += 1) {
    let hash = 0x811c9dc5;
    for (const token of tokens.slice(at, at + size)) {
      for (let place = 0; place < token.length; place += 1) {
        hash = Math.imul(hash ^ token.charCodeAt(place), 0x01000193);
      }
      hash = Math.imul(hash ^ 0x1f, 0x01000193);
    }
    numbers.add(hash >>> 0);
  }
  return Uint32Array.from(numbers).sort();
}

/**
 * MinHash signature of a set of shingles: the share of equal places estimates the Jaccard index of two sets.
 * Shapes: returns [128].
 */
export function minHash(set: Uint32Array): Uint32Array {
  const signature = new Uint32Array(HASHES).fill(0xffffffff);
  for (const number of set) {
    for (let place = 0; place < HASHES; place += 1) {
      const hash = mix(number ^ (SEEDS[place] ?? 0));
      if (hash < (signature[place] ?? 0)) signature[place] = hash;
    }
  }
  return signature;
}

/**
 * Pairs that agree in a band of their signatures: all pairs of a Jaccard index of 0.6 but one in 85, and few below 0.3.
 * Empty sets (null) have no partners. Returns pairs of places, the lower first, sorted.
 */
export function candidatePairs(
  signatures: readonly (Uint32Array | null)[],
): readonly (readonly [number, number])[] {
  const pairs = new Set<number>();
  const count = signatures.length;
  for (let band = 0; band < BANDS; band += 1) {
    const buckets = new Map<string, number[]>();
    for (const [place, signature] of signatures.entries()) {
      if (signature === null) continue;
      const key = signature.subarray(band * ROWS, (band + 1) * ROWS).join(' ');
      const bucket = buckets.get(key);
      if (bucket === undefined) buckets.set(key, [place]);
      else {
        for (const other of bucket) pairs.add(other * count + place);
        bucket.push(place);
      }
    }
  }
  return [...pairs].sort((a, b) => a - b).map((pair) => [Math.floor(pair / count), pair % count]);
}

/** Jaccard index of two sorted sets, 0-1; 0 where both are empty. */
export function jaccard(left: Uint32Array, right: Uint32Array): number {
  let shared = 0;
  let at = 0;
  for (const number of left) {
    while (at < right.length && (right[at] ?? 0) < number) at += 1;
    if (right[at] === number) shared += 1;
  }
  const union = left.length + right.length - shared;
  return union === 0 ? 0 : shared / union;
}

const random = createRandom(128);
const SEEDS = Uint32Array.from({ length: HASHES }, () => Math.floor(random() * 2 ** 32));

function mix(value: number): number {
  let mixed = Math.imul(value ^ (value >>> 16), 0x7feb352d);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x846ca68b);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
