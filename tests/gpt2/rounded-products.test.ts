import { expect, test } from 'vitest';
import { createEngine } from '../../src/predictor/engine.ts';
import { GraphBuilder } from '../../src/predictor/gpt2/graph-builder.ts';

const INPUTS = 256;
const OUTPUTS = 6;
/** Rows of weights as far from 0 as int8 goes: of one sign, of the other, in turn, in pairs; and others. */
const WEIGHTS: readonly ((at: number) => number)[] = [
  () => 127,
  () => -127,
  (at) => (at % 2 === 0 ? 127 : -127),
  (at) => (at % 4 < 2 ? -128 : 127),
  (at) => ((at * 31) % 255) - 127,
  () => 0,
];
const ACTIVATIONS: readonly ((at: number) => number)[] = [
  () => 127,
  (at) => (at % 2 === 0 ? 127 : -127),
  (at) => (at % 32 === 0 ? 127 : ((at * 7) % 255) - 127),
];

// Kernels that add two products in 16 bits give half of such a sum.
test.each([
  [32, 1],
  [256, 1],
  [256, 3],
  [64, 5],
])('sums of rounded products are exact, blocks of %i, %i rows', async (block, rows) => {
  const graph = new GraphBuilder();
  const blocks = INPUTS / block;
  const weight = (output: number, at: number): number => WEIGHTS[output]?.(at) ?? 0;
  const activation = (row: number, at: number): number =>
    ACTIVATIONS[row % ACTIVATIONS.length]?.(at) ?? 0;
  const shifted = Uint8Array.from(
    { length: OUTPUTS * INPUTS },
    (_, at) => weight(Math.floor(at / INPUTS), at % INPUTS) + 128,
  );
  const scales = new Uint8Array(new Float32Array(OUTPUTS * blocks).fill(1).buffer);
  const product = graph.node(
    'MatMulNBits',
    [
      graph.input('x', 'float32', ['rows', INPUTS]),
      graph.weights('w', 'uint8', [OUTPUTS, blocks, block], shifted),
      graph.weights('s', 'float32', [OUTPUTS * blocks], scales),
    ],
    { K: INPUTS, N: OUTPUTS, bits: 8, block_size: block, accuracy_level: 4 },
  );
  graph.output('y', product, 'float32', ['rows', OUTPUTS]);
  const engine = await createEngine(graph.render(), { threads: 1 });
  const x = Float32Array.from({ length: rows * INPUTS }, (_, at) =>
    activation(Math.floor(at / INPUTS), at % INPUTS),
  );
  const y = new Float32Array(rows * OUTPUTS);
  await engine.run(
    { x: { type: 'float32', data: x, shape: [rows, INPUTS] } },
    { y: { type: 'float32', data: y, shape: [rows, OUTPUTS] } },
  );
  await engine.close();
  const places = [...Array.from({ length: INPUTS }).keys()];
  const exact = Array.from({ length: rows * OUTPUTS }, (_, cell) =>
    places.reduce(
      (sum, at) => sum + activation(Math.floor(cell / OUTPUTS), at) * weight(cell % OUTPUTS, at),
      0,
    ),
  );
  expect([...y]).toEqual(exact.map((sum) => expect.closeTo(sum, 0)));
});
