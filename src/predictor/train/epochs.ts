import { createRandom } from '../../core/index.ts';
import type { Example } from './examples.ts';

/** Batches whose examples are drawn together and then sorted by length, so that little is padded. */
const BUCKET_BATCHES = 8;

/**
 * The examples of each update of one epoch: every example once, similar lengths together, in an order that
 * depends on seed and epoch alone.
 */
export function epochBatches(
  examples: readonly Example[],
  batchExamples: number,
  seed: number,
  epoch: number,
): Example[][] {
  const random = createRandom(Math.imul(seed + 1, 0x85ebca6b) ^ epoch);
  const order = shuffle([...examples], random);
  const bucket = batchExamples * BUCKET_BATCHES;
  const batches: Example[][] = [];
  for (let start = 0; start < order.length; start += bucket) {
    const sorted = order
      .slice(start, start + bucket)
      .toSorted((a, b) => a.ids.length - b.ids.length);
    for (let at = 0; at < sorted.length; at += batchExamples) {
      batches.push(sorted.slice(at, at + batchExamples));
    }
  }
  return shuffle(batches, random);
}

function shuffle<T>(items: T[], random: () => number): T[] {
  for (let at = items.length - 1; at > 0; at -= 1) {
    const other = Math.floor(random() * (at + 1));
    const held = items[at];
    const swapped = items[other];
    if (held === undefined || swapped === undefined) continue;
    items[at] = swapped;
    items[other] = held;
  }
  return items;
}
