import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { findPresets, linkPresets, presetFolder, presetOf } from './text-presets.ts';

const scratch = mkdtempSync(path.join(os.tmpdir(), 'presets-'));
afterAll(() => rmSync(scratch, { recursive: true }));

function makeHome(name: string, files: readonly string[]): string {
  const home = path.join(scratch, name);
  const folder = presetFolder(home, 'bert_tiny_en_uncased');
  mkdirSync(folder, { recursive: true });
  for (const file of files) writeFileSync(path.join(folder, file), '');
  return home;
}

const WHOLE = ['config.json', 'model.weights.h5', 'tokenizer.json'];

test.each([
  ['whole', WHOLE, ['bert_tiny_en_uncased']],
  ['without-tokenizer', WHOLE.slice(0, 2), []],
  ['empty', [], []],
])('a preset that is %s', async (name, files, found) => {
  const home = makeHome(name, files);
  expect(findPresets(home)).toEqual(found);
  const other = path.join(scratch, `${name}-linked`);
  mkdirSync(other);
  expect(await linkPresets(home, other)).toBe(found.length > 0);
  expect(findPresets(other)).toEqual(found);
  expect(readdirSync(other)).toEqual(found.length > 0 ? ['presets'] : []);
});

test.each([
  ['PRESET = "roberta_base_en"', ['roberta_base_en']],
  ['PRESET = None', []],
  ['print("PRESET = \\"a\\"")', []],
])('a project with %s starts from %j', (line, names) =>
  expect(presetOf(new Map([['data.py', `import keras_hub\n\n${line}\nSEED = 42\n`]]))).toEqual(
    names,
  ),
);
