import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { encode } from 'gpt-tokenizer/encoding/r50k_base';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exportCheckpoint } from '../../src/predictor/exchange/export-checkpoint.ts';
import { importCheckpoint } from '../../src/predictor/exchange/import-checkpoint.ts';
import { addMarkers, parseVocabularyFiles } from '../../src/predictor/exchange/vocabulary-files.ts';
import { parseConfigJson } from '../../src/predictor/gpt2/config-json.ts';
import { writeCompactModel } from '../../src/predictor/gpt2/checkpoint.ts';
import { loadGpt2 } from '../../src/predictor/gpt2/load.ts';
import { readFloats } from '../../src/predictor/gpt2/weights.ts';
import { readTensorIndex } from '../../src/predictor/gpt2/safetensors.ts';
import { renderPromptText, SPECIAL_TOKENS } from '../../src/predictor/plan-text.ts';
import { createTokenizer } from '../../src/predictor/tokenizer/bpe.ts';
import { verifies } from '../requirements.ts';
import { gpt2VocabularyFiles, TEXTS } from './gpt2-vocabulary.ts';
import { damage, makeCheckpoint, SMALL } from './make-checkpoint.ts';

const root = mkdtempSync(path.join(tmpdir(), 'exchange-'));
const at = (...parts: string[]): string => path.join(root, ...parts);
beforeAll(() => makeCheckpoint(at('source')));
afterAll(() => rmSync(root, { recursive: true }));

const PROMPT = renderPromptText('Predict the price of a house.', '');

async function scoreOf(folder: string, text = ' from its size'): Promise<number> {
  const model = await loadGpt2(folder);
  const { logProbability } = await model.score('Predict the price', text);
  await model.close();
  return logProbability;
}

describe(`${verifies('predictor-checkpoints')} GPT-2's vocabulary`, () => {
  const { vocabulary, merges } = gpt2VocabularyFiles();
  const original = parseVocabularyFiles(vocabulary, merges);

  test("vocab.json and merges.txt give the ids of gpt-tokenizer's r50k_base, and texts come back", () => {
    const tokenizer = createTokenizer(original);
    expect(tokenizer.size).toBe(50_257);
    expect(tokenizer.encode('<|endoftext|>')).toEqual([50_256]);
    const ids = TEXTS.map((text) => tokenizer.encode(text));
    expect(ids).toEqual(TEXTS.map((text) => encode(text)));
    expect(ids.map((row) => tokenizer.decode(row))).toEqual(TEXTS);
  });

  test('markers of plan text get the ids after the last one, and no other text changes its ids', () => {
    const tokenizer = createTokenizer(addMarkers(original));
    expect(tokenizer.size).toBe(50_257 + SPECIAL_TOKENS.length);
    expect(SPECIAL_TOKENS.map((token) => tokenizer.encode(token))).toEqual(
      SPECIAL_TOKENS.map((_, place) => [50_257 + place]),
    );
    expect(tokenizer.encode(TEXTS[2] ?? '')).toEqual(encode(TEXTS[2] ?? ''));
    expect(addMarkers(addMarkers(original))).toEqual(addMarkers(original));
  });

  test.each([
    ['no JSON', '{', 'a b'],
    ['a list', '[]', 'a b'],
    ['a hole in the ids', '{"a":0,"b":2}', ''],
    ['an empty vocabulary', '{}', ''],
    ['a line of one part', '{"a":0}', '#version: 0.2\na\n'],
    ['a line of three parts', '{"a":0}', 'a b c'],
  ])('%s is refused', (_, vocabularyText, mergesText) => {
    expect(() => parseVocabularyFiles(vocabularyText, mergesText)).toThrow(/vocab\.json|merges/);
  });
});

test('an imported checkpoint decodes; the rows of added markers are the mean of the others', async () => {
  const { config, added } = importCheckpoint(at('source'), at('ours'));
  expect(config.vocabulary).toBe(SMALL.vocabulary - paddedRows() + SPECIAL_TOKENS.length);
  expect(added).toBe(SPECIAL_TOKENS.length);
  const before = readFloats(
    readTensorIndex(at('source/model.safetensors')),
    'transformer.wte.weight',
  );
  const after = readFloats(readTensorIndex(at('ours/model.safetensors')), 'wte.weight');
  const known = config.vocabulary - added;
  expect(after.subarray(0, known * 32)).toEqual(before.subarray(0, known * 32));
  const mean = Array.from({ length: known }, (_, row) => before[row * 32 + 7] ?? 0);
  expect(after[known * 32 + 7]).toBeCloseTo(mean.reduce((sum, value) => sum + value) / known, 6);
  const model = await loadGpt2(at('ours'));
  const [best] = await model.generate(PROMPT, { maxTokens: 6, beams: 2 });
  await model.close();
  expect(best?.ids.length).toBeGreaterThan(0);
});

