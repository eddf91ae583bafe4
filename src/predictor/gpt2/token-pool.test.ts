import { expect, test } from 'vitest';
import { PAST } from './decode-graph.ts';
import { TokenPool } from './token-pool.ts';

const CONFIG = { vocabulary: 9, context: 400, width: 6, layers: 2, heads: 3 };
const DEPTH = CONFIG.width / CONFIG.heads;

/** What the graph would say: a number of its own for each, small enough to be exact in 32 bits. */
const mark = (kind: number, layer: number, head: number, depth: number, token: number): number =>
  (((kind * CONFIG.layers + layer) * CONFIG.heads + head) * DEPTH + depth) * CONFIG.context + token;

test.each([[[1, 1, 1]], [[40, 3, 3, 3]], [[90, ...Array.from({ length: 70 }, () => 3)]]])(
  'a token keeps its keys and values while the pool grows, %j',
  (sizes) => {
    const total = sizes.reduce((sum, size) => sum + size, 0);
    const pool = new TokenPool(CONFIG, total);
    for (const size of sizes) {
      const fresh = pool.fresh(size);
      for (const [kind, rows] of [fresh.keys, fresh.values].entries()) {
        for (const [layer, row] of rows.entries()) {
          for (let at = 0; at < row.length; at += 1) {
            const head = Math.floor(at / (size * DEPTH));
            const token = pool.count + (Math.floor(at / DEPTH) % size);
            row[at] = mark(kind, layer, head, at % DEPTH, token);
          }
        }
      }
      pool.add(fresh);
    }
    expect(pool.count).toBe(total);
    const past = pool.past();
    const read = (name: string): Float32Array => past[name]?.data as Float32Array;
    const lost: number[][] = [];
    for (let layer = 0; layer < CONFIG.layers; layer += 1) {
      const keys = read(PAST.key + layer);
      const values = read(PAST.value + layer);
      for (let head = 0; head < CONFIG.heads; head += 1) {
        for (let depth = 0; depth < DEPTH; depth += 1) {
          for (let token = 0; token < total; token += 1) {
            const key = keys[(head * DEPTH + depth) * pool.capacity + token];
            const value = values[(head * pool.capacity + token) * DEPTH + depth];
            const wanted = [0, 1].map((kind) => mark(kind, layer, head, depth, token));
            if (key !== wanted[0] || value !== wanted[1]) lost.push([layer, head, depth, token]);
          }
        }
      }
    }
    expect(lost).toEqual([]);
  },
);
