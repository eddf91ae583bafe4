import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { createEngine } from '../../src/predictor/engine.ts';
import { parameterTable } from '../../src/predictor/gpt2/config.ts';
import { createDecoder } from '../../src/predictor/gpt2/decoder.ts';
import { generate } from '../../src/predictor/gpt2/generate.ts';
import {
  GATHERED,
  GRADIENT,
  renderTrainingGraph,
} from '../../src/predictor/gpt2/training-graph.ts';
import { quantize } from '../../src/predictor/gpt2/weights.ts';
import { makeMicroBatches } from '../../src/predictor/train/batches.ts';
import { createTrainer, freshState, views } from '../../src/predictor/train/trainer.ts';
import {
  allLogits,
  BATCH,
  largestDifference,
  makeTinyModel,
  PROMPT_WEIGHT,
  STEPS,
  TINY,
  tinyWeights,
} from './tiny-model.ts';

const REFERENCE = JSON.parse(
  readFileSync(path.join(import.meta.dirname, '../reference/gpt2.json'), 'utf8'),
) as { logits: number[][]; losses: number[]; norms: number[] };
const ADAMW = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.1, clip: 1 };
const { parameters, examples } = makeTinyModel();
const prompt = examples[0]?.ids.slice(0, 9) ?? [];
const decoder = await createDecoder(TINY, tinyWeights(parameters), 1);
afterAll(() => decoder.close());

test('logits are those of Hugging Face GPT2LMHeadModel within 1e-4', async () => {
  const logits = await allLogits(parameters, examples[0]?.ids ?? []);
  expect(logits.length).toBe(REFERENCE.logits.length);
  for (const [at, row] of logits.entries()) {
    expect(largestDifference(row, REFERENCE.logits[at] ?? [])).toBeLessThan(1e-4);
  }
});

test('20 AdamW steps have the losses of PyTorch to 4 decimals, however they are parted', async () => {
  for (const maxRows of [64, 4096]) {
    const trainer = await createTrainer(
      { config: TINY, adamW: ADAMW, dropout: 0, seed: 1, maxRows, threads: 1 },
      freshState(parameters.slice()),
    );
    const losses: number[] = [];
    const norms: number[] = [];
    for (let step = 0; step < STEPS; step += 1) {
      const part = examples.slice(step * BATCH, (step + 1) * BATCH);
      const batches = makeMicroBatches(part, { promptWeight: PROMPT_WEIGHT, maxRows });
      const { loss, norm } = await trainer.update(batches, 0.003);
      losses.push(loss);
      norms.push(norm);
    }
    await trainer.close();
    expect(largestDifference(losses, REFERENCE.losses)).toBeLessThan(5e-5);
    expect(largestDifference(norms, REFERENCE.norms)).toBeLessThan(1e-3);
  }
});

test('gradients agree with finite differences, dropout included', async () => {
  const table = parameterTable(TINY);
  const engine = await createEngine(renderTrainingGraph(TINY, { gradients: true, dropout: true }), {
    threads: 1,
  });
  const [batch] = makeMicroBatches(examples.slice(0, 3), { promptWeight: 0.3, maxRows: 4096 });
  const pool = Float32Array.from({ length: 40_000 }, (_, at) => (at % 7 === 3 ? 0 : 7 / 6));
  const run = async (row: Float32Array): Promise<{ loss: number; gradient: Float32Array }> => {
    const loss = new Float32Array(1);
    const gradient = new Float32Array(table.size);
    await engine.run(
      {
        ...batch?.inputs,
        ...views(table, row, ''),
        ...views(table, gradient, GATHERED),
        noise: { type: 'float32', data: pool, shape: [pool.length] },
        places: {
          type: 'int64',
          data: BigInt64Array.from([0, 5, 9, 2, 4, 8, 1], BigInt),
          shape: [7],
        },
      },
      { loss: { type: 'float32', data: loss, shape: [] }, ...views(table, gradient, GRADIENT) },
    );
    return { loss: loss[0] ?? NaN, gradient };
  };
  const { gradient } = await run(parameters);
  for (const { name, offset, size } of table.list) {
    let steepest = offset;
    for (let at = offset; at < offset + size; at += 1) {
      if (Math.abs(gradient[at] ?? 0) > Math.abs(gradient[steepest] ?? 0)) steepest = at;
    }
    const at = async (change: number): Promise<number> => {
      const moved = parameters.slice();
      moved[steepest] = (moved[steepest] ?? 0) + change;
      return (await run(moved)).loss;
    };
    const slope = ((await at(0.01)) - (await at(-0.01))) / 0.02;
    const expected = gradient[steepest] ?? NaN;
    const isNear = Math.abs(slope - expected) < 2e-3 + 0.03 * Math.abs(expected);
    expect({ name, slope, expected, isNear }).toMatchObject({ isNear: true });
  }
  await engine.close();
});

