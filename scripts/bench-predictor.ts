/**
 * Times the plan predictor beside PyTorch and llama.cpp: an update of training, a step of decoding; then what rounding to
 * int8 costs in quality.
 *
 * npm run bench:predictor -- [--python PATH] [--llama DIR] [--checkpoint DIR] [--threads 2,1] [--rounds 9]
 *   [--parts train,decode] [--quick] [--json]
 *   --python      a Python with torch 2.13.0, transformers, safetensors; gguf as well for llama.cpp
 *   --llama       a folder whose node_modules has node-llama-cpp
 *   --checkpoint  a folder trained on the shared plans: held-out loss in fp32 and int8
 * Sides take turns within every round, in another order each time; a ratio is the median of the rounds' ratios.
 */
import { linkSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os, { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { createRandom } from '../src/core/index.ts';
import { renderConfigJson } from '../src/predictor/gpt2/config-json.ts';
import {
  initialParameters,
  parameterTable,
  type Gpt2Config,
} from '../src/predictor/gpt2/config.ts';
import { SPECIAL_TOKENS } from '../src/predictor/plan-text.ts';
import { BYTE_ALPHABET } from '../src/predictor/tokenizer/byte-alphabet.ts';
import { renderTokenizerJson } from '../src/predictor/tokenizer/tokenizer-json.ts';
import { PLAN_PATTERN } from '../src/predictor/tokenizer/train-bpe.ts';
import { writeParameters } from '../src/predictor/train/checkpoint.ts';
import type { Example } from '../src/predictor/train/examples.ts';
import { PRESETS } from '../src/predictor/train/presets.ts';
import { measureRounding, type Rounding } from './predictor-rounding.ts';
import {
  loadLlama,
  openLlama,
  openOurDecoders,
  openOurTrainer,
  startTorch,
  writeGguf,
  type LlamaPackage,
  type Side,
  type Torch,
} from './predictor-sides.ts';
import { describeMachine, renderRow, summarize, type MeasuredRow } from './predictor-table.ts';

const { values } = parseArgs({
  options: {
    python: { type: 'string' },
    llama: { type: 'string' },
    checkpoint: { type: 'string' },
    threads: { type: 'string', default: '2,1' },
    parts: { type: 'string', default: 'train,decode' },
    rounds: { type: 'string', default: '9' },
    quick: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});
const VOCABULARY = PRESETS.default.tokenizerSize ?? 4096;
const { model: DEFAULT } = PRESETS.default;
/** Parameters vary at one context, contexts at one size. `rows`: of an update; the default's has two micro-batches. */
const SIZES = values.quick
  ? [
      {
        id: 'tiny',
        model: { context: 64, width: 64, layers: 2, heads: 2 },
        rows: 256,
        contexts: [32, 64],
      },
    ]
  : [
      {
        id: 'default',
        model: DEFAULT,
        rows: 2 * PRESETS.default.maxRows,
        contexts: [128, 256, 512],
      },
      { id: 'small', model: { ...DEFAULT, width: 128, layers: 4 }, rows: 4096, contexts: [512] },
      {
        id: '34M',
        model: { ...DEFAULT, width: 512, layers: 10, heads: 8 },
        rows: 1024,
        contexts: [512],
      },
    ];
const NEW_TOKENS = values.quick ? 8 : 64;
const ROUNDS = values.quick ? 2 : Number(values.rounds);
/** A side whose warm-up takes longer is measured in so few rounds. */
const SLOW_MS = 20_000;
const SLOW_ROUNDS = 3;
/** Thread pools spin for a while after they worked; the next side is not to pay for it. */
const SETTLE_MS = 20;

const say = (text: string): void => {
  process.stderr.write(`${text}\n`);
};
const root = mkdtempSync(path.join(tmpdir(), 'bench-predictor-'));
const random = createRandom(1);
const torch = await openOptional('PyTorch', '--python PATH', values.python, startTorch);
const llama = await openOptional('llama.cpp', '--llama DIR', values.llama, loadLlama);
const machine = describeMachine({ ...torch?.versions, ...llama?.versions });
say(JSON.stringify(machine));
const rows: MeasuredRow[] = [];
let rounding: Rounding | null = null;
try {
  for (const size of SIZES) {
    const config: Gpt2Config = { vocabulary: VOCABULARY, ...size.model };
    const folder = writeModel(path.join(root, size.id), config);
    for (const threads of values.threads.split(',').map(Number)) {
      const others = (await torch?.open(folder, threads)) ?? [];
      const setting = { size, config, folder, threads, others };
      if (values.parts.includes('train')) await benchTraining(setting);
      if (values.parts.includes('decode')) await benchDecoding(setting);
    }
  }
  if (values.checkpoint !== undefined) {
    rounding = await measureRounding(values.checkpoint, values.quick ? 10 : null);
    say(JSON.stringify(rounding));
  }
} finally {
  torch?.close();
  rmSync(root, { recursive: true });
}
const missing = [
  ...(torch === null ? ['PyTorch'] : []),
  ...(llama === null || torch === null ? ['llama.cpp'] : []),
];
if (missing.length > 0) say(`ONE-SIDED: no ${missing.join(', no ')}; nothing is proven about them`);
if (values.json) {
  const loadAtEnd = os.loadavg()[0];
  process.stdout.write(
    `${JSON.stringify({ machine: { ...machine, loadAtEnd }, quick: values.quick, missing, rows, rounding }, null, 1)}\n`,
  );
}

interface Setting {
  readonly size: (typeof SIZES)[number];
  readonly config: Gpt2Config;
  readonly folder: string;
  readonly threads: number;
  readonly others: readonly Side[];
}

async function benchTraining({ size, config, threads, others }: Setting): Promise<void> {
  const ours = await openOurTrainer(config, threads);
  const { size: parameters } = parameterTable(config);
  for (const context of size.contexts) {
    const examples = makeExamples(size.rows / context, context, config);
    const turns = await takeTurns([ours, ...others], (side) => side.train?.(examples));
    const times = summarize(turns.results, ({ ms }) => ms);
    const label = { size: size.id, parameters, threads, context, beams: null };
    report({ part: 'train', ...label, ...times, first: turns.first });
  }
  await ours.close();
}

async function benchDecoding({ size, config, folder, threads, others }: Setting): Promise<void> {
  const own = [
    ...(await openOurDecoders(folder, config, threads)),
    ...(await openLlamaSide(folder, config, threads)),
  ];
  const { size: parameters } = parameterTable(config);
  for (const context of size.contexts) {
    const prompt = makeIds(context - NEW_TOKENS, config);
    for (const beams of [1, 3]) {
      const able = [...own, ...others].filter(
        ({ mostBeams }) => beams <= (mostBeams ?? Number.POSITIVE_INFINITY),
      );
      const { results, first } = await takeTurns(able, (side) =>
        side.decode?.(prompt, NEW_TOKENS, beams),
      );
      const label = { size: size.id, parameters, threads, context, beams };
      report({ part: 'decode', ...label, ...summarize(results, ({ stepMs }) => stepMs), first });
      if (beams > 1) continue;
      report({
        part: 'prompt',
        ...label,
        ...summarize(results, ({ promptMs }) => promptMs),
        first,
      });
    }
  }
  for (const side of own) await side.close();
}

function report(row: MeasuredRow): void {
  rows.push(row);
  (values.json ? say : console.log)(renderRow(row));
}

/** Null, and said, where the other side is not there. */
async function openOptional<T extends Torch | LlamaPackage>(
  name: string,
  option: string,
  place: string | undefined,
  open: (place: string) => Promise<T>,
): Promise<T | null> {
  if (place === undefined) {
    say(`${name} is left out: give ${option}`);
    return null;
  }
  try {
    return await open(place);
  } catch (error) {
    say(`${name} is left out: ${error instanceof Error ? error.message : String(error)}`);
    return null;
  }
}

async function openLlamaSide(
  folder: string,
  config: Gpt2Config,
  threads: number,
): Promise<readonly Side[]> {
  if (llama === null || values.python === undefined) return [];
  const file = path.join(folder, 'model.gguf');
  await writeGguf(values.python, folder, file);
  return [await openLlama(llama, file, config, threads)];
}

/** Warm-up, whose results are `first`, then rounds in which every side runs once. */
async function takeTurns<T extends { readonly loss?: number; readonly ids?: readonly number[] }>(
  sides: readonly Side[],
  run: (side: Side) => Promise<T> | undefined,
): Promise<{ readonly results: ReadonlyMap<string, readonly T[]> } & Pick<MeasuredRow, 'first'>> {
  const results = new Map<string, T[]>();
  const first: Record<string, number | readonly number[]> = {};
  const wanted = new Map<string, number>();
  for (const side of sides) {
    const start = performance.now();
    const result = await run(side);
    if (result === undefined) continue;
    first[side.name] = result.loss ?? result.ids ?? [];
    wanted.set(side.name, performance.now() - start > SLOW_MS ? SLOW_ROUNDS : ROUNDS);
    results.set(side.name, []);
  }
  for (let round = 0; round < ROUNDS; round += 1) {
    const shift = round % sides.length;
    for (const side of [...sides.slice(shift), ...sides.slice(0, shift)]) {
      if (round >= (wanted.get(side.name) ?? 0)) continue;
      const result = await run(side);
      if (result !== undefined) results.get(side.name)?.push(result);
      await setTimeout(SETTLE_MS);
    }
  }
  return { results, first };
}

function makeIds(count: number, { vocabulary }: Gpt2Config): number[] {
  const lowest = SPECIAL_TOKENS.length;
  return Array.from({ length: count }, () => lowest + Math.floor(random() * (vocabulary - lowest)));
}

/** Examples of one length, so that nothing is padded on either side; a third is prompt. */
function makeExamples(count: number, length: number, config: Gpt2Config): Example[] {
  return Array.from({ length: count }, (_, line) => ({
    line,
    ids: makeIds(length, config),
    promptLength: Math.floor(length / 3),
  }));
}

/** An untrained model as a folder: speed does not depend on what the weights are. */
function writeModel(folder: string, config: Gpt2Config): string {
  mkdirSync(folder);
  const table = parameterTable(config);
  const weights = path.join(folder, 'model.safetensors');
  writeParameters(weights, table, initialParameters(table, createRandom(PRESETS.default.seed)));
  linkSync(weights, path.join(folder, 'start.safetensors'));
  writeFileSync(path.join(folder, 'config.json'), renderConfigJson(config));
  const bytes = BYTE_ALPHABET;
  const merges = bytes
    .flatMap((left) => bytes.map((right): readonly [string, string] => [left, right]))
    .slice(0, config.vocabulary - SPECIAL_TOKENS.length - bytes.length);
  const vocabulary = [...SPECIAL_TOKENS, ...bytes, ...merges.map((pair) => pair.join(''))];
  const model = { vocabulary, merges, specials: SPECIAL_TOKENS, pattern: PLAN_PATTERN };
  writeFileSync(path.join(folder, 'tokenizer.json'), renderTokenizerJson(model));
  return folder;
}
