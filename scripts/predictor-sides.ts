/** The programs that `bench-predictor.ts` compares, each behind one interface. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { createRandom } from '../src/core/index.ts';
import {
  initialParameters,
  parameterTable,
  type Gpt2Config,
} from '../src/predictor/gpt2/config.ts';
import { createDecoder, type Decoder } from '../src/predictor/gpt2/decoder.ts';
import { generate } from '../src/predictor/gpt2/generate.ts';
import { quantize, readWeights } from '../src/predictor/gpt2/weights.ts';
import { makeMicroBatches } from '../src/predictor/train/batches.ts';
import type { Example } from '../src/predictor/train/examples.ts';
import { learningRate, PRESETS } from '../src/predictor/train/presets.ts';
import { createTrainer, freshState } from '../src/predictor/train/trainer.ts';

export interface Decoded {
  /** Reading the prompt up to the first new token. */
  readonly promptMs: number;
  /** Mean of the steps after it, one new token for each beam. */
  readonly stepMs: number;
  /** The best sequence. */
  readonly ids: readonly number[];
}

export interface Side {
  readonly name: string;
  /** Any number where it is absent. */
  readonly mostBeams?: number;
  /** One update: forward, backward, clipping, AdamW. */
  readonly train?: (examples: readonly Example[]) => Promise<{ ms: number; loss: number }>;
  /** A search of fixed length; one beam is greedy. */
  readonly decode?: (prompt: readonly number[], tokens: number, beams: number) => Promise<Decoded>;
  readonly close: () => Promise<void>;
}

const PRESET = PRESETS.default;
/** After warm-up, so that updates are those of the middle of a run. */
const RATE = learningRate(PRESET, PRESET.warmupSteps, 10 * PRESET.warmupSteps);
const NO_END = -1;

export async function openOurTrainer(config: Gpt2Config, threads: number): Promise<Side> {
  const row = initialParameters(parameterTable(config), createRandom(PRESET.seed));
  const trainer = await createTrainer({ ...PRESET, config, threads }, freshState(row));
  return {
    name: 'ours fp32',
    train: async (examples) => {
      const start = performance.now();
      const { loss } = await trainer.update(makeMicroBatches(examples, PRESET), RATE);
      return { ms: performance.now() - start, loss };
    },
    close: () => trainer.close(),
  };
}

export async function openOurDecoders(
  folder: string,
  config: Gpt2Config,
  threads: number,
): Promise<Side[]> {
  const weights = readWeights(path.join(folder, 'model.safetensors'), config);
  const decoders = [
    ['ours fp32', await createDecoder(config, weights, threads)],
    ['ours int8', await createDecoder(config, quantize(config, weights), threads)],
  ] as const;
  return decoders.map(([name, decoder]) => ({
    name,
    decode: (prompt, tokens, beams) => decodeOurs(decoder, prompt, tokens, beams),
    close: () => decoder.close(),
  }));
}

async function decodeOurs(
  decoder: Decoder,
  prompt: readonly number[],
  tokens: number,
  beams: number,
): Promise<Decoded> {
  const start = performance.now();
  let started = start;
  const watched: Decoder = {
    ...decoder,
    start: async (...options) => {
      const decoding = await decoder.start(...options);
      started = performance.now();
      return decoding;
    },
  };
  const [best] = await generate(watched, prompt, { end: NO_END, maxTokens: tokens, beams });
  const stepMs = (performance.now() - started) / (tokens - 1);
  return { promptMs: started - start, stepMs, ids: best?.ids ?? [] };
}

export interface Torch {
  readonly versions: Readonly<Record<string, string>>;
  /** Takes the folder's model; what was open before is gone. */
  open(folder: string, threads: number): Promise<Side[]>;
  close(): void;
}

