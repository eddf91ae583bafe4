import type { Tensors } from '../engine.ts';
import type { Example } from './examples.ts';

/** One run of the training graph: some examples of a step, padded to the longest. */
export interface MicroBatch {
  /** `ids`, `rows`, `targets`, `weights` of `renderTrainingGraph`. */
  readonly inputs: Tensors;
  /** Batch times time, padding included. */
  readonly rows: number;
  /** Tokens without padding. */
  readonly tokens: number;
}

const PADDING = 0n;

/**
 * Parts the examples of one step into micro-batches of at most `maxRows` rows each, similar lengths together.
 * A scored plan token weighs 1, a prompt token `promptWeight`; weights sum to 1 over the whole step, so that the
 * gathered gradient is that of the weighted mean whatever the parts.
 */
export function makeMicroBatches(
  examples: readonly Example[],
  options: { readonly promptWeight: number; readonly maxRows: number },
): MicroBatch[] {
  const sorted = examples.toSorted((a, b) => a.ids.length - b.ids.length || a.line - b.line);
  const groups: Example[][] = [];
  for (const example of sorted) {
    const group = groups.at(-1);
    const fits = group !== undefined && (group.length + 1) * example.ids.length <= options.maxRows;
    if (fits) group.push(example);
    else groups.push([example]);
  }
  const total = examples.reduce((sum, example) => sum + weightOf(example, options.promptWeight), 0);
  return groups.map((group) => makeMicroBatch(group, options.promptWeight, total));
}

/** Sum of the weights of an example's scored tokens: every token but the first. */
export function weightOf(example: Example, promptWeight: number): number {
  return (
    example.ids.length - example.promptLength + promptWeight * Math.max(0, example.promptLength - 1)
  );
}

function makeMicroBatch(
  examples: readonly Example[],
  promptWeight: number,
  total: number,
): MicroBatch {
  const time = Math.max(...examples.map(({ ids }) => ids.length));
  const ids = new BigInt64Array(examples.length * time).fill(PADDING);
  const rows: bigint[] = [];
  const targets: bigint[] = [];
  const weights: number[] = [];
  for (const [at, example] of examples.entries()) {
    for (const [position, id] of example.ids.entries()) {
      ids[at * time + position] = BigInt(id);
      const weight = position >= example.promptLength ? 1 : promptWeight;
      if (position === 0 || weight === 0) continue;
      rows.push(BigInt(at * time + position - 1));
      targets.push(BigInt(id));
      weights.push(weight / total);
    }
  }
  const scored = [rows.length];
  return {
    rows: examples.length * time,
    tokens: examples.reduce((sum, example) => sum + example.ids.length, 0),
    inputs: {
      ids: { type: 'int64', data: ids, shape: [examples.length, time] },
      rows: { type: 'int64', data: BigInt64Array.from(rows), shape: scored },
      targets: { type: 'int64', data: BigInt64Array.from(targets), shape: scored },
      weights: { type: 'float32', data: Float32Array.from(weights), shape: scored },
    },
  };
}
