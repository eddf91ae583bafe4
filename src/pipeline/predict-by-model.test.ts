import path from 'node:path';
import { expect, test } from 'vitest';
import { ok, PACKAGE_ROOT } from '../core/index.ts';
import type { LanguageModel, Question } from '../llm/index.ts';
import { planToJson } from '../plan/index.ts';
import { PLAN_REPLY } from '../prompts/index.ts';
import { readPool } from '../retrieval/index.ts';
import { predictByModel } from './index.ts';

const samples = await readPool(path.join(PACKAGE_ROOT, 'pool'));
const [sample] = samples;
if (sample === undefined) throw new Error('the pool is empty');
const PLAN = JSON.stringify(planToJson(sample.plan));
const requirement = { text: 'Classify iris flowers from four numbers.', attributes: '' };

/** Predicts with a model that gives these replies in turn. */
async function predict(shots: number, ...replies: readonly string[]) {
  const asked: Question[] = [];
  const model: LanguageModel = {
    name: 'test',
    isHosted: false,
    ask: async (question) => {
      const text = replies[asked.length] ?? '';
      asked.push(question);
      const rest = { usage: null, cost: 0, warnings: [], ms: 1, isCached: false };
      return ok({ text, finish: 'stop' as const, ...rest });
    },
  };
  const sampling = { topP: null, seed: 1, replyTokens: 1000 };
  const writer = { model, sampling, temperature: null };
  return { predicted: await predictByModel(writer, requirement, samples, shots), asked };
}

test.each([3, 5])('%i examples stand before the task, and temperature is 0', async (shots) => {
  const { predicted, asked } = await predict(shots, PLAN);
  expect(predicted).toEqual(ok({ plan: sample.plan, isValid: true }));
  expect(asked).toHaveLength(1);
  expect(asked[0]?.prompt.split('"Task Category"')).toHaveLength(shots + 1);
  expect(asked[0]?.sampling.temperature).toBe(0);
  expect(asked[0]?.schema).toBe(PLAN_REPLY);
});

test.each([
  ['prose around it', `Here is the plan:\n\`\`\`json\n${PLAN}\n\`\`\`\nDone.`, 1],
  ['cut in its layers', PLAN.slice(0, PLAN.indexOf('"Hyperparameters"') - 1), 1],
  ['no plan at first', 'I cannot help with that.', 2],
  ['no layers at first', '{"Task Category": "Image Classification"}', 2],
])('%s: a plan comes of it', async (_, reply, calls) => {
  const { predicted, asked } = await predict(3, reply, PLAN);
  expect(predicted.ok && predicted.value.plan.layers).toEqual(sample.plan.layers);
  const mending = asked.map(({ prompt }) => prompt.includes('cannot be taken'));
  expect(mending).toEqual([false, true].slice(0, calls));
});

test('without a plan in two replies the sample fails', async () => {
  const { predicted, asked } = await predict(3, 'no', 'no');
  expect(predicted).toMatchObject({ ok: false, issues: [{ code: 'PLAN_MISSING' }] });
  expect(asked).toHaveLength(2);
});

test('the schema of the reply has the keys of a plan, all required', () => {
  type Node = {
    readonly type?: unknown;
    readonly properties?: Readonly<Record<string, Node>>;
    readonly required?: readonly string[];
  };
  const check = ({ properties, required }: Node, value: object): void => {
    expect(Object.keys(properties ?? {})).toEqual(Object.keys(value));
    expect(required).toEqual(Object.keys(value));
    for (const [key, inner] of Object.entries(value)) {
      const node = properties?.[key];
      if (node?.properties !== undefined) check(node, inner as object);
    }
  };
  check(PLAN_REPLY, planToJson(sample.plan));
});
