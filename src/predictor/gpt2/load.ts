import { readFileSync } from 'node:fs';
import path from 'node:path';
import { DLCodeGenError } from '../../core/index.ts';
import { END_MARKER } from '../plan-text.ts';
import { createTokenizer, type Tokenizer } from '../tokenizer/bpe.ts';
import { parseTokenizerJson } from '../tokenizer/tokenizer-json.ts';
import type { Gpt2Config } from './config.ts';
import { parseConfigJson } from './config-json.ts';
import { createDecoder } from './decoder.ts';
import { generate, type GenerateOptions, type Sequence } from './generate.ts';
import { readWeights } from './weights.ts';

export interface Gpt2 {
  readonly config: Gpt2Config;
  readonly tokenizer: Tokenizer;
  /** Continues a prompt (`renderPromptText`) up to the end marker; best first, the text without the prompt. */
  generate(prompt: string, options: Omit<GenerateOptions, 'end'>): Promise<GeneratedText[]>;
  /** Natural log-probability of a text after a prompt, summed over its tokens, and how many those are. */
  score(
    prompt: string,
    text: string,
  ): Promise<{ readonly logProbability: number; readonly tokens: number }>;
  close(): Promise<void>;
}

export interface GeneratedText extends Sequence {
  readonly text: string;
}

/**
 * Loads a model folder: `config.json`, `tokenizer.json` and `model.safetensors`, ours or Hugging Face's.
 *
 * Paper: III-B. Units: `threads` of the processor (default 1). Errors: BAD_INPUT where a file is missing or wrong,
 * ENVIRONMENT where onnxruntime does not load.
 */
export async function loadGpt2(
  folder: string,
  options: { readonly threads?: number } = {},
): Promise<Gpt2> {
  const config = parseConfigJson(readText(folder, 'config.json'));
  const tokenizer = createTokenizer(parseTokenizerJson(readText(folder, 'tokenizer.json')));
  const weights = readWeights(path.join(folder, 'model.safetensors'), config, { stay: true });
  const decoder = await createDecoder(config, weights, options.threads ?? 1);
  return {
    config,
    tokenizer,
    generate: async (prompt, wanted) => {
      const ids = tokenizer.encode(prompt);
      const sequences = await generate(decoder, ids, {
        ...wanted,
        end: tokenizer.idOf(END_MARKER),
      });
      return sequences.map((sequence) => ({ ...sequence, text: tokenizer.decode(sequence.ids) }));
    },
    score: async (prompt, text) => {
      const before = tokenizer.encode(prompt);
      const after = tokenizer.encode(text);
      const values = await decoder.score([...before, ...after], before.length);
      return {
        logProbability: values.reduce((sum, value) => sum + value, 0),
        tokens: after.length,
      };
    },
    close: () => decoder.close(),
  };
}

function readText(folder: string, name: string): string {
  const file = path.join(folder, name);
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new DLCodeGenError('BAD_INPUT', `the model folder has no readable ${file}`, { cause });
  }
}
