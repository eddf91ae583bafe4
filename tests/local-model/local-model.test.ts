import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { run as generate } from '../../src/cli/commands/generate.ts';
import {
  openModel,
  parseModelName,
  type LanguageModel,
  type Question,
} from '../../src/llm/index.ts';
import { parsePlan } from '../../src/plan/index.ts';
import { PLAN_REPLY } from '../../src/prompts/index.ts';
import { findLocalModel, hasLlama } from './local-model.ts';

const file = findLocalModel();
const reason =
  file === null
    ? 'no model: npm run get:local-model, or DLCODEGEN_LOCAL_MODEL=FILE'
    : (await hasLlama())
      ? null
      : 'node-llama-cpp is not installed';
const scratch = mkdtempSync(path.join(os.tmpdir(), 'local-model-'));
afterAll(() => rmSync(scratch, { recursive: true }));

const QUESTION: Question = {
  stage: 'test',
  system: 'You write Python with Keras 3.',
  prompt: 'Write one line: a Keras Dense layer with 8 units.',
  sampling: { temperature: 0, topP: null, seed: 1, replyTokens: 24 },
};

describe.skipIf(reason !== null)(`a real model${reason === null ? '' : ` (${reason})`}`, () => {
  let model: LanguageModel;
  beforeAll(async () => {
    model = await openModel({
      model: parseModelName(`gguf:${file}`),
      baseUrl: null,
      price: null,
      maxCost: null,
      maxTokens: null,
      timeoutMs: 3_000_000,
      retries: 0,
      threads: 1,
      contextTokens: 2048,
      cache: { folder: scratch, isRead: false },
      callsAtOnce: 1,
      environment: {},
    });
  });

  test('the same question draws the same reply, within its tokens', async () => {
    const one = await model.ask(QUESTION);
    expect(one).toMatchObject({ ok: true, value: { cost: 0, isCached: false } });
    if (!one.ok) return;
    expect(one.value.text).toContain('Dense');
    expect(one.value.usage?.output).toBeLessThanOrEqual(26);
    const two = await model.ask(QUESTION);
    expect(two.ok && two.value.text).toBe(one.value.text);
  });

  test('a grammar holds a plan to its schema, as far as its tokens go', async () => {
    const prompt = 'Predict the solution plan of: classify iris flowers from four numbers.';
    const sampling = { ...QUESTION.sampling, replyTokens: 120 };
    const reply = await model.ask({ ...QUESTION, prompt, sampling, schema: PLAN_REPLY });
    if (!reply.ok) throw new Error(JSON.stringify(reply.issues));
    expect(reply.value.text).toMatch(/^\s*\{\s*"Task Category":/);
    expect(parsePlan(reply.value.text).ok).toBe(true);
  });

  test('generate ends in a project that passes the static stages, and says what the model wrote', async () => {
    vi.stubEnv('XDG_CACHE_HOME', path.join(scratch, 'cache'));
    vi.stubEnv('XDG_DATA_HOME', path.join(scratch, 'data'));
    const output = path.join(scratch, 'project');
    const said: string[] = [];
    const exit = await generate({
      positionals: [
        'Classify iris flowers of three species from four numbers, with a capsule network',
      ],
      values: {
        model: `gguf:${file}`,
        method: 'dlcodegen-fill',
        output,
        threads: '1',
        verify: 'static',
        'context-tokens': '4096',
        'reply-tokens': '64',
        timeout: '3000',
      },
      console: {
        json: false,
        print: () => undefined,
        talk: (text) => said.push(text),
        progress: () => undefined,
      },
      signal: new AbortController().signal,
    });
    expect(exit).toBe(0);
    expect(said.join('\n')).toMatch(/wrote \d+\.\d % of the code/);
    const provenance = readFileSync(path.join(output, 'PROVENANCE.json'), 'utf8');
    expect(JSON.parse(provenance)).toBeTypeOf('object');
    vi.unstubAllEnvs();
  });
});