function paddedRows(): number {
  const file = JSON.parse(readFileSync(at('source/tokenizer.json'), 'utf8')) as {
    model: { vocab: object };
  };
  return SMALL.vocabulary - Object.keys(file.model.vocab).length;
}

test('shards give the bytes of one file; bfloat16 gives nearly its scores', async () => {
  makeCheckpoint(at('sharded'), { shards: 3 });
  importCheckpoint(at('sharded'), at('from-shards'));
  const bytes = (folder: string): Buffer => readFileSync(at(folder, 'model.safetensors'));
  expect(bytes('from-shards').equals(bytes('ours'))).toBe(true);
  makeCheckpoint(at('half'), { type: 'BF16' });
  importCheckpoint(at('half'), at('from-half'));
  expect(await scoreOf(at('from-half'))).toBeCloseTo(await scoreOf(at('ours')), 1);
});

test('what is exported is imported again with nothing added and the same scores', async () => {
  exportCheckpoint(at('ours'), at('exported'));
  expect(importCheckpoint(at('exported'), at('again')).added).toBe(0);
  expect(await scoreOf(at('again'))).toBe(await scoreOf(at('ours')));
});

test('an int8 model is exported as floats that score alike', async () => {
  writeCompactModel(at('ours'), at('compact'));
  exportCheckpoint(at('compact'), at('compact-exported'));
  const size = (folder: string): number => statSync(at(folder, 'model.safetensors')).size;
  expect(size('compact-exported')).toBeGreaterThan(2 * size('compact'));
  expect(await scoreOf(at('compact-exported'))).toBeCloseTo(await scoreOf(at('ours')), 0);
});

const INDEX = 'model.safetensors.index.json';
test.each<[string, RegExp, (folder: string) => void]>([
  ['no weights', /neither/, (folder) => rmSync(path.join(folder, 'model.safetensors'))],
  ['no config', /config\.json/, (folder) => rmSync(path.join(folder, 'config.json'))],
  ['no tokenizer', /vocab\.json/, (folder) => rmSync(path.join(folder, 'tokenizer.json'))],
  [
    'weights cut short',
    /cut short/,
    (folder) => truncateSync(path.join(folder, 'model.safetensors'), 9000),
  ],
  [
    'a header without end',
    /cut short/,
    (folder) => damage(path.join(folder, 'model.safetensors'), 0, new Uint8Array(8).fill(255)),
  ],
  [
    'values that are no numbers',
    /no numbers/,
    (folder) => {
      const file = path.join(folder, 'model.safetensors');
      damage(file, statSync(file).size - 4, new Uint8Array(Float32Array.of(NaN).buffer));
    },
  ],
  [
    'another size than the config says',
    /received wpe\.weight of shape \[64, 32\], expected \[128, 32\]/,
    (folder) => change(folder, 'config.json', '"n_positions": 64', '"n_positions": 128'),
  ],
  [
    'another architecture',
    /no GPT-2 configuration/,
    (folder) => change(folder, 'config.json', '"gpt2"', '"llama"'),
  ],
  [
    'an untied head',
    /tie_word_embeddings/,
    (folder) =>
      change(folder, 'config.json', '"tie_word_embeddings": true', '"tie_word_embeddings": false'),
  ],
  [
    'a vocabulary larger than the model',
    /ids/,
    (folder) => change(folder, 'config.json', '"vocab_size": 300', '"vocab_size": 100'),
  ],
  [
    'a shard outside the folder',
    /expected a file name/,
    (folder) => {
      rmSync(path.join(folder, 'model.safetensors'));
      const map = { weight_map: { 'wte.weight': '../source/model.safetensors' } };
      writeFileSync(path.join(folder, INDEX), JSON.stringify(map));
    },
  ],
])('%s is refused and nothing is written', (name, message, spoil) => {
  const folder = at(`bad ${name}`);
  const target = at(`never ${name}`);
  mkdirSync(folder);
  for (const file of ['config.json', 'tokenizer.json', 'model.safetensors']) {
    copyFileSync(at('source', file), path.join(folder, file));
  }
  spoil(folder);
  expect(() => importCheckpoint(folder, target)).toThrow(message);
  const left = existsSync(target) ? readdirSync(target) : [];
  expect(left).toEqual([]);
});

function change(folder: string, name: string, from: string, to: string): void {
  const file = path.join(folder, name);
  const text = readFileSync(file, 'utf8');
  expect(text).toContain(from);
  writeFileSync(file, text.replace(from, to));
}

test('sizes with other inner layers are refused', () => {
  const config = {
    model_type: 'gpt2',
    vocab_size: 9,
    n_positions: 8,
    n_embd: 4,
    n_layer: 1,
    n_head: 1,
  };
  expect(() => parseConfigJson(JSON.stringify({ ...config, n_inner: 5 }))).toThrow(/n_inner 5/);
  expect(parseConfigJson(JSON.stringify({ ...config, n_inner: 16 })).width).toBe(4);
});