describe('decoding', () => {
  test('caches give what the whole sequence gives, also when beams change places', async () => {
    const decoding = await decoder.start(prompt, 3, 12);
    const first = await allLogits(parameters, prompt);
    expect(largestDifference(decoding.first, logSoftmax(first.at(-1)))).toBeLessThan(1e-4);
    let sequences: number[][] = [[], [], []];
    const parents = [
      [0, 1, 2],
      [0, 1, 1],
      [2, 1, 2],
      [2, 2, 2],
      [0, 0, 1],
      [1, 1, 2],
    ];
    for (const [step, order] of parents.entries()) {
      const tokens = [3 * step, 3 * step + 1, 3 * step + 2];
      sequences = order.map((parent, at) => [...(sequences[parent] ?? []), tokens[at] ?? 0]);
      const next = await decoding.step(tokens, order);
      for (const [at, sequence] of sequences.entries()) {
        const logits = await allLogits(parameters, [...prompt, ...sequence]);
        expect(largestDifference(next[at] ?? [], logSoftmax(logits.at(-1)))).toBeLessThan(1e-4);
      }
    }
  });

  test('rounded weights stay near', async () => {
    const rounded = await createDecoder(TINY, quantize(TINY, tinyWeights(parameters)), 1);
    const exact = await decoder.score(examples[0]?.ids ?? [], 4);
    const near = await rounded.score(examples[0]?.ids ?? [], 4);
    await rounded.close();
    expect(largestDifference(exact, near)).toBeLessThan(0.2);
  });

  test.each([
    ['greedy', { beams: 1 }, 1],
    ['beams', { beams: 3 }, 3],
    ['samples', { sample: { seed: 1, temperatures: [1, 1, 1, 1] } }, 4],
  ])('%s: probabilities are the model own, the same again', async (_, options, count) => {
    const wanted = { end: 96, maxTokens: 8, ...options };
    const sequences = await generate(decoder, prompt, wanted);
    expect(sequences).toHaveLength(count);
    expect(await generate(decoder, prompt, wanted)).toEqual(sequences);
    for (const { ids, logProbability } of sequences) {
      const scores = await decoder.score([...prompt, ...ids], prompt.length);
      expect(scores.reduce((sum, score) => sum + score, 0)).toBeCloseTo(logProbability, 3);
    }
  });

  test('greedy takes the most likely token; beam search finds no less likely text', async () => {
    const wanted = { end: -1, maxTokens: 6 };
    const [greedy] = await generate(decoder, prompt, wanted);
    const [beam] = await generate(decoder, prompt, { ...wanted, beams: 5 });
    const first = await allLogits(parameters, prompt);
    const last = first.at(-1) ?? new Float32Array();
    expect(greedy?.ids[0]).toBe(last.indexOf(Math.max(...last)));
    expect(beam?.logProbability).toBeGreaterThanOrEqual(greedy?.logProbability ?? 0);
  });

  test.each([{ beams: 1 }, { beams: 3 }, { sample: { seed: 2, temperatures: [2, 2, 2] } }])(
    'a constraint is kept and closes what the budget ends: %o',
    async (options) => {
      const constraint = {
        allowed: (prefix: readonly number[], remaining: number) =>
          remaining === 1 ? [96] : prefix.length % 2 === 0 ? [1, 2, 3] : [4, 5],
      };
      const sequences = await generate(decoder, prompt, {
        end: 96,
        maxTokens: 7,
        constraint,
        ...options,
      });
      for (const { ids, finished } of sequences) {
        expect(finished).toBe(true);
        expect(ids.map(String).join(' ')).toMatch(/^[123] [45] [123] [45] [123] [45] 96$/);
      }
    },
  );

  test('a prompt that does not fit is refused with the numbers', async () => {
    await expect(decoder.start(prompt, 1, 30)).rejects.toThrow(
      /prompt of 9 tokens and room for 30/,
    );
  });
});

function logSoftmax(logits: Float32Array = new Float32Array()): Float32Array {
  const shift = Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit), 0));
  return logits.map((logit) => logit - shift);
}
