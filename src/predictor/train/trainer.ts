import { createRandom } from '../../core/index.ts';
import { createEngine, type Tensor, type Tensors } from '../engine.ts';
import {
  FIRST_MOMENT,
  NEXT,
  renderAdamWGraph,
  SECOND_MOMENT,
  type AdamW,
} from '../gpt2/adamw-graph.ts';
import { parameterTable, type Gpt2Config, type ParameterTable } from '../gpt2/config.ts';
import { dropoutPlaces, GATHERED, GRADIENT, renderTrainingGraph } from '../gpt2/training-graph.ts';
import type { MicroBatch } from './batches.ts';

/** Everything that training changes; with it a run goes on as if it had never stopped. */
export interface TrainingState {
  /** Updates made. */
  step: number;
  /** All parameters in one row, in the order of `parameterTable`; likewise the moments. */
  parameters: Float32Array;
  first: Float32Array;
  second: Float32Array;
}

export interface Trainer {
  readonly state: TrainingState;
  /** One update from the micro-batches of a step. Returns the weighted mean loss and the norm of the gradients. */
  update(batches: readonly MicroBatch[], rate: number): Promise<{ loss: number; norm: number }>;
  /** Weighted mean loss without dropout; changes nothing. */
  evaluate(batches: readonly MicroBatch[]): Promise<number>;
  close(): Promise<void>;
}

export interface TrainerOptions {
  readonly config: Gpt2Config;
  readonly adamW: AdamW;
  /** Probability of dropping, 0 for none. */
  readonly dropout: number;
  readonly seed: number;
  /** Rows of the largest micro-batch: sizes the noise pool. */
  readonly maxRows: number;
  readonly threads: number;
}

/** New state: given parameters, moments at zero. */
export function freshState(parameters: Float32Array): TrainingState {
  return {
    step: 0,
    parameters,
    first: new Float32Array(parameters.length),
    second: new Float32Array(parameters.length),
  };
}

/**
 * Runs forward, backward and AdamW. Parameters and moments are graph inputs; each update writes a second set of
 * buffers and the sets are swapped, so nothing is copied. Dropout's noise is a function of seed, step and place.
 *
 * Paper: IV-E. Memory: 6 rows of parameters (two sets of three), one of gradients, and a micro-batch's activations.
 */
export async function createTrainer(
  options: TrainerOptions,
  state: TrainingState,
): Promise<Trainer> {
  const { config, threads } = options;
  const table = parameterTable(config);
  const drops = options.dropout > 0;
  const gradient = await createEngine(
    renderTrainingGraph(config, { gradients: true, dropout: drops }),
    { threads },
  );
  const plain = await createEngine(
    renderTrainingGraph(config, { gradients: false, dropout: false }),
    { threads },
  );
  const optimizer = await createEngine(renderAdamWGraph(config, options.adamW), { threads });
  const spare = freshState(new Float32Array(table.size));
  const gathered = new Float32Array(table.size);
  const pool = drops ? makeNoise(options) : null;
  const norm = Float32Array.of(0);

  async function gather(batch: MicroBatch, at: number): Promise<number> {
    const loss = Float32Array.of(0);
    const noise = pool === null ? {} : noiseInputs(pool, options, state.step, at);
    await gradient.run(
      {
        ...batch.inputs,
        ...noise,
        ...views(table, state.parameters, ''),
        ...views(table, gathered, GATHERED),
      },
      { loss: scalar(loss), ...views(table, gathered, GRADIENT) },
    );
    return loss[0] ?? Number.NaN;
  }

  return {
    state,
    update: async (batches, rate) => {
      gathered.fill(0);
      let loss = 0;
      for (const [at, batch] of batches.entries()) loss += await gather(batch, at);
      state.step += 1;
      const { beta1, beta2 } = options.adamW;
      const step = Float32Array.of(
        rate,
        1 - beta1 ** state.step,
        Math.sqrt(1 - beta2 ** state.step),
      );
      await optimizer.run(
        {
          step: { type: 'float32', data: step, shape: [3] },
          ...views(table, gathered, GRADIENT),
          ...views(table, state.parameters, ''),
          ...views(table, state.first, FIRST_MOMENT),
          ...views(table, state.second, SECOND_MOMENT),
        },
        {
          norm: scalar(norm),
          ...views(table, spare.parameters, NEXT),
          ...views(table, spare.first, NEXT + FIRST_MOMENT),
          ...views(table, spare.second, NEXT + SECOND_MOMENT),
        },
      );
      for (const key of ['parameters', 'first', 'second'] as const) {
        [state[key], spare[key]] = [spare[key], state[key]];
      }
      return { loss, norm: norm[0] ?? Number.NaN };
    },
    evaluate: async (batches) => {
      let sum = 0;
      for (const batch of batches) {
        const loss = Float32Array.of(0);
        await plain.run(
          { ...batch.inputs, ...views(table, state.parameters, '') },
          { loss: scalar(loss) },
        );
        sum += loss[0] ?? Number.NaN;
      }
      return sum;
    },
    close: async () => {
      await Promise.all([gradient.close(), plain.close(), optimizer.close()]);
    },
  };
}

/** Tensors over one row of numbers, a parameter each, named with a prefix. */
export function views(table: ParameterTable, row: Float32Array, prefix: string): Tensors {
  return Object.fromEntries(
    table.list.map(({ name, shape, offset, size }): [string, Tensor] => [
      prefix + name,
      { type: 'float32', data: row.subarray(offset, offset + size), shape },
    ]),
  );
}

function scalar(data: Float32Array): Tensor {
  return { type: 'float32', data, shape: [] };
}

/** Numbers 0 and 1/(1-p): as many as the largest dropout needs, and as many again to start anywhere. */
function makeNoise({ config, dropout, seed, maxRows }: TrainerOptions): Float32Array {
  const rowLength = Math.max(config.width, config.heads * config.context);
  const random = createRandom(seed);
  const pool = new Float32Array(2 * maxRows * rowLength);
  for (let at = 0; at < pool.length; at += 1) pool[at] = random() < dropout ? 0 : 1 / (1 - dropout);
  return pool;
}

function noiseInputs(
  pool: Float32Array,
  options: TrainerOptions,
  step: number,
  microBatch: number,
): Tensors {
  const random = createRandom(Math.imul(options.seed + 1, 0x9e3779b1) ^ (step * 4096 + microBatch));
  const places = BigInt64Array.from({ length: dropoutPlaces(options.config) }, () =>
    BigInt(Math.floor((random() * pool.length) / 2)),
  );
  return {
    noise: { type: 'float32', data: pool, shape: [pool.length] },
    places: { type: 'int64', data: places, shape: [places.length] },
  };
}
