import path from 'node:path';
import { DLCodeGenError } from '../../core/index.ts';
import { createEngine, type Engine, type Tensor, type Tensors } from '../engine.ts';
import type { Gpt2Config } from './config.ts';
import { PAST, PRESENT, renderDecodeGraph } from './decode-graph.ts';
import type { Weights } from './weights.ts';

/** A model that continues several sequences which begin with the same prompt. */
export interface Decoder {
  readonly config: Gpt2Config;
  /** Reads a prompt for `sequences` continuations of at most `room` tokens. Errors: BAD_INPUT where it does not fit. */
  start(prompt: readonly number[], sequences: number, room: number): Promise<Decoding>;
  /** Log-probabilities of each token of `ids` from place `from` on, given all before it. */
  score(ids: readonly number[], from: number): Promise<Float32Array>;
  close(): Promise<void>;
}

export interface Decoding {
  /** Log-probabilities of the next token after the prompt, [V]; until the first step. */
  readonly first: Float32Array;
  /**
   * Appends a token to each sequence and returns log-probabilities of the next ones, [B][V], which hold until the next
   * step. `parents` names for each sequence which one it continues; sequences may share a parent, but no circle of them
   * may take each other's place.
   */
  step(tokens: readonly number[], parents: readonly number[]): Promise<Float32Array[]>;
}

/**
 * Builds the decoding model from weights. Memory: the weights twice while loading (those that stay in their file: once),
 * then once, and caches of 2 B L W floats a layer.
 */
export async function createDecoder(
  config: Gpt2Config,
  weights: Weights,
  threads: number,
): Promise<Decoder> {
  const stays = [...weights.values()].find((weight) => weight.kind === 'file');
  const engine = await createEngine(renderDecodeGraph(config, weights), {
    threads,
    ...(stays === undefined ? {} : { folder: path.dirname(stays.index.file) }),
  });
  return {
    config,
    start: (prompt, sequences, room) => startDecoding(engine, config, prompt, sequences, room),
    score: async (ids, from) => {
      const caches = new Caches(config, 1, ids.length);
      const places = ids.slice(from).map((_, at) => from + at - 1);
      const logits = new Float32Array(places.length * config.vocabulary);
      const rows = await run(engine, config, caches, logits, {
        ids,
        positions: ids.map((_, at) => at),
        rows: places,
        batch: 1,
        length: ids.length,
      });
      return Float32Array.from(rows, (row, at) => row[ids[from + at] ?? 0] ?? Number.NaN);
    },
    close: () => engine.close(),
  };
}

/** Tokens by which caches grow: a step costs what its caches hold, not what the longest sequence may need. */
const GROWTH = 48;

async function startDecoding(
  engine: Engine,
  config: Gpt2Config,
  prompt: readonly number[],
  sequences: number,
  room: number,
): Promise<Decoding> {
  const most = prompt.length + room;
  if (prompt.length === 0 || room < 0 || most > config.context) {
    throw new DLCodeGenError(
      'BAD_INPUT',
      `received a prompt of ${prompt.length} tokens and room for ${room}, expected at most ${config.context} together`,
    );
  }
  const caches = new Caches(config, sequences, prompt.length + Math.min(room, GROWTH));
  const logits = new Float32Array(sequences * config.vocabulary);
  const [first = new Float32Array()] = await run(engine, config, caches, logits, {
    ids: prompt,
    positions: prompt.map((_, at) => at),
    rows: [prompt.length - 1],
    batch: 1,
    length: prompt.length,
  });
  for (let sequence = 1; sequence < sequences; sequence += 1) {
    caches.copy(0, sequence, 0, prompt.length);
  }
  let length = prompt.length;
  return {
    first,
    step: (tokens, parents) => {
      caches.reorder(parents, prompt.length, length);
      length += 1;
      caches.hold(length, most);
      return run(engine, config, caches, logits, {
        ids: tokens,
        positions: tokens.map(() => length - 1),
        rows: tokens.map((_, at) => at),
        batch: tokens.length,
        length,
      });
    },
  };
}

interface Step {
  /** [B S], row after row; likewise positions. */
  readonly ids: readonly number[];
  readonly positions: readonly number[];
  readonly rows: readonly number[];
  readonly batch: number;
  /** Tokens of each sequence, the new ones included. */
  readonly length: number;
}

