type Numbers = Uint16Array | Uint32Array;

const CHUNK_BITS = 16;
const CHUNK_SIZE = 1 << CHUNK_BITS;

/** A list of numbers in typed chunks: grows without copying, and can be let go of piece by piece. */
export class GrowingNumbers {
  readonly #type: typeof Uint16Array | typeof Uint32Array;
  readonly #chunks: (Numbers | undefined)[] = [];
  #length = 0;

  constructor(type: typeof Uint16Array | typeof Uint32Array) {
    this.#type = type;
  }

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    const inside = this.#length & (CHUNK_SIZE - 1);
    if (inside === 0) this.#chunks.push(new this.#type(CHUNK_SIZE));
    const chunk = this.#chunks[this.#length >>> CHUNK_BITS];
    if (chunk !== undefined) chunk[inside] = value;
    this.#length += 1;
  }

  at(position: number): number {
    return this.#chunks[position >>> CHUNK_BITS]?.[position & (CHUNK_SIZE - 1)] ?? 0;
  }

  set(position: number, value: number): void {
    const chunk = this.#chunks[position >>> CHUNK_BITS];
    if (chunk !== undefined) chunk[position & (CHUNK_SIZE - 1)] = value;
  }

  /** Gives back the memory of the chunks that lie wholly before a position. */
  forget(position: number): void {
    const chunk = (position >>> CHUNK_BITS) - 1;
    if (chunk >= 0) this.#chunks[chunk] = undefined;
  }

  toArray(): Uint32Array {
    const all = new Uint32Array(this.#length);
    for (const [number, chunk] of this.#chunks.entries()) {
      const start = number << CHUNK_BITS;
      if (chunk !== undefined) all.set(chunk.subarray(0, this.#length - start), start);
    }
    return all;
  }
}
