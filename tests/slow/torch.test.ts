import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { createRandom } from '../../src/core/index.ts';
import { exportCheckpoint } from '../../src/predictor/exchange/export-checkpoint.ts';
import { importCheckpoint } from '../../src/predictor/exchange/import-checkpoint.ts';
import { renderConfigJson } from '../../src/predictor/gpt2/config-json.ts';
import { loadGpt2 } from '../../src/predictor/gpt2/load.ts';
import { writeTensors } from '../../src/predictor/gpt2/safetensors.ts';
import { createTokenizer } from '../../src/predictor/tokenizer/bpe.ts';
import { parseTokenizerJson } from '../../src/predictor/tokenizer/tokenizer-json.ts';
import { prepareData, trainPredictor } from '../../src/predictor/train/loop.ts';
import { PRESETS } from '../../src/predictor/train/presets.ts';
import { trainWithTorch } from '../../src/predictor/train/torch-engine.ts';
import { gpt2VocabularyFiles, TEXTS } from '../gpt2/gpt2-vocabulary.ts';
import { makeCheckpoint, randomTensors } from '../gpt2/make-checkpoint.ts';

/** A Python with torch 2.13.0, transformers, tokenizers and accelerate. */
const PYTHON = process.env['DLCODEGEN_TORCH_PYTHON'] ?? '';
const root = mkdtempSync(path.join(tmpdir(), 'torch-'));
const at = (...parts: string[]): string => path.join(root, ...parts);
afterAll(() => rmSync(root, { recursive: true }));