/** Fills the first rows of `logits` and gives them, one after another. */
async function run(
  engine: Engine,
  { vocabulary }: Gpt2Config,
  caches: Caches,
  logits: Float32Array,
  step: Step,
): Promise<Float32Array[]> {
  const shape = [step.batch, step.ids.length / step.batch];
  const wanted = logits.subarray(0, step.rows.length * vocabulary);
  const lengths = new Int32Array(step.batch).fill(step.length - 1);
  await engine.run(
    {
      ids: { type: 'int64', data: BigInt64Array.from(step.ids, BigInt), shape },
      positions: { type: 'int64', data: BigInt64Array.from(step.positions, BigInt), shape },
      rows: {
        type: 'int64',
        data: BigInt64Array.from(step.rows, BigInt),
        shape: [step.rows.length],
      },
      lengths: { type: 'int32', data: lengths, shape: [step.batch] },
      total: { type: 'int32', data: Int32Array.of(step.length), shape: [1] },
      ...caches.tensors(step.batch, PAST),
    },
    {
      logits: { type: 'float32', data: wanted, shape: [step.rows.length, vocabulary] },
      ...caches.tensors(step.batch, PRESENT),
    },
  );
  return step.rows.map((_, at) => {
    const row = wanted.subarray(at * vocabulary, (at + 1) * vocabulary);
    normalize(row);
    return row;
  });
}

/** Keys and values of every layer, [B, H, L, D] each. */
class Caches {
  #rows: readonly Float32Array[];
  readonly #config: Gpt2Config;
  readonly #sequences: number;
  #capacity: number;

  constructor(config: Gpt2Config, sequences: number, capacity: number) {
    this.#config = config;
    this.#sequences = sequences;
    this.#capacity = capacity;
    this.#rows = this.#allocate();
  }

  #allocate(): Float32Array[] {
    const size = this.#sequences * this.#config.width * this.#capacity;
    return Array.from({ length: 2 * this.#config.layers }, () => new Float32Array(size));
  }

  /** Makes room for `length` tokens of each sequence, at most for `most`. */
  hold(length: number, most: number): void {
    if (length <= this.#capacity) return;
    const { heads, width } = this.#config;
    const depth = width / heads;
    const [old, before] = [this.#rows, this.#capacity * depth];
    this.#capacity = Math.min(most, length + GROWTH);
    this.#rows = this.#allocate();
    for (const [at, row] of old.entries()) {
      for (let head = 0; head < this.#sequences * heads; head += 1) {
        const kept = row.subarray(head * before, (head + 1) * before);
        this.#rows[at]?.set(kept, head * this.#capacity * depth);
      }
    }
  }

  /** The first `batch` sequences' caches as tensors. */
  tensors(batch: number, names: { readonly key: string; readonly value: string }): Tensors {
    const { heads, width } = this.#config;
    const shape = [batch, heads, this.#capacity, width / heads];
    const size = batch * width * this.#capacity;
    return Object.fromEntries(
      this.#rows.map((row, at): [string, Tensor] => [
        (at % 2 === 0 ? names.key : names.value) + Math.floor(at / 2),
        { type: 'float32', data: row.subarray(0, size), shape },
      ]),
    );
  }

  /** Copies what tokens `start` to `end` left, from one sequence to another. */
  copy(from: number, to: number, start: number, end: number): void {
    const { heads, width } = this.#config;
    const depth = width / heads;
    for (const row of this.#rows) {
      for (let head = 0; head < heads; head += 1) {
        const place = (sequence: number): number =>
          (sequence * heads + head) * this.#capacity * depth;
        row.copyWithin(
          place(to) + start * depth,
          place(from) + start * depth,
          place(from) + end * depth,
        );
      }
    }
  }

  /** Gives each sequence its parent's tokens from `start` to `end`; before `start` all are the same. */
  reorder(parents: readonly number[], start: number, end: number): void {
    if (start === end) return;
    const waiting = new Map(
      [...parents.entries()].filter(([sequence, parent]) => sequence !== parent),
    );
    while (waiting.size > 0) {
      const needed = [...waiting.values()];
      const free = [...waiting.keys()].find((sequence) => !needed.includes(sequence));
      if (free === undefined) {
        throw new DLCodeGenError(
          'UNEXPECTED',
          `sequences would continue each other: ${parents.join(' ')}`,
        );
      }
      this.copy(waiting.get(free) ?? 0, free, start, end);
      waiting.delete(free);
    }
  }
}

/** Logits become natural log-probabilities, in place. */
function normalize(row: Float32Array): void {
  let most = Number.NEGATIVE_INFINITY;
  for (let id = 0; id < row.length; id += 1) most = Math.max(most, row[id] ?? most);
  let sum = 0;
  for (let id = 0; id < row.length; id += 1) sum += Math.exp((row[id] ?? most) - most);
  const shift = most + Math.log(sum);
  for (let id = 0; id < row.length; id += 1) row[id] = (row[id] ?? 0) - shift;
}
