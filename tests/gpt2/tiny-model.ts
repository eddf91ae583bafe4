import { createRandom } from '../../src/core/index.ts';
import { createEngine, type Tensor } from '../../src/predictor/engine.ts';
import { parameterTable, type Gpt2Config } from '../../src/predictor/gpt2/config.ts';
import { renderTrainingGraph } from '../../src/predictor/gpt2/training-graph.ts';
import type { Weights } from '../../src/predictor/gpt2/weights.ts';
import type { Example } from '../../src/predictor/train/examples.ts';
import { views } from '../../src/predictor/train/trainer.ts';

/** The model and examples of `tests/reference/record-gpt2.py`, from the same seeded stream. */
export const TINY: Gpt2Config = { vocabulary: 97, context: 32, width: 32, layers: 2, heads: 4 };
export const STEPS = 20;
export const BATCH = 4;
export const PROMPT_WEIGHT = 0.3;

export function makeTinyModel(): {
  readonly parameters: Float32Array;
  readonly examples: Example[];
} {
  const random = createRandom(7);
  const table = parameterTable(TINY);
  const parameters = new Float32Array(table.size);
  for (const { name, offset, size } of table.list) {
    const shift = /ln_.*weight$/.test(name) ? 1 : 0;
    for (let at = offset; at < offset + size; at += 1)
      parameters[at] = shift + 0.4 * (random() - 0.5);
  }
  const examples = Array.from({ length: STEPS * BATCH }, (_, line) => {
    const length = 10 + Math.floor(random() * 20);
    return {
      line,
      ids: Array.from({ length }, () => Math.floor(random() * TINY.vocabulary)),
      promptLength: 4,
    };
  });
  return { parameters, examples };
}

export function tinyWeights(parameters: Float32Array): Weights {
  return new Map(
    parameterTable(TINY).list.map(({ name, offset, size }) => [
      name,
      { kind: 'float', values: parameters.subarray(offset, offset + size) },
    ]),
  );
}

/** Logits of every place of one sequence by the training graph: no caches, no decoding. */
export async function allLogits(
  parameters: Float32Array,
  ids: readonly number[],
): Promise<Float32Array[]> {
  const engine = await createEngine(
    renderTrainingGraph(TINY, { gradients: false, dropout: false }),
    { threads: 1 },
  );
  const count = ids.length;
  const logits = new Float32Array(count * TINY.vocabulary);
  const floats = (data: Float32Array, shape: readonly number[]): Tensor => ({
    type: 'float32',
    data,
    shape,
  });
  await engine.run(
    {
      ids: { type: 'int64', data: BigInt64Array.from(ids, BigInt), shape: [1, count] },
      rows: {
        type: 'int64',
        data: BigInt64Array.from(ids, (_, at) => BigInt(at)),
        shape: [count],
      },
      targets: { type: 'int64', data: new BigInt64Array(count), shape: [count] },
      weights: floats(new Float32Array(count), [count]),
      ...views(parameterTable(TINY), parameters, ''),
    },
    {
      loss: floats(new Float32Array(1), []),
      logits: floats(logits, [count, TINY.vocabulary]),
    },
  );
  await engine.close();
  return ids.map((_, at) => logits.subarray(at * TINY.vocabulary, (at + 1) * TINY.vocabulary));
}

export function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return Array.from(a).reduce(
    (most, value, at) => Math.max(most, Math.abs(value - (b[at] ?? NaN))),
    0,
  );
}
