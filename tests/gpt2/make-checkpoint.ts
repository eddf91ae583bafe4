import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import { createRandom } from '../../src/core/index.ts';
import { parameterTable, type Gpt2Config } from '../../src/predictor/gpt2/config.ts';
import { renderConfigJson } from '../../src/predictor/gpt2/config-json.ts';
import { writeTensors, type StoredTensor } from '../../src/predictor/gpt2/safetensors.ts';
import { renderTokenizerJson } from '../../src/predictor/tokenizer/tokenizer-json.ts';
import { GPT2_PATTERN, trainBpe } from '../../src/predictor/tokenizer/train-bpe.ts';

export const SMALL: Gpt2Config = {
  vocabulary: 300,
  context: 64,
  width: 32,
  layers: 2,
  heads: 4,
};

/** Random weights as Hugging Face stores them, made tensor by tensor. */
export function randomTensors(config: Gpt2Config, type: 'F32' | 'BF16' = 'F32'): StoredTensor[] {
  const random = createRandom(5);
  return parameterTable(config).list.map(({ name, shape, size }) => ({
    name: `transformer.${name}`,
    type,
    shape,
    get bytes() {
      const shift = /ln_.*weight$/.test(name) ? 1 : 0;
      const values = Float32Array.from({ length: size }, () => shift + 0.08 * (random() - 0.5));
      if (type === 'F32') return new Uint8Array(values.buffer);
      const words = new Uint32Array(values.buffer);
      return new Uint8Array(Uint16Array.from(words, (word) => word >>> 16).buffer);
    },
  }));
}

/** A checkpoint folder with weights in one file, or in as many shards as are named. */
export function makeCheckpoint(
  folder: string,
  options: {
    readonly shards?: number;
    readonly type?: 'F32' | 'BF16';
    readonly context?: number;
  } = {},
): void {
  mkdirSync(folder, { recursive: true });
  const config = { ...SMALL, context: options.context ?? SMALL.context };
  const tensors = randomTensors(config, options.type).map(({ name, type, shape, bytes }) => ({
    name,
    type,
    shape,
    bytes,
  }));
  const shards = options.shards ?? 1;
  if (shards === 1) writeTensors(path.join(folder, 'model.safetensors'), tensors);
  else {
    const nameOf = (at: number): string => `model-${at + 1}-of-${shards}.safetensors`;
    for (let shard = 0; shard < shards; shard += 1) {
      const part = tensors.filter((_, at) => at % shards === shard);
      writeTensors(path.join(folder, nameOf(shard)), part);
    }
    const map = tensors.map(({ name }, at) => [name, nameOf(at % shards)]);
    writeFileSync(
      path.join(folder, 'model.safetensors.index.json'),
      JSON.stringify({ metadata: {}, weight_map: Object.fromEntries(map) }),
    );
  }
  const model = trainBpe(['Predict the price of a house from its size and its place.'], {
    size: 290,
    specials: ['<|endoftext|>'],
    pattern: GPT2_PATTERN,
    minimum: 1,
  });
  writeFileSync(path.join(folder, 'tokenizer.json'), renderTokenizerJson(model));
  writeFileSync(path.join(folder, 'config.json'), renderConfigJson(config));
}

/** Overwrites one byte range of a file. */
export function damage(file: string, place: number, bytes: Uint8Array): void {
  const handle = openSync(file, 'r+');
  writeSync(handle, bytes, 0, bytes.length, place);
  closeSync(handle);
}
