/** What rounding to int8 costs a trained model: loss on plans that it has not seen. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createRandom } from '../src/core/index.ts';
import { parseConfigJson } from '../src/predictor/gpt2/config-json.ts';
import { createDecoder } from '../src/predictor/gpt2/decoder.ts';
import { quantize, readWeights } from '../src/predictor/gpt2/weights.ts';
import { createTokenizer } from '../src/predictor/tokenizer/bpe.ts';
import { parseTokenizerJson } from '../src/predictor/tokenizer/tokenizer-json.ts';
import {
  isHeldOut,
  makeExamples,
  ProblemCounter,
  readPlanLines,
} from '../src/predictor/train/examples.ts';
import { findSharedData } from './shared-data.ts';

export interface Rounding {
  readonly examples: number;
  readonly tokens: number;
  /** Mean negative log-probability of a plan token. */
  readonly fp32: number;
  readonly int8: number;
  /** int8 less fp32, with the 95 % interval of a bootstrap over examples. */
  readonly difference: { readonly value: number; readonly low: number; readonly high: number };
}

const SAMPLES = 1000;

/**
 * Scores the held-out plans (the first `limit` of them) with the floats of a folder and with their rounded form; null
 * where the plans are not there.
 */
export async function measureRounding(
  folder: string,
  limit: number | null,
): Promise<Rounding | null> {
  const read = (name: string): string => readFileSync(path.join(folder, name), 'utf8');
  const config = parseConfigJson(read('config.json'));
  const data = findSharedData();
  if (data === null) return null;
  const problems = new ProblemCounter();
  const lines = readPlanLines(
    readFileSync(path.join(data, 'plans/train.jsonl'), 'utf8'),
    problems,
  ).filter(({ line }) => isHeldOut(line));
  const tokenizer = createTokenizer(parseTokenizerJson(read('tokenizer.json')));
  const examples = makeExamples(lines, tokenizer, config.context, problems).slice(
    0,
    limit ?? lines.length,
  );
  const weights = readWeights(path.join(folder, 'model.safetensors'), config);
  const losses: number[][] = [];
  for (const form of [weights, quantize(config, weights)]) {
    const decoder = await createDecoder(config, form, 1);
    const ofForm: number[] = [];
    for (const { ids, promptLength } of examples) {
      const scores = await decoder.score(ids, promptLength);
      ofForm.push(-scores.reduce((sum, value) => sum + value, 0));
    }
    losses.push(ofForm);
    await decoder.close();
  }
  const [fp32 = [], int8 = []] = losses;
  const counts = examples.map(({ ids, promptLength }) => ids.length - promptLength);
  const all = examples.map((_, at) => at);
  const mean = (values: readonly number[], places: readonly number[]): number =>
    total(values, places) / total(counts, places);
  const gap = (places: readonly number[]): number => mean(int8, places) - mean(fp32, places);
  const random = createRandom(1);
  const gaps = Array.from({ length: SAMPLES }, () =>
    gap(all.map(() => Math.floor(random() * all.length))),
  ).sort((a, b) => a - b);
  return {
    examples: examples.length,
    tokens: total(counts, all),
    fp32: mean(fp32, all),
    int8: mean(int8, all),
    difference: {
      value: gap(all),
      low: gaps[Math.floor(0.025 * SAMPLES)] ?? Number.NaN,
      high: gaps[Math.floor(0.975 * SAMPLES)] ?? Number.NaN,
    },
  };
}

function total(values: readonly number[], places: readonly number[]): number {
  return places.reduce((sum, place) => sum + (values[place] ?? 0), 0);
}
