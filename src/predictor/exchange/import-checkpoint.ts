import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { DLCodeGenError } from '../../core/index.ts';
import { parameterTable, type Gpt2Config } from '../gpt2/config.ts';
import { parseConfigJson, renderConfigJson } from '../gpt2/config-json.ts';
import { readTensorIndex, type StoredTensor, type TensorIndex } from '../gpt2/safetensors.ts';
import { bytesOf, findTensor, readFloats } from '../gpt2/weights.ts';
import type { BpeModel } from '../tokenizer/bpe.ts';
import { parseTokenizerJson, renderTokenizerJson } from '../tokenizer/tokenizer-json.ts';
import { writeModelFolder } from './model-folder.ts';
import { addMarkers, parseVocabularyFiles } from './vocabulary-files.ts';

export interface Imported {
  readonly config: Gpt2Config;
  readonly parameters: number;
  /** Markers of plan text that were added to the vocabulary. */
  readonly added: number;
}

const ONE_FILE = 'model.safetensors';
const SHARDS = 'model.safetensors.index.json';
const SHARD_INDEX = z.object({ weight_map: z.record(z.string(), z.string()) });
const EMBEDDING = 'wte.weight';

/**
 * Reads a Hugging Face GPT-2 folder (`config.json`; `model.safetensors` or its shards; `tokenizer.json`, or `vocab.json`
 * and `merges.txt`) and writes one of ours: 32-bit floats in one file, a vocabulary that has the markers of plan text.
 * Tensors pass one by one, so that memory holds the largest of them alone.
 *
 * Paper: IV-E (GPT-2). Shapes: an added marker's row of wte [V, W] is the mean of the rows that were there, so that the
 * other tokens' logits stay what they were; rows beyond the vocabulary (padding) are dropped.
 * Errors: BAD_INPUT where a file is missing, wrong or of another architecture; the target is then left as it was.
 */
export function importCheckpoint(source: string, target: string): Imported {
  const stored = parseConfigJson(readText(source, 'config.json'));
  const original = readTokenizer(source);
  const known = original.vocabulary.length;
  if (known > stored.vocabulary) {
    throw new DLCodeGenError(
      'BAD_INPUT',
      `the tokenizer of ${source} has ${known} ids, the model has ${stored.vocabulary}`,
    );
  }
  const model = addMarkers(original);
  const config = { ...stored, vocabulary: model.vocabulary.length };
  const files = openFiles(source);
  const shapes = new Map(parameterTable(stored).list.map(({ name, shape }) => [name, shape]));
  const { list, size } = parameterTable(config);
  const tensors = list.map(({ name, shape }): StoredTensor => {
    const found = findTensor(files, name, shapes.get(name) ?? []);
    return {
      name,
      type: 'F32',
      shape,
      get bytes() {
        const values = readFloats(found.index, found.name);
        checkNumbers(values, name);
        return bytesOf(name === EMBEDDING ? resizeRows(values, known, config) : values);
      },
    };
  });
  writeModelFolder(target, tensors, {
    'tokenizer.json': renderTokenizerJson(model),
    'config.json': renderConfigJson(config),
  });
  return { config, parameters: size, added: config.vocabulary - known };
}

/** The parameters of one of our folders in one row, as training starts from them. Errors: BAD_INPUT. */
export function readParameters(folder: string, config: Gpt2Config): Float32Array {
  const table = parameterTable(config);
  const index = readTensorIndex(path.join(folder, ONE_FILE));
  const row = new Float32Array(table.size);
  for (const { name, shape, offset } of table.list) {
    row.set(readFloats(index, findTensor([index], name, shape).name), offset);
  }
  return row;
}

/** The size that a folder's `config.json` states. Errors: BAD_INPUT. */
export function readConfig(folder: string): Gpt2Config {
  return parseConfigJson(readText(folder, 'config.json'));
}

function openFiles(source: string): readonly TensorIndex[] {
  if (existsSync(path.join(source, ONE_FILE)))
    return [readTensorIndex(path.join(source, ONE_FILE))];
  if (!existsSync(path.join(source, SHARDS))) {
    throw new DLCodeGenError(
      'BAD_INPUT',
      `${source} has neither ${ONE_FILE} nor ${SHARDS}; other forms of weights can hold programs and are not read`,
    );
  }
  const parsed = SHARD_INDEX.safeParse(parseJson(readText(source, SHARDS)));
  if (!parsed.success) throw new DLCodeGenError('BAD_INPUT', `${SHARDS} has no weight_map`);
  return [...new Set(Object.values(parsed.data.weight_map))].map((name) => {
    if (path.basename(name) !== name) {
      throw new DLCodeGenError('BAD_INPUT', `${SHARDS}: expected a file name, received "${name}"`);
    }
    return readTensorIndex(path.join(source, name));
  });
}

function readTokenizer(source: string): BpeModel {
  const hasOne = existsSync(path.join(source, 'tokenizer.json'));
  return hasOne
    ? parseTokenizerJson(readText(source, 'tokenizer.json'))
    : parseVocabularyFiles(readText(source, 'vocab.json'), readText(source, 'merges.txt'));
}

function resizeRows(
  values: Float32Array,
  known: number,
  { vocabulary, width }: Gpt2Config,
): Float32Array {
  const rows = new Float32Array(vocabulary * width);
  rows.set(values.subarray(0, known * width));
  const sums = new Float64Array(width);
  for (let at = 0; at < known * width; at += 1) {
    sums[at % width] = (sums[at % width] ?? 0) + (values[at] ?? 0);
  }
  for (let at = known * width; at < rows.length; at += 1) {
    rows[at] = (sums[at % width] ?? 0) / known;
  }
  return rows;
}

function checkNumbers(values: Float32Array, name: string): void {
  if (!values.every(Number.isFinite)) {
    throw new DLCodeGenError('BAD_INPUT', `${name} holds values that are no numbers`);
  }
}

function readText(folder: string, name: string): string {
  const file = path.join(folder, name);
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new DLCodeGenError('BAD_INPUT', `the model folder has no readable ${file}`, { cause });
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
