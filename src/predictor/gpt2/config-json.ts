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
  // What our graph does; a model that was trained otherwise would load and talk nonsense.
  activation_function: z.enum(['gelu_new', 'gelu_pytorch_tanh']).default('gelu_new'),
  layer_norm_epsilon: z.literal(1e-5).default(1e-5),
  n_inner: z.int().nullish(),
  scale_attn_weights: z.literal(true).default(true),
  scale_attn_by_inverse_layer_idx: z.literal(false).default(false),
  add_cross_attention: z.literal(false).default(false),
  tie_word_embeddings: z.literal(true).default(true),
});

/** The size as Hugging Face's `config.json`; `end` is the id that ends a text. */
export function renderConfigJson(config: Gpt2Config, end: number | null = null): string {
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
    eos_token_id: end,
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
  const { vocab_size: vocabulary, n_positions: context, n_embd: width, n_inner } = parsed.data;
  if (n_inner !== undefined && n_inner !== null && n_inner !== 4 * width) {
    throw new DLCodeGenError('BAD_INPUT', `received n_inner ${n_inner}, expected ${4 * width}`);
  }
  return { vocabulary, context, width, layers: parsed.data.n_layer, heads: parsed.data.n_head };
}
