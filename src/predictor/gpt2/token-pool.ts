import type { Tensor, Tensors } from '../engine.ts';
import type { Gpt2Config } from './config.ts';
import { NEW, PAST } from './decode-graph.ts';

/** Places by which the pool grows: each step reads all places, free ones too, and each growth moves what is held. */
const GROWTH = 96;

/** Keys and values of new tokens, [H, N, D] each, one pair a layer. */
export interface FreshTokens {
  readonly count: number;
  readonly keys: readonly Float32Array[];
  readonly values: readonly Float32Array[];
  /** The same memory as outputs of the decode graph. */
  readonly tensors: Tensors;
}

/**
 * Keys [H, D, C] and values [H, C, D] of every token read, of all sequences, for each layer. A token keeps its place, so
 * that a sequence is the list of its places: what beams share is held once, and reordering them moves nothing.
 */
export class TokenPool {
  readonly config: Gpt2Config;
  readonly #most: number;
  readonly #keys: readonly Float32Array[];
  readonly #values: readonly Float32Array[];
  #capacity = 0;
  #count = 0;

  /** `most` tokens are held at last; memory that is not used is not touched. */
  constructor(config: Gpt2Config, most: number) {
    this.config = config;
    this.#most = most;
    const floats = (): Float32Array => new Float32Array(config.width * most);
    this.#keys = Array.from({ length: config.layers }, floats);
    this.#values = Array.from({ length: config.layers }, floats);
  }

  /** Tokens held; the next one's place. */
  get count(): number {
    return this.#count;
  }

  /** C: places that a step reads, held or free. */
  get capacity(): number {
    return this.#capacity;
  }

  /** What is held, as inputs of the decode graph. */
  past(): Tensors {
    const { heads, width } = this.config;
    const depth = width / heads;
    const size = width * this.#capacity;
    return {
      ...named(PAST.key, this.#keys, size, [1, heads, depth, this.#capacity]),
      ...named(PAST.value, this.#values, size, [1, heads, this.#capacity, depth]),
    };
  }

  /** Memory for what the graph says of new tokens. */
  fresh(count: number): FreshTokens {
    const { heads, layers, width } = this.config;
    const size = width * count;
    const shape = [1, heads, count, width / heads];
    const keys = Array.from({ length: layers }, () => new Float32Array(size));
    const values = Array.from({ length: layers }, () => new Float32Array(size));
    const tensors = {
      ...named(NEW.key, keys, size, shape),
      ...named(NEW.value, values, size, shape),
    };
    return { count, keys, values, tensors };
  }

  /** Gives new tokens the next places. */
  add({ count, keys, values }: FreshTokens): void {
    if (this.#count + count > this.#capacity) {
      this.#grow(Math.min(this.#most, this.#count + count + GROWTH));
    }
    const { heads, width } = this.config;
    const depth = width / heads;
    for (const [layer, fresh] of keys.entries()) {
      const held = this.#keys[layer] as Float32Array;
      for (let row = 0; row < width; row += 1) {
        const from = Math.floor(row / depth) * count * depth + (row % depth);
        const to = row * this.#capacity + this.#count;
        for (let at = 0; at < count; at += 1) held[to + at] = fresh[from + at * depth] ?? 0;
      }
    }
    for (const [layer, fresh] of values.entries()) {
      for (let head = 0; head < heads; head += 1) {
        const own = fresh.subarray(head * count * depth, (head + 1) * count * depth);
        this.#values[layer]?.set(own, (head * this.#capacity + this.#count) * depth);
      }
    }
    this.#count += count;
  }

  /** Rows move apart, the last first. */
  #grow(capacity: number): void {
    const { heads, width } = this.config;
    const spread = (held: Float32Array, rows: number): void => {
      const length = width / rows;
      for (let row = rows - 1; row > 0; row -= 1) {
        const from = row * this.#capacity * length;
        held.copyWithin(row * capacity * length, from, from + this.#count * length);
      }
    };
    for (const held of this.#keys) spread(held, width);
    for (const held of this.#values) spread(held, heads);
    this.#capacity = capacity;
  }
}

function named(
  prefix: string,
  rows: readonly Float32Array[],
  size: number,
  shape: readonly number[],
): Tensors {
  return Object.fromEntries(
    rows.map((row, layer): [string, Tensor] => [
      prefix + layer,
      { type: 'float32', data: row.subarray(0, size), shape },
    ]),
  );
}
