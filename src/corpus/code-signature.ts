import { createHash } from 'node:crypto';
import { bandKeys, hashRuns, hashText, minHash } from '../dataset/minhash.ts';
import { TOKEN, type ScannedTokens } from '../python/tokens.ts';

/** Tokens of a shingle. */
const RUN = 5;
const HASHES = 128;
const BANDS = 32;

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
export function signCode({ source, kind, start, end }: ScannedTokens): CodeSignature {
  const hashes = new Uint32Array(kind.length);
  let count = 0;
  for (let at = 0; at < kind.length; at += 1) {
    if (kind[at] === TOKEN.lineEnd) continue;
    hashes[count] = hashText(source, start[at] ?? 0, end[at] ?? 0);
    count += 1;
  }
  const tokens = hashes.subarray(0, count);
  const signature = minHash(hashRuns(tokens, RUN));
  return {
    hash: createHash('sha256').update(tokens).digest('hex').slice(0, 32),
    bands: bandKeys(signature),
    places: Uint8Array.from(signature, (place) => place & 0xff),
  };
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
