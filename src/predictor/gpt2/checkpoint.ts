import { copyFileSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { parseConfigJson } from './config-json.ts';
import { quantize, readWeights, writeWeights } from './weights.ts';

/**
 * Writes a trained folder as one that ships: matrices rounded to int8 with a scale a column, the rest as it is.
 * `loadGpt2` reads both. Returns the size of the model file in bytes. Errors: BAD_INPUT where a file is wrong.
 */
export function writeCompactModel(
  trained: string,
  target: string,
  metadata: Readonly<Record<string, string>> = {},
): number {
  mkdirSync(target, { recursive: true });
  for (const name of ['config.json', 'tokenizer.json']) {
    copyFileSync(path.join(trained, name), path.join(target, name));
  }
  const config = parseConfigJson(readFileSync(path.join(trained, 'config.json'), 'utf8'));
  const weights = readWeights(path.join(trained, 'model.safetensors'), config);
  const file = path.join(target, 'model.safetensors');
  writeWeights(file, config, quantize(config, weights), metadata);
  return statSync(file).size;
}