function python(program: string, ...values: string[]): unknown {
  const { status, stdout, stderr } = spawnSync(PYTHON, ['-c', program, ...values], {
    encoding: 'utf8',
    maxBuffer: 1e9,
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

describe.skipIf(PYTHON === '')('beside PyTorch (DLCODEGEN_TORCH_PYTHON)', () => {
  test('transformers loads an exported folder: logits within 1e-4, the same ids', async () => {
    makeCheckpoint(at('source'), { shards: 2 });
    importCheckpoint(at('source'), at('ours'));
    exportCheckpoint(at('ours'), at('exported'));
    const text = 'Predict the price of a house from its size.';
    const theirs = python(
      `import json, sys, torch, transformers
model = transformers.GPT2LMHeadModel.from_pretrained(sys.argv[1]).eval()
tokenizer = transformers.AutoTokenizer.from_pretrained(sys.argv[1])
ids = tokenizer(sys.argv[2]).input_ids
scores = torch.log_softmax(model(torch.tensor([ids])).logits[0], -1)
print(json.dumps({
    "ids": ids, "end": tokenizer.eos_token, "text": tokenizer.decode(ids),
    "scores": [scores[place - 1, ids[place]].item() for place in range(1, len(ids))],
}))`,
      at('exported'),
      text,
    ) as { ids: number[]; end: string; text: string; scores: number[] };
    const model = await loadGpt2(at('ours'));
    const ids = model.tokenizer.encode(text);
    const first = model.tokenizer.decode(ids.slice(0, 1));
    const { logProbability } = await model.score(first, text.slice(first.length));
    await model.close();
    expect(theirs.ids).toEqual(ids);
    expect(theirs).toMatchObject({ end: '<|end|>', text });
    const sum = theirs.scores.reduce((total, score) => total + score, 0);
    expect(Math.abs(sum - logProbability) / ids.length).toBeLessThan(1e-4);
  });

  test("Python tokenizers reads GPT-2's vocabulary as we write it: the same ids on 1,000 texts", () => {
    const texts = mixTexts(1000);
    writeFileSync(at('texts.json'), JSON.stringify(texts));
    const file = gpt2Tokenizer();
    const ids = python(
      `import json, sys, tokenizers
tokenizer = tokenizers.Tokenizer.from_file(sys.argv[1])
print(json.dumps([tokenizer.encode(text).ids for text in json.load(open(sys.argv[2]))]))`,
      file,
      at('texts.json'),
    );
    const tokenizer = createTokenizer(parseTokenizerJson(readFileSync(file, 'utf8')));
    expect(texts.map((text) => tokenizer.encode(text))).toEqual(ids);
  });

  describe('--engine torch', () => {
    const before = process.env['PYTHONPATH'];
    afterEach(() => {
      if (before === undefined) delete process.env['PYTHONPATH'];
      else process.env['PYTHONPATH'] = before;
    });
    test.each(['with accelerate', 'without accelerate'])(
      'two processes %s: the losses of our engine to 3 decimals, and the checkpoint comes back',
      async (name) => {
        if (name.startsWith('without')) {
          mkdirSync(at('stub'));
          const hide = 'import sys\nsys.modules["accelerate"] = None\n';
          writeFileSync(at('stub/sitecustomize.py'), hide);
          process.env['PYTHONPATH'] = at('stub');
        }
        const ours = at(name, 'ours');
        const theirs = at(name, 'torch');
        const data = prepareData(LINES, ours, PRESET);
        await trainPredictor(data, ours, PRESET, { threads: 1, onReport: () => undefined });
        const steps: number[] = [];
        const result = await trainWithTorch(prepareData(LINES, theirs, PRESET), theirs, PRESET, {
          python: PYTHON,
          processes: 2,
          signal: new AbortController().signal,
          onReport: ({ step }) => steps.push(step),
        });
        const [our, their] = [readCurve(ours), readCurve(theirs)];
        expect(steps).toEqual(our.filter(({ loss }) => loss !== undefined).map(({ step }) => step));
        expect(their.length).toBe(our.length);
        for (const [place, line] of our.entries()) {
          const other = their[place];
          expect(other?.loss ?? 0).toBeCloseTo(line.loss ?? 0, 3);
          expect(other?.heldOutLoss ?? 0).toBeCloseTo(line.heldOutLoss ?? 0, 3);
        }
        expect(result.step).toBe(our.at(-1)?.step);
        expect(await scoreOf(theirs)).toBeCloseTo(await scoreOf(ours), 1);
      },
    );

    test.each(['paper', 'artifact'] as const)(
      "the %s preset with GPT-2-large's width, vocabulary and one layer: the losses of our engine to 3 decimals",
      async (name) => {
        // Dropout draws from another stream there.
        const preset = {
          ...PRESETS[name],
          model: { ...PRESETS[name].model, layers: 1 },
          dropout: 0,
          epochs: 1,
        };
        const curves = [];
        for (const engine of ['ours', 'torch']) {
          const folder = at(name, engine);
          mkdirSync(folder, { recursive: true });
          copyFileSync(gpt2Tokenizer(), path.join(folder, 'tokenizer.json'));
          const data = prepareData(LINES, folder, preset);
          expect(data.config).toMatchObject({ vocabulary: 50_273, width: 1280, layers: 1 });
          await (engine === 'ours'
            ? trainPredictor(data, folder, preset, { threads: 2, onReport: () => undefined })
            : trainWithTorch(data, folder, preset, {
                python: PYTHON,
                processes: 1,
                signal: new AbortController().signal,
                onReport: () => undefined,
              }));
          curves.push(readCurve(folder));
        }
        const [ours = [], theirs = []] = curves;
        process.stdout.write(`${name}: ${JSON.stringify(ours)}\n`);
        expect(ours.filter(({ loss }) => loss !== undefined).length).toBeGreaterThan(3);
        expect(theirs.length).toBe(ours.length);
        for (const [place, { loss = 0, heldOutLoss = 0 }] of ours.entries()) {
          expect(theirs[place]?.loss ?? 0).toBeCloseTo(loss, 3);
          expect(theirs[place]?.heldOutLoss ?? 0).toBeCloseTo(heldOutLoss, 3);
        }
      },
    );
  });
});

/** GPT-2's vocabulary with our markers, as `import` writes it. */
function gpt2Tokenizer(): string {
  const file = at('gpt2-ours/tokenizer.json');
  if (existsSync(file)) return file;
  const tiny = { vocabulary: 50_257, context: 8, width: 8, layers: 1, heads: 1 };
  const { vocabulary, merges } = gpt2VocabularyFiles();
  mkdirSync(at('gpt2'));
  writeTensors(at('gpt2/model.safetensors'), randomTensors(tiny));
  writeFileSync(at('gpt2/vocab.json'), vocabulary);
  writeFileSync(at('gpt2/merges.txt'), merges);
  writeFileSync(at('gpt2/config.json'), renderConfigJson(tiny));
  importCheckpoint(at('gpt2'), at('gpt2-ours'));
  return file;
}

const PRESET = {
  ...PRESETS.default,
  model: { context: 96, width: 32, layers: 2, heads: 2 },
  tokenizerSize: 400,
  epochs: 3,
  batchExamples: 5,
  maxRows: 200,
  warmupSteps: 3,
  dropout: 0,
  evaluateEvery: 10,
};
/** 56 lines to train on (the last batch of an epoch has one) and 8 that are held out. */
const LINES = [
  ...Array.from({ length: 56 }, (_, place) => lineOf(place)),
  ...Array.from({ length: 266 }, () => ''),
  ...Array.from({ length: 8 }, (_, place) => lineOf(place * 3)),
].join('\n');

function lineOf(place: number): string {
  return JSON.stringify({
    'User Requirement': `Predict number ${place} from a table of houses.`,
    'Dataset Attributes': place % 3 === 0 ? `${place} rows with many columns` : `${place} rows`,
    'Code Plan': {
      'Task Category': 'Tabular Regression',
      Dataset: { Input: `(${place}, 4)`, Output: '(1,)' },
      'Model Architecture': {
        Layers: [`Dense(${place})`, 'Dense(1)'],
        Hyperparameters: { epochs: place + 1 },
      },
    },
  });
}

interface CurveLine {
  readonly step: number;
  readonly loss?: number;
  readonly heldOutLoss?: number;
}

function readCurve(folder: string): readonly CurveLine[] {
  const text = readFileSync(path.join(folder, 'loss.jsonl'), 'utf8').trim();
  return text.split('\n').map((line) => JSON.parse(line) as CurveLine);
}

async function scoreOf(folder: string): Promise<number> {
  const model = await loadGpt2(folder);
  const { logProbability } = await model.score('Predict the price', ' from a table of houses.');
  await model.close();
  return logProbability;
}

/** Pieces of `TEXTS` in any order, cut anywhere between characters. */
function mixTexts(count: number): readonly string[] {
  const random = createRandom(11);
  const pick = (most: number): number => Math.floor(random() * most);
  return Array.from({ length: count }, () =>
    Array.from({ length: 1 + pick(5) }, () => {
      const characters = Array.from(TEXTS[pick(TEXTS.length)] ?? '');
      const start = pick(characters.length + 1);
      return characters.slice(start, start + 1 + pick(40)).join('');
    }).join(pick(2) === 0 ? ' ' : ''),
  );
}
