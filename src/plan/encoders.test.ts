import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { PACKAGE_ROOT } from '../core/index.ts';
import { choosePreset, encoderOf, ENCODERS, PRESETS } from './encoders.ts';

/** What is said, what is at hand, and the preset that is meant. */
test.each([
  ['BERT', [], 'bert_base_en_uncased'],
  ['BERT', ['bert_tiny_en_uncased'], 'bert_tiny_en_uncased'],
  ['BERT', ['bert_large_en', 'bert_small_en_uncased'], 'bert_small_en_uncased'],
  ['bert-base-uncased', ['bert_tiny_en_uncased'], 'bert_base_en_uncased'],
  ['bert-large-uncased', ['bert_base_en_uncased'], 'bert_large_en_uncased'],
  ['bert-base-cased', ['bert_base_en_uncased'], 'bert_base_en'],
  ['BERT tiny', [], 'bert_tiny_en_uncased'],
  ['bert_medium_en_uncased', [], 'bert_medium_en_uncased'],
  ['multilingual BERT', ['bert_base_en_uncased'], 'bert_base_multi'],
  ['mBERT', [], 'bert_base_multi'],
  ['BERT mini', [], null],
])('%s with %j at hand is %s', (words, available, preset) =>
  expect(choosePreset(rowOf('BertBackbone'), words, new Set(available))).toBe(preset),
);

test('an encoder whose tokenizer a project cannot read has no preset', () =>
  expect(choosePreset(rowOf('AlbertBackbone'), 'ALBERT', new Set())).toBe(null));

test('each encoder is a network of the pool under its name', () => {
  for (const [builder, { name }] of Object.entries(ENCODERS)) {
    const file = path.join(PACKAGE_ROOT, 'pool', 'models', `${name.toLowerCase()}.py`);
    const text = readFileSync(file, 'utf8');
    expect(text).toContain(`\nArchitecture: ${name}\n`);
    expect(text).toContain(`keras_hub.models.${builder}(`);
    expect(text.includes('from_preset(find_preset())')).toBe(rowOf(builder).presets.length > 0);
  }
  expect(new Set(PRESETS).size).toBe(PRESETS.length);
});

function rowOf(builder: string): NonNullable<ReturnType<typeof encoderOf>> {
  const row = encoderOf({ name: builder });
  if (row === null) throw new Error(`no encoder ${builder}`);
  return row;
}
