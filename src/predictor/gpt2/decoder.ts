import path from 'node:path';
import { DLCodeGenError } from '../../core/index.ts';
import { createEngine, type Engine } from '../engine.ts';
import type { Gpt2Config } from './config.ts';
import { renderDecodeGraph } from './decode-graph.ts';
import { TokenPool } from './token-pool.ts';
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
   * step. `parents` names for each sequence which one it continues; sequences may share a parent.
   */
  step(tokens: readonly number[], parents: readonly number[]): Promise<Float32Array[]>;
}

/**
 * Builds the decoding model from weights. Memory: the weights twice while loading (those that stay in their file: once),
 * then once, and keys and values of all tokens read: 2 W floats each a layer.
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
      const wanted = ids.slice(from).map((_, at) => from + at - 1);
      const scores = new Float32Array(wanted.length * config.vocabulary);
      const pool = new TokenPool(config, ids.length);
      const rows = await readTokens(engine, pool, scores, readPrompt(ids, wanted));
      return Float32Array.from(rows, (row, at) => row[ids[from + at] ?? 0] ?? Number.NaN);
    },
    close: () => engine.close(),
  };
}

async function startDecoding(
  engine: Engine,
  config: Gpt2Config,
  prompt: readonly number[],
  sequences: number,
  room: number,
): Promise<Decoding> {
  if (prompt.length === 0 || room < 0 || prompt.length + room > config.context) {
    throw new DLCodeGenError(
      'BAD_INPUT',
      `received a prompt of ${prompt.length} tokens and room for ${room}, expected at most ${config.context} together`,
    );
  }
  const pool = new TokenPool(config, prompt.length + sequences * room);
  const scores = new Float32Array(sequences * config.vocabulary);
  const last = prompt.length - 1;
  const [first = new Float32Array()] = await readTokens(
    engine,
    pool,
    scores,
    readPrompt(prompt, [last]),
  );
  let position = prompt.length;
  /** Places in the pool of what each sequence wrote. */
  let written: readonly (readonly number[])[] = Array.from({ length: sequences }, () => []);
  return {
    first,
    step: async (tokens, parents) => {
      const before = parents.map((parent) => written[parent] ?? []);
      const place = pool.count;
      const rows = await readTokens(engine, pool, scores, {
        ids: tokens,
        positions: tokens.map(() => position),
        rows: tokens.map((_, at) => at),
        looksAt: (at, row) => {
          row.fill(SEEN, 0, prompt.length);
          for (const own of before[at] ?? []) row[own] = SEEN;
          row[pool.capacity + at] = SEEN;
        },
      });
      written = before.map((places, at) => [...places, place + at]);
      position += 1;
      return rows;
    },
  };
}

/** Added to the attention of a token to one that it may look at; minus infinity to others. */
const SEEN = 0;

interface Reading {
  readonly ids: readonly number[];
  readonly positions: readonly number[];
  /** Places among `ids` whose successors are wanted. */
  readonly rows: readonly number[];
  /** Marks what the token at place `at` may look at: first the places of the pool, then the new tokens. */
  readonly looksAt: (at: number, row: Float32Array) => void;
}

function readPrompt(ids: readonly number[], rows: readonly number[]): Reading {
  return {
    ids,
    positions: ids.map((_, at) => at),
    rows,
    looksAt: (at, row) => row.fill(SEEN, 0, at + 1),
  };
}

/** Reads tokens into the pool; fills the first rows of `scores`, [R, V], and gives them one after another. */
async function readTokens(
  engine: Engine,
  pool: TokenPool,
  scores: Float32Array,
  { ids, positions, rows, looksAt }: Reading,
): Promise<Float32Array[]> {
  const count = ids.length;
  const all = pool.capacity + count;
  const mask = new Float32Array(count * all).fill(Number.NEGATIVE_INFINITY);
  for (let at = 0; at < count; at += 1) looksAt(at, mask.subarray(at * all, (at + 1) * all));
  const { vocabulary } = pool.config;
  const wanted = scores.subarray(0, rows.length * vocabulary);
  const fresh = pool.fresh(count);
  await engine.run(
    {
      ids: { type: 'int64', data: BigInt64Array.from(ids, BigInt), shape: [count] },
      positions: { type: 'int64', data: BigInt64Array.from(positions, BigInt), shape: [count] },
      rows: { type: 'int64', data: BigInt64Array.from(rows, BigInt), shape: [rows.length] },
      mask: { type: 'float32', data: mask, shape: [count, all] },
      parts: {
        type: 'int64',
        data: BigInt64Array.of(BigInt(pool.capacity), BigInt(count)),
        shape: [2],
      },
      ...pool.past(),
    },
    {
      scores: { type: 'float32', data: wanted, shape: [rows.length, vocabulary] },
      ...fresh.tensors,
    },
  );
  pool.add(fresh);
  return rows.map((_, at) => wanted.subarray(at * vocabulary, (at + 1) * vocabulary));
}
