import { existsSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { DLCodeGenError } from '../../core/index.ts';
import type { ParameterTable } from '../gpt2/config.ts';
import { readTensors, writeTensors, type StoredTensor } from '../gpt2/safetensors.ts';
import type { TrainingState } from './trainer.ts';

/** What decides when training ends, beside the state of the optimizer. */
export interface Progress {
  readonly bestLoss: number;
  readonly bestStep: number;
  /** Looks at the held-out loss since the best one. */
  readonly looksSince: number;
}

export const STATE_FILE = 'state.safetensors';
export const MODEL_FILE = 'model.safetensors';

const PROGRESS = z.object({
  step: z.int().min(0),
  bestLoss: z.number().nullable(),
  bestStep: z.int().min(0),
  looksSince: z.int().min(0),
  preset: z.string(),
});
const MOMENTS = ['parameters', 'first', 'second'] as const;
const PREFIXES = { parameters: '', first: 'first.', second: 'second.' } as const;

/** Writes everything a resumed run needs, at once. `preset` is what the run was started with, as text. */
export function writeState(
  folder: string,
  table: ParameterTable,
  state: TrainingState,
  progress: Progress,
  preset: string,
): void {
  const tensors = MOMENTS.flatMap((moment) => toTensors(table, state[moment], PREFIXES[moment]));
  const bestLoss = Number.isFinite(progress.bestLoss) ? progress.bestLoss : null;
  writeTensors(path.join(folder, STATE_FILE), tensors, {
    progress: JSON.stringify({ ...progress, bestLoss, step: state.step, preset }),
  });
}

/** The state a run left; null where the folder has none. Errors: BAD_INPUT where it belongs to another preset. */
export function readState(
  folder: string,
  table: ParameterTable,
  preset: string,
): { readonly state: TrainingState; readonly progress: Progress } | null {
  const file = path.join(folder, STATE_FILE);
  if (!existsSync(file)) return null;
  const { metadata, tensors } = readTensors(file);
  const parsed = PROGRESS.safeParse(JSON.parse(metadata['progress'] ?? 'null'));
  if (!parsed.success) throw new DLCodeGenError('BAD_INPUT', `${file} is no training state`);
  if (parsed.data.preset !== preset) {
    throw new DLCodeGenError('BAD_INPUT', `${file} was made with other settings or data`, {
      data: { wanted: preset, found: parsed.data.preset },
    });
  }
  const [parameters, first, second] = MOMENTS.map((moment) =>
    fromTensors(table, tensors, PREFIXES[moment], file),
  ) as [Float32Array, Float32Array, Float32Array];
  const { step, bestLoss, bestStep, looksSince } = parsed.data;
  return {
    state: { step, parameters, first, second },
    progress: { bestLoss: bestLoss ?? Number.POSITIVE_INFINITY, bestStep, looksSince },
  };
}

/** The parameters alone, under Hugging Face's names. */
export function writeParameters(file: string, table: ParameterTable, row: Float32Array): void {
  writeTensors(file, toTensors(table, row, ''));
}

function toTensors(table: ParameterTable, row: Float32Array, prefix: string): StoredTensor[] {
  return table.list.map(({ name, shape, offset, size }) => ({
    name: prefix + name,
    type: 'F32',
    shape,
    bytes: new Uint8Array(row.buffer, row.byteOffset + 4 * offset, 4 * size),
  }));
}

function fromTensors(
  table: ParameterTable,
  tensors: ReadonlyMap<string, StoredTensor>,
  prefix: string,
  file: string,
): Float32Array {
  const row = new Float32Array(table.size);
  for (const { name, offset, size } of table.list) {
    const tensor = tensors.get(prefix + name);
    if (tensor?.type !== 'F32' || tensor.bytes.length !== 4 * size) {
      throw new DLCodeGenError(
        'BAD_INPUT',
        `${file} has no tensor ${prefix}${name} of ${size} floats`,
      );
    }
    row.set(new Float32Array(tensor.bytes.buffer, tensor.bytes.byteOffset, size), offset);
  }
  return row;
}
