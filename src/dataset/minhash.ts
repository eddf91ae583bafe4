import { createRandom } from '../core/index.ts';

const HASHES = 128;
const BANDS = 32;
const ROWS = HASHES / BANDS;
const FNV_BASIS = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/** Numbers of the runs of `size` tokens in a text, each once, sorted; a shorter text is one run. */
export function shingles(tokens: readonly string[], size: number): Uint32Array {
  const hashes = Uint32Array.from(tokens, (token) => hashText(token, 0, token.length));
  return Uint32Array.from(new Set(hashRuns(hashes, size))).sort();
}

/** Numbers of the runs of `size` tokens, given by their hashes, in the order of the text. */
export function hashRuns(hashes: Uint32Array, size: number): Uint32Array {
  const count = hashes.length === 0 ? 0 : Math.max(1, hashes.length - size + 1);
  const numbers = new Uint32Array(count);
  for (let at = 0; at < count; at += 1) {
    let hash = FNV_BASIS;
    const end = Math.min(at + size, hashes.length);
    for (let next = at; next < end; next += 1) {
      hash = mix(Math.imul(hash ^ (hashes[next] ?? 0), FNV_PRIME));
    }
    numbers[at] = hash;
  }
  return numbers;
}

/** Hash of a part of a text, a whole number below 2^32. */
export function hashText(text: string, from: number, to: number): number {
  let hash = FNV_BASIS;
  for (let place = from; place < to; place += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(place), FNV_PRIME);
  }
  return hash >>> 0;
}

/**
 * MinHash signature of a set of shingles, which may name one several times: the share of equal places estimates the Jaccard index
 * of two sets.
 * Shapes: returns [128].
 */
export function minHash(set: Uint32Array): Uint32Array {
  const signature = new Uint32Array(HASHES);
  for (let place = 0; place < HASHES; place += 1) {
    // Universal hashing, a x + b modulo 2^32; of signed numbers the lowest is as good as of unsigned ones, and sooner found.
    const factor = (SEEDS[2 * place] ?? 0) | 1;
    const shift = (SEEDS[2 * place + 1] ?? 0) | 0;
    let lowest = 0x7fffffff;
    for (let at = 0; at < set.length; at += 1) {
      const hash = (Math.imul(set[at] ?? 0, factor) + shift) | 0;
      if (hash < lowest) lowest = hash;
    }
    signature[place] = lowest;
  }
  return signature;
}

/**
 * One number for each band of a signature: two sets that agree in a band are candidates. All pairs of a Jaccard index of 0.6
 * but one in 85 are, and few below 0.3.
 * Shapes: signature [128]; returns [32].
 */
export function bandKeys(signature: Uint32Array): Uint32Array {
  const keys = new Uint32Array(BANDS);
  for (let band = 0; band < BANDS; band += 1) {
    let key = mix(band + 1);
    for (let row = 0; row < ROWS; row += 1) {
      key = mix(Math.imul(key ^ (signature[band * ROWS + row] ?? 0), FNV_PRIME));
    }
    keys[band] = key;
  }
  return keys;
}

/**
 * Pairs of places whose `bandKeys` agree in a band, each once, the lower first, in the order of the higher. Null has no partners.
 * What `isWanted` denies is left out before it is gathered, so that memory does not grow with the pairs.
 */
export function* candidatePairs(
  bands: readonly (Uint32Array | null)[],
  isWanted: (lower: number, higher: number) => boolean = () => true,
): Generator<readonly [number, number]> {
  const buckets = new Map<number, number[]>();
  for (const [place, keys] of bands.entries()) {
    if (keys === null) continue;
    const found = new Set<number>();
    for (const key of keys) {
      const bucket = buckets.get(key);
      if (bucket === undefined) buckets.set(key, [place]);
      else {
        for (const other of bucket) {
          if (other !== place && isWanted(other, place)) found.add(other);
        }
        bucket.push(place);
      }
    }
    for (const other of [...found].sort((a, b) => a - b)) {
      // A pair before may have made this one unwanted.
      if (isWanted(other, place)) yield [other, place];
    }
  }
}

/** Similarity of what is not equal, at most: signatures and shingles may agree where tokens differ. */
export const MOST_UNEQUAL = 0.999;

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
const SEEDS = Uint32Array.from({ length: 2 * HASHES }, () => Math.floor(random() * 2 ** 32));

function mix(value: number): number {
  let mixed = Math.imul(value ^ (value >>> 16), 0x7feb352d);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x846ca68b);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
