import { createHash } from 'node:crypto';
import { bandKeys, hashRuns, hashText, minHash, MOST_UNEQUAL } from '../dataset/minhash.ts';
import { TOKEN, type ScannedTokens } from '../python/tokens.ts';

/** Tokens of a shingle. */
const RUN = 5;
const HASHES = 128;
const BANDS = 32;
/** Chance that two places of different sets agree in their last byte. */
const CHANCE = 1 / 256;

/** By what programs are compared: alike in all but comments and layout, or nearly alike. */
export interface CodeSignature {
  /** Equal for programs with the same tokens. */
  readonly hash: string;
  /** Keys of the bands of the MinHash signature, [32]. */
  readonly bands: Uint32Array;
  /** Last byte of each place of the MinHash signature, [128]: two differing places agree in one of 256. */
  readonly places: Uint8Array;
}

/** Signature of a program's tokens, the names, numbers, strings and operators of all cells. */
export function signCode(tokens: ScannedTokens): CodeSignature {
  const hashes = hashTokens(tokens);
  const signature = minHash(hashRuns(hashes, RUN));
  return {
    hash: digest(hashes),
    bands: bandKeys(signature),
    places: Uint8Array.from(signature, (place) => place & 0xff),
  };
}

/** The signature's `hash` alone. */
export function hashCode(tokens: ScannedTokens): string {
  return digest(hashTokens(tokens));
}

function hashTokens({ source, kind, start, end }: ScannedTokens): Uint32Array {
  const hashes = new Uint32Array(kind.length);
  let count = 0;
  for (let at = 0; at < kind.length; at += 1) {
    if (kind[at] === TOKEN.lineEnd) continue;
    hashes[count] = hashText(source, start[at] ?? 0, end[at] ?? 0);
    count += 1;
  }
  return hashes.subarray(0, count);
}

function digest(hashes: Uint32Array): string {
  return createHash('sha256').update(hashes).digest('hex').slice(0, 32);
}

/**
 * Estimate of the Jaccard index of the shingles of two programs from the places of their signatures, 0-1; its standard error at
 * 0.8 is 0.035. Shapes: `all` holds the 128 places of the first from `from` on; `places` [128].
 */
export function estimateJaccard(all: Uint8Array, from: number, places: Uint8Array): number {
  let equal = 0;
  for (let place = 0; place < HASHES; place += 1) {
    if (all[from + place] === places[place]) equal += 1;
  }
  return Math.max(0, (equal / HASHES - CHANCE) / (1 - CHANCE));
}

/** As `estimateJaccard`; 1 for the same tokens alone. */
export function codeSimilarity(one: CodeSignature, other: CodeSignature): number {
  if (one.hash === other.hash) return 1;
  return Math.min(estimateJaccard(one.places, 0, other.places), MOST_UNEQUAL);
}

/** As text: 128 bytes of keys and 128 of places. */
export function renderSignature({ bands, places }: CodeSignature): string {
  const bytes = Buffer.alloc(4 * BANDS + HASHES);
  for (const [band, key] of bands.entries()) bytes.writeUInt32LE(key, 4 * band);
  bytes.set(places, 4 * BANDS);
  return bytes.toString('base64');
}

export function parseSignature(hash: string, text: string): CodeSignature {
  const bytes = Buffer.from(text, 'base64');
  return {
    hash,
    bands: Uint32Array.from({ length: BANDS }, (_, band) => bytes.readUInt32LE(4 * band)),
    places: Uint8Array.from(bytes.subarray(4 * BANDS)),
  };
}
