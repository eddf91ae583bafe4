import { createEngine } from '../engine.ts';
import { parameterTable } from '../gpt2/config.ts';
import { GraphBuilder } from '../gpt2/graph-builder.ts';
import type { PreparedData } from './loop.ts';
import type { TrainingPreset } from './presets.ts';

/** What a training run would take. */
export interface TrainingEstimate {
  readonly parameters: number;
  readonly memoryBytes: number;
  readonly tokens: number;
  readonly steps: number;
  readonly seconds: number;
}

/** Multiplications' share of a step's time (measured at width 256; wider models come nearer to 1). */
const USED_SHARE = 0.7;
/** Widths of floats that forward and backward keep of one row in one layer, attention apart. */
const WIDTHS_KEPT = 30;
/** Tensors of attention weights, logits, and copies of parameters (two sets of three, gradients) that are held. */
const WEIGHTS_KEPT = 4;
const LOGITS_KEPT = 4;
const COPIES = 7;
const SIDE = 1024;

/**
 * Estimates a run without training: memory from the sizes, time from the tokens and this machine's measured speed.
 * Units: bytes, seconds. Padding is left out.
 */
export async function estimateTraining(
  data: Pick<PreparedData, 'config' | 'train'>,
  preset: TrainingPreset,
  threads: number,
): Promise<TrainingEstimate> {
  const { config, train } = data;
  const { size } = parameterTable(config);
  const lengths = train.map(({ ids }) => ids.length);
  const epochTokens = lengths.reduce((sum, length) => sum + length, 0);
  const meanLength = epochTokens / Math.max(1, train.length);
  const perRow =
    config.layers * (WIDTHS_KEPT * config.width + WEIGHTS_KEPT * config.heads * meanLength) +
    LOGITS_KEPT * config.vocabulary;
  const operations =
    6 * (size - config.context * config.width) + 12 * config.layers * config.width * meanLength;
  const tokens = epochTokens * preset.epochs;
  return {
    parameters: size,
    memoryBytes: Math.round(4 * (COPIES * size + perRow * preset.maxRows)),
    tokens,
    steps: Math.ceil(train.length / preset.batchExamples) * preset.epochs,
    seconds: Math.round((tokens * operations) / (USED_SHARE * (await measureSpeed(threads)))),
  };
}

/**
 * Operations a second of one large product of matrices on `threads` free cores: counted in processor time, so that
 * other work on the machine does not enter.
 */
async function measureSpeed(threads: number): Promise<number> {
  const graph = new GraphBuilder();
  const square = [SIDE, SIDE];
  const product = graph.node('MatMul', [
    graph.input('a', 'float32', square),
    graph.input('b', 'float32', square),
  ]);
  graph.output('product', product, 'float32', square);
  const engine = await createEngine(graph.render(), { threads });
  const matrix = (): { type: 'float32'; data: Float32Array; shape: number[] } => ({
    type: 'float32',
    data: new Float32Array(SIDE * SIDE).fill(0.5),
    shape: square,
  });
  const tensors = { a: matrix(), b: matrix() };
  const outputs = { product: matrix() };
  let best = Number.POSITIVE_INFINITY;
  for (let run = 0; run < 5; run += 1) {
    const started = process.cpuUsage();
    await engine.run(tensors, outputs);
    const { user, system } = process.cpuUsage(started);
    best = Math.min(best, user + system);
  }
  await engine.close();
  return (threads * 2 * SIDE ** 3) / (best / 1e6);
}
