import { copyFileSync, existsSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import {
  createRandom,
  DLCodeGenError,
  makeFolders,
  PACKAGE_ROOT,
  writeText,
} from '../../core/index.ts';
import { runTool } from '../../sandbox/index.ts';
import { importCheckpoint } from '../exchange/import-checkpoint.ts';
import { initialParameters, parameterTable } from '../gpt2/config.ts';
import { renderConfigJson } from '../gpt2/config-json.ts';
import { writeParameters } from './checkpoint.ts';
import { epochBatches } from './epochs.ts';
import type { Example } from './examples.ts';
import { CURVE_FILE, TOKENIZER_FILE, type PreparedData } from './loop.ts';
import { learningRate, type TrainingPreset } from './presets.ts';

export interface TorchOptions {
  /** A Python with torch, transformers and safetensors; accelerate where several machines need more. */
  readonly python: string;
  /** Processes on this machine. */
  readonly processes: number;
  /** Starts from these parameters instead of random ones. */
  readonly initial?: Float32Array;
  readonly signal: AbortSignal;
  readonly onReport: (report: TorchReport) => void;
}

export interface TorchReport {
  readonly step: number;
  readonly steps: number;
  readonly loss: number;
}

export interface TorchResult {
  readonly step: number;
  /** Null where nothing is held out. */
  readonly bestLoss: number | null;
}

const PROGRAM = path.join(PACKAGE_ROOT, 'python', 'train_torch.py');
const LONGEST_MS = 2 ** 31 - 1;
const LINE = z.object({
  step: z.int(),
  loss: z.number().optional(),
  heldOutLoss: z.number().optional(),
});

/**
 * Writes everything that a training run is into a folder that `python/train_torch.py` reads: the same examples, updates
 * and rates, in the order of `trainPredictor`. On several machines the folder is copied and torchrun started on each.
 *
 * Paper: IV-E. Returns the number of updates.
 */
export function writeTorchJob(
  data: PreparedData,
  job: string,
  preset: TrainingPreset,
  initial?: Float32Array,
): number {
  const { config, train, heldOut } = data;
  const table = parameterTable(config);
  makeFolders(job);
  const write = (name: string, text: string): void => writeText(path.join(job, name), text);
  const places = new Map(train.map((example, at) => [example, at]));
  const perEpoch = Math.ceil(train.length / preset.batchExamples);
  const steps = perEpoch * preset.epochs;
  const updates = Array.from({ length: preset.epochs }, (_, epoch) =>
    epochBatches(train, preset.batchExamples, preset.seed, epoch),
  ).flat();
  const { adamW, dropout, promptWeight, maxRows, evaluateEvery, patience, seed } = preset;
  write('config.json', renderConfigJson(config));
  write(
    'settings.json',
    JSON.stringify({ adamW, dropout, promptWeight, maxRows, evaluateEvery, patience, seed }),
  );
  write('examples.jsonl', renderExamples(train));
  write(
    'held-out.jsonl',
    renderExamples(heldOut.filter(({ ids, promptLength }) => ids.length > promptLength)),
  );
  write(
    'updates.jsonl',
    updates
      .map((examples, step) => {
        const rate = learningRate(preset, step, steps);
        return `${JSON.stringify({ rate, examples: examples.map((example) => places.get(example)) })}\n`;
      })
      .join(''),
  );
  const parameters = initial ?? initialParameters(table, createRandom(preset.seed));
  writeParameters(path.join(job, 'start.safetensors'), table, parameters);
  return steps;
}

/**
 * Trains on PyTorch by torchrun and takes the checkpoint back through `importCheckpoint`. The job stays in
 * `FOLDER/torch`, so that the run can be looked at or repeated on other machines.
 *
 * Paper: IV-E. Errors: ENVIRONMENT where Python or its packages are missing, UNEXPECTED where training fails,
 * INTERRUPTED.
 */
export async function trainWithTorch(
  data: PreparedData,
  folder: string,
  preset: TrainingPreset,
  options: TorchOptions,
): Promise<TorchResult> {
  await checkPython(options.python);
  const job = path.join(folder, 'torch');
  const steps = writeTorchJob(data, job, preset, options.initial);
  const result: { step: number; bestLoss: number | null } = { step: 0, bestLoss: null };
  const threads = Math.max(1, Math.floor(os.availableParallelism() / options.processes));
  const run = await runTool({
    command: options.python,
    args: [
      '-m',
      'torch.distributed.run',
      '--standalone',
      `--nproc-per-node=${options.processes}`,
      PROGRAM,
      job,
    ],
    environment: { OMP_NUM_THREADS: process.env['OMP_NUM_THREADS'] ?? String(threads) },
    timeoutMs: LONGEST_MS,
    signal: options.signal,
    onLine: (text) => {
      const line = parseLine(text);
      if (line === null) return;
      const { step, loss, heldOutLoss } = line;
      result.step = step;
      if (loss !== undefined) options.onReport({ step, steps, loss });
      if (heldOutLoss !== undefined) {
        result.bestLoss = Math.min(result.bestLoss ?? heldOutLoss, heldOutLoss);
      }
    },
  });
  options.signal.throwIfAborted();
  if (run.exit !== 0 || !existsSync(path.join(job, 'model.safetensors'))) {
    throw new DLCodeGenError('UNEXPECTED', `training on PyTorch failed: ${lastLines(run.stderr)}`);
  }
  copyFileSync(path.join(folder, TOKENIZER_FILE), path.join(job, TOKENIZER_FILE));
  copyFileSync(path.join(job, CURVE_FILE), path.join(folder, CURVE_FILE));
  importCheckpoint(job, folder);
  return result;
}

async function checkPython(python: string): Promise<void> {
  const wanted = 'import torch, transformers, safetensors';
  const run = await runTool({ command: python, args: ['-c', wanted], timeoutMs: 300_000 });
  if (run.exit === 0) return;
  throw new DLCodeGenError(
    'ENVIRONMENT',
    `${python} has no torch, transformers and safetensors (pip install torch==2.13.0 transformers safetensors accelerate): ${lastLines(run.stderr)}`,
  );
}

function renderExamples(examples: readonly Example[]): string {
  return examples
    .map(({ ids, promptLength }) => `${JSON.stringify({ ids, promptLength })}\n`)
    .join('');
}

function parseLine(text: string): z.infer<typeof LINE> | null {
  if (!text.startsWith('{')) return null;
  try {
    return LINE.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** The end of what Python said, without the table that torchrun puts after it. */
function lastLines(text: string): string {
  const [said = ''] = text.split(/^[EW]\d{4} .*elastic/m);
  return said.trim().split('\n').slice(-6).join(' | ').slice(-1500);
}