/** Starts `bench-torch.py`. Errors: the program's last words where it does not start. */
export async function startTorch(python: string): Promise<Torch> {
  const program = path.join(import.meta.dirname, 'bench-torch.py');
  const child = spawn(python, [program], { stdio: ['pipe', 'pipe', 'pipe'] });
  let said = '';
  child.stderr.on('data', (text) => {
    said = (said + String(text)).slice(-2000);
  });
  child.stdin.on('error', () => undefined);
  const failed = new Promise<never>((_, reject) => {
    child.on('error', reject);
    child.on('close', (code) => reject(new Error(`PyTorch's side ended with ${code}: ${said}`)));
  });
  failed.catch(() => undefined);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const read = async <T>(): Promise<T> => {
    const { value } = await Promise.race([lines.next(), failed]);
    if (value === undefined) return failed;
    return JSON.parse(value) as T;
  };
  const ask = <T>(request: Readonly<Record<string, unknown>>): Promise<T> => {
    child.stdin.write(`${JSON.stringify(request)}\n`);
    return read<T>();
  };
  const versions = await read<Record<string, string>>();
  return {
    versions,
    open: async (folder, threads) => {
      await ask({ op: 'load', folder, threads, settings: PRESET });
      return ['fp32', 'bf16'].map((precision) => ({
        name: `PyTorch ${precision}`,
        train: (examples) => ask({ op: 'train', precision, examples, rate: RATE }),
        decode: (prompt, tokens, beams) => ask({ op: 'decode', precision, prompt, tokens, beams }),
        close: () => Promise.resolve(),
      }));
    },
    close: () => child.stdin.end(),
  };
}

/** What we use of node-llama-cpp. */
interface LlamaModule {
  getLlama(options: Readonly<Record<string, unknown>>): Promise<{
    loadModel(options: { modelPath: string }): Promise<{
      createContext(options: Readonly<Record<string, unknown>>): Promise<{
        getSequence(): {
          clearHistory(): Promise<void>;
          evaluate(
            tokens: readonly number[],
            options: Readonly<Record<string, unknown>>,
          ): AsyncGenerator<number>;
        };
      }>;
    }>;
    dispose(): Promise<void>;
  }>;
}

export interface LlamaPackage {
  readonly module: LlamaModule;
  readonly versions: Readonly<Record<string, string>>;
}

/** Loads node-llama-cpp from a folder with `node_modules`. */
export async function loadLlama(folder: string): Promise<LlamaPackage> {
  const root = path.resolve(folder, 'node_modules/node-llama-cpp');
  const json = (name: string): Record<string, string> =>
    JSON.parse(readFileSync(path.join(root, name), 'utf8')) as Record<string, string>;
  const versions = {
    'node-llama-cpp': json('package.json')['version'] ?? '',
    'llama.cpp': json('llama/binariesGithubRelease.json')['release'] ?? '',
  };
  const entry = pathToFileURL(path.join(root, 'dist/index.js')).href;
  return { module: (await import(entry)) as LlamaModule, versions };
}

/** llama.cpp on a GGUF of the same model; one beam only. */
export async function openLlama(
  { module }: LlamaPackage,
  file: string,
  config: Gpt2Config,
  threads: number,
): Promise<Side> {
  const llama = await module.getLlama({
    gpu: false,
    build: 'never',
    skipDownload: true,
    progressLogs: false,
    logLevel: 'error',
    maxThreads: threads,
  });
  const model = await llama.loadModel({ modelPath: file });
  const context = await model.createContext({
    contextSize: config.context,
    batchSize: config.context,
    threads: { ideal: threads, min: threads },
  });
  const sequence = context.getSequence();
  return {
    name: 'llama.cpp Q8_0',
    mostBeams: 1,
    decode: async (prompt, tokens) => {
      await sequence.clearHistory();
      const ids: number[] = [];
      const start = performance.now();
      let started = start;
      for await (const id of sequence.evaluate(prompt, { temperature: 0, yieldEogToken: true })) {
        if (ids.length === 0) started = performance.now();
        ids.push(id);
        if (ids.length === tokens) break;
      }
      const stepMs = (performance.now() - started) / (tokens - 1);
      return { promptMs: started - start, stepMs, ids };
    },
    close: () => llama.dispose(),
  };
}

/** Writes the GGUF that `openLlama` reads. */
export async function writeGguf(python: string, folder: string, file: string): Promise<void> {
  const program = path.join(import.meta.dirname, 'write-gguf.py');
  const child = spawn(python, [program, folder, file], { stdio: ['ignore', 'ignore', 'inherit'] });
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`${program} ended with ${code}`);
}
