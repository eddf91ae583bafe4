import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createTokenizer, type BpeModel } from './bpe.ts';
import { toBytes, toByteText } from './byte-alphabet.ts';
import { parseTokenizerJson, renderTokenizerJson } from './tokenizer-json.ts';
import { GPT2_PATTERN, PLAN_PATTERN, trainBpe } from './train-bpe.ts';

const TEXTS = [
  "<|layers|>Conv2D(32, (3, 3), activation='relu')<|next|>Dense(10, activation='softmax')<|end|>",
  "<|layers|>Conv2D(64, (3, 3), activation='relu')<|next|>Dense(2, activation='softmax')<|end|>",
  'Images of 224 x 224 pixels, 0.001 each; images are resized.',
  'Images of 224 x 224 pixels are resized and normalized.',
];
const SPECIALS = ['<|pad|>', '<|layers|>', '<|next|>', '<|end|>'];
const options = { size: 320, specials: SPECIALS, pattern: PLAN_PATTERN, minimum: 2 };
const model = trainBpe(TEXTS, options);
const tokenizer = createTokenizer(model);

test('specials come first, then the bytes, then what was merged', () => {
  expect(model.vocabulary.slice(0, 4)).toEqual(SPECIALS);
  expect(model.vocabulary.length).toBeLessThanOrEqual(320);
  expect(model.vocabulary.length).toBeGreaterThan(260);
  expect(new Set(model.vocabulary).size).toBe(model.vocabulary.length);
  expect(trainBpe(TEXTS, options)).toEqual(model);
});

test('a layer call is few tokens and its markers are one each', () => {
  const tokens = tokenizer.encode(TEXTS[0] ?? '').map((id) => tokenizer.decode([id]));
  expect(tokens.slice(0, 2)).toEqual(['<|layers|>', 'Conv2D(']);
  expect(tokens).toContain(", activation='");
  expect(tokens.at(-1)).toBe('<|end|>');
});

test.each([PLAN_PATTERN, GPT2_PATTERN])('every text comes back: %s', (pattern) => {
  const made = createTokenizer(trainBpe(TEXTS, { ...options, pattern, specials: [] }));
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => {
      expect(made.decode(made.encode(text))).toBe(text);
    }),
  );
});

test('ids cut inside a character decode to a replacement, never throw', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -1, max: 400 }), { maxLength: 20 }), (ids) => {
      expect(typeof tokenizer.decode(ids)).toBe('string');
    }),
  );
});

test('the byte alphabet is that of GPT-2 and invertible', () => {
  expect(toByteText(' a\n')).toBe('\u0120a\u010a');
  const all = Uint8Array.from({ length: 128 }, (_, byte) => byte);
  expect(toBytes(toByteText(String.fromCodePoint(...all)))).toEqual(all);
});

test('tokenizer.json comes back', () => {
  expect(parseTokenizerJson(renderTokenizerJson(model))).toEqual(model);
});

test("GPT-2's own file form is read: merges as text, its pattern unsaid", () => {
  const file = {
    added_tokens: [{ id: 3, content: '<|endoftext|>' }],
    pre_tokenizer: { type: 'ByteLevel', add_prefix_space: false },
    model: { vocab: { a: 0, b: 1, ab: 2 }, merges: ['a b'] },
  };
  const read: BpeModel = parseTokenizerJson(JSON.stringify(file));
  expect(read.pattern).toBe(GPT2_PATTERN);
  expect(createTokenizer(read).encode('abba<|endoftext|>')).toEqual([2, 1, 0, 3]);
});

test.each([
  ['no JSON', '{'],
  ['no tokenizer', '{"model": 3}'],
  [
    'a hole in the ids',
    '{"pre_tokenizer":{"type":"ByteLevel"},"model":{"vocab":{"a":0,"b":2},"merges":[]}}',
  ],
])('%s is refused', (_, text) => {
  expect(() => parseTokenizerJson(text)).toThrow(/tokenizer file/);
});
