import { estimateJaccard, type CodeSignature } from './code-signature.ts';

const BANDS = 32;
const HASHES = 128;
const FIRST_CAPACITY = 1024;

/**
 * Programs by the bands of their signatures: the nearest of those that share one is found in time that does not grow with the
 * number of programs, as only programs that are not near each other stand in it. 0.5 KB a program.
 */
export class NearIndex {
  #count = 0;
  #capacity = FIRST_CAPACITY;
  #places = new Uint8Array(FIRST_CAPACITY * HASHES);
  #keys = new Uint32Array(FIRST_CAPACITY * BANDS);
  /** Next entry of the same slot, or -1; an entry is `BANDS * program + band`. */
  #next = new Int32Array(FIRST_CAPACITY * BANDS);
  #slots = new Int32Array(2 * FIRST_CAPACITY * BANDS).fill(-1);

  /** Number of the program, counted from 0. */
  add({ bands, places }: CodeSignature): number {
    if (this.#count === this.#capacity) this.#grow();
    const program = this.#count;
    this.#count += 1;
    this.#places.set(places, program * HASHES);
    for (let band = 0; band < BANDS; band += 1) {
      this.#enter(BANDS * program + band, bands[band] ?? 0);
    }
    return program;
  }

  /** The nearest program that is at least as near as `threshold`, the first of equals; null where there is none. */
  findNearest(
    { bands, places }: CodeSignature,
    threshold: number,
  ): { readonly program: number; readonly similarity: number } | null {
    let best: { program: number; similarity: number } | null = null;
    const seen = new Set<number>();
    for (let band = 0; band < BANDS; band += 1) {
      const key = bands[band] ?? 0;
      for (let entry = this.#first(key); entry >= 0; entry = this.#next[entry] ?? -1) {
        const program = Math.floor(entry / BANDS);
        if (entry % BANDS !== band || this.#keys[entry] !== key || seen.has(program)) continue;
        seen.add(program);
        const similarity = estimateJaccard(this.#places, program * HASHES, places);
        const isNearer =
          best === null ||
          similarity > best.similarity ||
          (similarity === best.similarity && program < best.program);
        if (similarity >= threshold && isNearer) best = { program, similarity };
      }
    }
    return best;
  }

  #first(key: number): number {
    return this.#slots[key & (this.#slots.length - 1)] ?? -1;
  }

  #enter(entry: number, key: number): void {
    const slot = key & (this.#slots.length - 1);
    this.#keys[entry] = key;
    this.#next[entry] = this.#slots[slot] ?? -1;
    this.#slots[slot] = entry;
  }

  #grow(): void {
    this.#capacity *= 2;
    this.#places = extend(this.#places, new Uint8Array(this.#capacity * HASHES));
    const keys = this.#keys;
    this.#keys = new Uint32Array(this.#capacity * BANDS);
    this.#next = new Int32Array(this.#capacity * BANDS);
    this.#slots = new Int32Array(2 * this.#capacity * BANDS).fill(-1);
    for (const [entry, key] of keys.entries()) this.#enter(entry, key);
  }
}

function extend(from: Uint8Array, to: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  to.set(from);
  return to;
}
