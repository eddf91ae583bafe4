import { z } from 'zod';
import { DLCodeGenError } from '../../core/index.ts';
import type { BpeModel } from './bpe.ts';
import { GPT2_PATTERN } from './train-bpe.ts';

const FILE = z.object({
  added_tokens: z.array(z.object({ id: z.int().min(0), content: z.string().min(1) })).default([]),
  pre_tokenizer: z.union([
    z.object({ type: z.literal('ByteLevel') }),
    z.object({
      type: z.literal('Sequence'),
      pretokenizers: z.tuple([
        z.object({ type: z.literal('Split'), pattern: z.object({ Regex: z.string() }) }),
        z.object({ type: z.literal('ByteLevel') }),
      ]),
    }),
  ]),
  model: z.object({
    type: z.literal('BPE').default('BPE'),
    vocab: z.custom<Readonly<Record<string, number>>>(isVocabulary, 'expected ids by token'),
    merges: z.custom<readonly Merge[]>(isMerges, 'expected pairs of tokens'),
  }),
});

type Merge = string | readonly [string, string];

/** Thousands of tokens: checked by hand, which takes a tenth of the time of a schema. */
function isVocabulary(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).every((id) => Number.isSafeInteger(id) && id >= 0)
  );
}

function isMerges(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    value.every(
      (pair: unknown) =>
        typeof pair === 'string' ||
        (Array.isArray(pair) &&
          pair.length === 2 &&
          pair.every((token) => typeof token === 'string')),
    )
  );
}

/** The model as Hugging Face's `tokenizer.json`; Python's `tokenizers` reads it and gives the same ids. */
export function renderTokenizerJson(model: BpeModel): string {
  const byteLevel = { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true };
  return `${JSON.stringify({
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: model.specials.map((content) => ({
      id: model.vocabulary.indexOf(content),
      content,
      single_word: false,
      lstrip: false,
      rstrip: false,
      normalized: false,
      special: true,
    })),
    normalizer: null,
    pre_tokenizer: {
      type: 'Sequence',
      pretokenizers: [
        {
          type: 'Split',
          pattern: { Regex: model.pattern },
          behavior: 'Isolated',
          invert: false,
        },
        { ...byteLevel, use_regex: false },
      ],
    },
    post_processor: null,
    decoder: { ...byteLevel, use_regex: false },
    model: {
      type: 'BPE',
      dropout: null,
      unk_token: null,
      continuing_subword_prefix: null,
      end_of_word_suffix: null,
      fuse_unk: false,
      byte_fallback: false,
      ignore_merges: false,
      vocab: Object.fromEntries(model.vocabulary.map((token, id) => [token, id])),
      merges: model.merges,
    },
  })}\n`;
}

/** Reads a byte-level `tokenizer.json`, ours or GPT-2's. Errors: BAD_INPUT where it is none. */
export function parseTokenizerJson(text: string): BpeModel {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new DLCodeGenError('BAD_INPUT', 'the tokenizer file is no JSON', { cause });
  }
  const parsed = FILE.safeParse(value);
  if (!parsed.success) {
    throw new DLCodeGenError(
      'BAD_INPUT',
      `the tokenizer file is no byte-level BPE: ${parsed.error.issues[0]?.message ?? ''}`,
    );
  }
  const { added_tokens: added, model, pre_tokenizer: splitting } = parsed.data;
  const vocabulary: string[] = [];
  for (const [token, id] of Object.entries(model.vocab)) vocabulary[id] = token;
  for (const { id, content } of added) vocabulary[id] = content;
  if (vocabulary.length === 0 || Object.keys(vocabulary).length !== vocabulary.length) {
    throw new DLCodeGenError('BAD_INPUT', 'the ids of the tokenizer file are not 0, 1, 2, ...');
  }
  return {
    vocabulary,
    merges: model.merges.map((pair) => {
      const [left = '', right = ''] = typeof pair === 'string' ? pair.split(' ') : pair;
      return [left, right] as const;
    }),
    specials: added.map(({ content }) => content),
    pattern:
      splitting.type === 'Sequence' ? splitting.pretokenizers[0].pattern.Regex : GPT2_PATTERN,
  };
}
