import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { parameterTable } from '../../src/predictor/gpt2/config.ts';
import { renderConfigJson } from '../../src/predictor/gpt2/config-json.ts';
import { quantize, readWeights, writeWeights } from '../../src/predictor/gpt2/weights.ts';
import { SPECIAL_TOKENS } from '../../src/predictor/plan-text.ts';
import { createTokenizer } from '../../src/predictor/tokenizer/bpe.ts';
import { renderTokenizerJson } from '../../src/predictor/tokenizer/tokenizer-json.ts';
import { PLAN_PATTERN, trainBpe } from '../../src/predictor/tokenizer/train-bpe.ts';
import {
  ProblemCounter,
  readPlanLines,
  tokenizerTexts,
} from '../../src/predictor/train/examples.ts';
import {
  allLogits,
  largestDifference,
  makeTinyModel,
  TINY,
  tinyWeights,
} from '../gpt2/tiny-model.ts';

/** A Python with torch 2.13.0, transformers and tokenizers. */
const PYTHON = process.env['DLCODEGEN_TORCH_PYTHON'] ?? '';
const root = path.resolve(import.meta.dirname, '../..');
const data = path.join(
  process.env['DLCODEGEN_DATA'] ?? path.join(root, '../shared/data'),
  'plans/train.jsonl',
);
const folder = mkdtempSync(path.join(tmpdir(), 'predictor-'));
afterAll(() => rmSync(folder, { recursive: true }));

function python(program: string, ...values: string[]): unknown {
  const result = spawnSync(PYTHON, ['-c', program, ...values], {
    encoding: 'utf8',
    maxBuffer: 1e9,
  });
  if (result.status !== 0) throw new Error(result.stderr);
  return JSON.parse(result.stdout);
}

describe.skipIf(PYTHON === '')('beside Python (DLCODEGEN_TORCH_PYTHON)', () => {
  test('the recorded reference is what PyTorch says today', () => {
    const script = path.join(root, 'tests/reference/record-gpt2.py');
    const result = spawnSync(PYTHON, [script], { encoding: 'utf8' });
    const recorded = JSON.parse(
      readFileSync(path.join(root, 'tests/reference/gpt2.json'), 'utf8'),
    ) as { losses: number[] };
    const fresh = JSON.parse(result.stdout) as { losses: number[] };
    expect(largestDifference(fresh.losses, recorded.losses)).toBeLessThan(2e-5);
  });

  test.skipIf(!existsSync(data))(
    'Python tokenizers gives the same ids on 1,000 texts and on odd ones',
    () => {
      const texts = tokenizerTexts(readPlanLines(readFileSync(data, 'utf8'), new ProblemCounter()));
      const options = { size: 4096, specials: SPECIAL_TOKENS, pattern: PLAN_PATTERN, minimum: 2 };
      const model = trainBpe(texts.slice(0, 600), options);
      const odd = [
        '',
        ' ',
        "Ünï 😀 x_y(1.50)  \n\t, ((a='b')) _é漢字 <|x|>",
        '<|end|><|end|> a',
        '\u00ad\u0300',
        ', , ,(',
      ];
      const asked = [...texts.slice(600, 1600), ...odd];
      writeFileSync(path.join(folder, 'tokenizer.json'), renderTokenizerJson(model));
      writeFileSync(path.join(folder, 'texts.json'), JSON.stringify(asked));
      const ids = python(
        'import json,sys,tokenizers\nt=tokenizers.Tokenizer.from_file(sys.argv[1])\n' +
          'print(json.dumps([t.encode(x).ids for x in json.load(open(sys.argv[2]))]))',
        path.join(folder, 'tokenizer.json'),
        path.join(folder, 'texts.json'),
      );
      const tokenizer = createTokenizer(model);
      expect(asked.map((text) => tokenizer.encode(text))).toEqual(ids);
    },
  );

  test('transformers loads a folder of ours and gives our logits', async () => {
    const { parameters, examples } = makeTinyModel();
    writeWeights(path.join(folder, 'model.safetensors'), TINY, tinyWeights(parameters), {});
    writeFileSync(path.join(folder, 'config.json'), renderConfigJson(TINY));
    const ids = examples[0]?.ids ?? [];
    const theirs = python(
      'import json,sys,torch,transformers\nm=transformers.AutoModelForCausalLM.from_pretrained(sys.argv[1]).eval()\n' +
        'print(json.dumps(m(torch.tensor([json.loads(sys.argv[2])])).logits[0].tolist()))',
      folder,
      JSON.stringify(ids),
    ) as number[][];
    const ours = await allLogits(parameters, ids);
    for (const [at, row] of ours.entries())
      expect(largestDifference(row, theirs[at] ?? [])).toBeLessThan(1e-4);
  });

  test.each(['float32', 'float16', 'bfloat16'])(
    'a %s checkpoint saved by transformers is read',
    (type) => {
      const size = `GPT2Config(vocab_size=97,n_positions=32,n_embd=32,n_layer=2,n_head=4)`;
      const sums = python(
        `import json,sys,torch,transformers\nfrom transformers import GPT2Config\nm=transformers.GPT2LMHeadModel(${size}).to(torch.${type})\nm.save_pretrained(sys.argv[1])\n` +
          'print(json.dumps({k:v.double().abs().sum().item() for k,v in m.transformer.named_parameters()}))',
        folder,
      ) as Record<string, number>;
      const weights = readWeights(path.join(folder, 'model.safetensors'), TINY);
      for (const { name } of parameterTable(TINY).list) {
        const weight = weights.get(name);
        const sum =
          weight?.kind === 'float'
            ? weight.values.reduce((all, value) => all + Math.abs(value), 0)
            : NaN;
        expect(Math.abs(sum - (sums[name] ?? NaN))).toBeLessThan(5e-3);
      }
    },
  );
});

test('int8 files come back as they were written', () => {
  const rounded = quantize(TINY, tinyWeights(makeTinyModel().parameters));
  const file = path.join(folder, 'rounded.safetensors');
  writeWeights(file, TINY, rounded, {});
  expect(readWeights(file, TINY)).toEqual(rounded);
});

test('kill -9 at any time and run again: the same state as a run that was never killed', async () => {
  const run = path.join(import.meta.dirname, 'train-tiny.ts');
  const whole = path.join(folder, 'whole');
  const killed = path.join(folder, 'killed');
  expect(spawnSync(process.execPath, [run, whole]).status).toBe(0);
  for (const waitMs of [900, 1400, 2000]) await killAfter(run, killed, waitMs);
  expect(spawnSync(process.execPath, [run, killed]).status).toBe(0);
  const read = (from: string): Buffer => readFileSync(path.join(from, 'state.safetensors'));
  expect(read(killed).equals(read(whole))).toBe(true);
});

async function killAfter(run: string, target: string, waitMs: number): Promise<void> {
  const child = spawn(process.execPath, [run, target], { stdio: 'ignore' });
  const ended = new Promise((resolve) => child.on('exit', resolve));
  await new Promise((resolve) => setTimeout(resolve, waitMs));
  child.kill('SIGKILL');
  await ended;
}
