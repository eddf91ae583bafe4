import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { spawnSync } from 'node:child_process';
import { afterAll, describe, expect, test } from 'vitest';
import type { Gpt2Config } from '../../src/predictor/gpt2/config.ts';
import { renderConfigJson } from '../../src/predictor/gpt2/config-json.ts';
import { writeTensors } from '../../src/predictor/gpt2/safetensors.ts';
import { gpt2VocabularyFiles } from '../gpt2/gpt2-vocabulary.ts';
import { randomTensors } from '../gpt2/make-checkpoint.ts';

const LARGE: Gpt2Config = {
  vocabulary: 50_257,
  context: 1024,
  width: 1280,
  layers: 36,
  heads: 20,
};
const GIGABYTE = 1e9;
const root = mkdtempSync(path.join(process.env['DLCODEGEN_LARGE'] ?? tmpdir(), 'large-'));
afterAll(() => rmSync(root, { recursive: true }));

/** `npm run test:large`: 7 GB of disk and some minutes, so it runs only when it is asked for. */
describe.skipIf(process.env['DLCODEGEN_LARGE'] === undefined)(
  'GPT-2-large (DLCODEGEN_LARGE)',
  () => {
    test('774M parameters are imported, load below 6 GB and decode', () => {
      const source = path.join(root, 'source');
      const target = path.join(root, 'ours');
      mkdirSync(source);
      const { vocabulary, merges } = gpt2VocabularyFiles();
      writeFileSync(path.join(source, 'vocab.json'), vocabulary);
      writeFileSync(path.join(source, 'merges.txt'), merges);
      writeFileSync(path.join(source, 'config.json'), renderConfigJson(LARGE));
      writeTensors(path.join(source, 'model.safetensors'), randomTensors(LARGE));
      const script = path.join(import.meta.dirname, 'import-and-decode.ts');
      const steps = ['import', 'decode'].map((step) => {
        const { stdout, stderr, status } = spawnSync(
          process.execPath,
          [script, step, source, target],
          { encoding: 'utf8' },
        );
        if (status !== 0) throw new Error(stderr);
        return JSON.parse(stdout) as { readonly peakBytes: number; readonly tokens: number };
      });
      process.stdout.write(`${JSON.stringify(steps)}\n`);
      expect(readFileSync(path.join(target, 'config.json'), 'utf8')).toContain('50273');
      expect(steps[0]?.peakBytes).toBeLessThan(GIGABYTE);
      expect(steps[1]?.peakBytes).toBeLessThan(6 * GIGABYTE);
      expect(steps[1]?.tokens).toBe(8);
    });
  },
);
