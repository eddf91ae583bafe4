import { z } from 'zod';
import { DLCodeGenError } from '../../core/index.ts';
import type { Gpt2Config } from './config.ts';

const FILE = z.object({
  model_type: z.literal('gpt2'),
  vocab_size: z.int().positive(),
  n_positions: z.int().positive(),
  n_embd: z.int().positive(),
  n_layer: z.int().positive(),
  n_head: z.int().positive(),
  activation_function: z.literal('gelu_new').default('gelu_new'),
});

/** The size as Hugging Face's `config.json`. */
export function renderConfigJson(config: Gpt2Config): string {
  const value = {
    architectures: ['GPT2LMHeadModel'],
    model_type: 'gpt2',
    activation_function: 'gelu_new',
    layer_norm_epsilon: 1e-5,
    vocab_size: config.vocabulary,
    n_positions: config.context,
    n_embd: config.width,
    n_layer: config.layers,
    n_head: config.heads,
    tie_word_embeddings: true,
    bos_token_id: null,
    eos_token_id: null,
  };
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** Reads the size from a GPT-2 `config.json`. Errors: BAD_INPUT. */
export function parseConfigJson(text: string): Gpt2Config {
  let value: unknown = null;
  try {
    value = JSON.parse(text);
  } catch {
    // no JSON is no GPT-2 configuration either; said below
  }
  const parsed = FILE.safeParse(value);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new DLCodeGenError(
      'BAD_INPUT',
      `no GPT-2 configuration: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`,
    );
  }
  const { vocab_size: vocabulary, n_positions: context, n_embd: width } = parsed.data;
  return { vocabulary, context, width, layers: parsed.data.n_layer, heads: parsed.data.n_head };
}
