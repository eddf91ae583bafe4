import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startFaultServer, type Fault, type FaultServer } from '../../tests/llm/fault-server.ts';
import type { DLCodeGenError } from '../core/index.ts';
import {
  callKey,
  openModel,
  parseModelName,
  parsePrice,
  priceOf,
  type ModelOptions,
  type Question,
} from './index.ts';

const KEY = 'sk-canary-0123456789abcdef';

const QUESTION: Question = {
  stage: 'direct',
  system: 'You write Keras programs.',
  prompt: 'Classify iris flowers.',
  sampling: { temperature: 1.5, topP: null, seed: 7, replyTokens: 100 },
};

let scratch: string;
let server: FaultServer | null = null;

beforeEach(() => {
  scratch = mkdtempSync(path.join(os.tmpdir(), 'llm-'));
});
afterEach(async () => {
  await server?.close();
  server = null;
  rmSync(scratch, { recursive: true });
});

async function open(fault: Fault, changes: Partial<ModelOptions> = {}) {
  server = await startFaultServer(fault);
  return openModel({
    model: parseModelName('openai-compatible:tiny'),
    baseUrl: server.url,
    price: null,
    maxCost: null,
    maxTokens: null,
    timeoutMs: 1500,
    retries: 1,
    threads: null,
    contextTokens: 4096,
    cache: null,
    callsAtOnce: 4,
    environment: { DLCODEGEN_API_KEY: KEY },
    ...changes,
  });
}

describe('a reply, by what the server does', () => {
  test.for<{ readonly fault: Fault; readonly issue: string | null; readonly calls: number }>([
    { fault: 'none', issue: null, calls: 1 },
    { fault: 'no usage', issue: null, calls: 1 },
    { fault: 'no schema', issue: null, calls: 1 },
    { fault: 'token limit', issue: null, calls: 1 },
    { fault: 'rate limit once', issue: null, calls: 2 },
    { fault: 'error once', issue: null, calls: 2 },
    { fault: 'unauthorized', issue: 'PROVIDER_AUTH', calls: 1 },
    { fault: 'rate limit', issue: 'PROVIDER_LIMIT', calls: 2 },
    { fault: 'error', issue: 'PROVIDER_FAILED', calls: 2 },
    { fault: 'slow', issue: 'PROVIDER_FAILED', calls: 1 },
    { fault: 'cut stream', issue: 'PROVIDER_FAILED', calls: 1 },
    { fault: 'invalid JSON', issue: 'PROVIDER_FAILED', calls: 1 },
    { fault: 'empty', issue: 'REPLY_EMPTY', calls: 1 },
    { fault: 'too long', issue: 'REPLY_TOO_LONG', calls: 1 },
    { fault: 'filtered', issue: 'REPLY_REFUSED', calls: 1 },
  ])('$fault', async ({ fault, issue, calls }) => {
    const model = await open(fault, { timeoutMs: fault === 'slow' ? 1500 : 20_000 });
    const reply = await model.ask(QUESTION);
    expect(reply.ok ? null : reply.issues[0]?.code).toBe(issue);
    expect(server?.requests).toHaveLength(calls);
    expect(reply.ok ? reply.value.text : null).toBe(issue === null ? 'hello' : null);
    expect(JSON.stringify(reply)).not.toContain(KEY);
  });

  test('the token limit is said, unknown usage is null', async () => {
    const cut = await (await open('token limit')).ask(QUESTION);
    expect(cut).toMatchObject({
      ok: true,
      value: { finish: 'length', usage: { input: 7, output: 3 } },
    });
    await server?.close();
    const silent = await (await open('no usage')).ask(QUESTION);
    expect(silent).toMatchObject({ ok: true, value: { usage: null } });
  });

  test('a cancelled question ends at once', async () => {
    const model = await open('slow', { timeoutMs: 60_000 });
    const signal = AbortSignal.timeout(300);
    await expect(model.ask(QUESTION, signal)).rejects.toMatchObject({ code: 'INTERRUPTED' });
  });
});

test('a question carries sampling and what was begun', async () => {
  const model = await open('none');
  await model.ask({ ...QUESTION, begun: 'import keras' });
  const body = server?.requests[0];
  expect(body).toMatchObject({ model: 'tiny', temperature: 1.5, seed: 7, max_tokens: 100 });
  expect(JSON.stringify(body?.['messages'])).toContain('import keras');
});

describe('limits of a run', () => {
  test('a question that could exceed the tokens is not asked', async () => {
    const model = await open('none', { maxTokens: 250 });
    expect((await model.ask(QUESTION)).ok).toBe(true);
    expect((await model.ask(QUESTION)).ok).toBe(true);
    const answers = await Promise.all([model.ask(QUESTION), model.ask(QUESTION)]);
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    expect(answers.find(({ ok }) => !ok)).toMatchObject({ issues: [{ code: 'BUDGET' }] });
    expect(server?.requests).toHaveLength(3);
  });

  test('a question that could exceed the cost is not asked', async () => {
    const model = await open('none', { maxCost: 0.001, price: parsePrice('1,10') });
    expect(await model.ask(QUESTION)).toMatchObject({ issues: [{ code: 'BUDGET' }] });
    expect(server?.requests).toHaveLength(0);
  });

  test('a limit on cost needs a price or a limit on tokens', async () => {
    const model = parseModelName('openai:of-tomorrow');
    await expect(open('none', { model, maxCost: 1 })).rejects.toMatchObject({ code: 'USAGE' });
    await server?.close();
    await expect(open('none', { model, maxCost: 1, maxTokens: 10 })).resolves.toBeDefined();
  });
});

test('a question that is asked twice at once is sent once', async () => {
  const model = await open('none', { cache: { folder: scratch, isRead: true } });
  const replies = await Promise.all([model.ask(QUESTION), model.ask(QUESTION)]);
  expect(replies.map((reply) => reply.ok && reply.value.isCached)).toEqual([false, true]);
  expect(server?.requests).toHaveLength(1);
});

describe('a reply that is held to a JSON Schema', () => {
  const asked = { ...QUESTION, schema: { type: 'object', properties: { x: { type: 'number' } } } };

  test('the schema is sent as response_format', async () => {
    const reply = await (await open('none')).ask(asked);
    expect(reply).toMatchObject({ ok: true, value: { warnings: [] } });
    expect(server?.requests[0]?.['response_format']).toMatchObject({
      type: 'json_schema',
      json_schema: { schema: asked.schema },
    });
  });

  test('a server that refuses it is asked without, and it is said', async () => {
    const reply = await (await open('no schema')).ask(asked);
    expect(reply).toMatchObject({ ok: true, value: { text: 'hello' } });
    expect(reply.ok && reply.value.warnings.join()).toContain('JSON Schema');
    expect(server?.requests.map((body) => body['response_format'] !== undefined)).toEqual([
      true,
      false,
    ]);
  });
});

test('replies of two servers are kept apart, by their addresses without credentials', async () => {
  const cache = { folder: scratch, isRead: true };
  await (await open('none', { cache })).ask(QUESTION);
  await server?.close();
  const other = await open('none', { cache });
  expect(await other.ask(QUESTION)).toMatchObject({ value: { isCached: false } });
  await server?.close();
  const named = await open('none', { baseUrl: 'http://user:secret@127.0.0.1:9/v1' });
  const plain = await open('none', { baseUrl: 'http://127.0.0.1:9/v1' });
  expect(named.server).not.toContain('secret');
  expect(callKey(named, QUESTION)).toBe(callKey(plain, QUESTION));
});

test('where the cache is not read, a question is asked again and the new reply kept', async () => {
  const model = await open('none', { cache: { folder: scratch, isRead: false } });
  await model.ask(QUESTION);
  expect(await model.ask(QUESTION)).toMatchObject({ ok: true, value: { isCached: false } });
  expect(server?.requests).toHaveLength(2);
  expect(filesBelow(scratch)).toHaveLength(1);
});

describe('what a model costs', () => {
  test.for([
    ['openai:gpt-4o-mini', true, 0.15],
    ['openai:gpt-4o-2024-08-06', true, 2.5],
    ['openai:gpt-4o-audio', true, null],
    ['openai-compatible:gpt-4o', true, null],
    ['openai-compatible:gpt-4o', false, 0],
    ['gguf:model.gguf', false, 0],
  ] as const)('%s, not on this machine: %s', ([name, isHosted, input]) => {
    expect(priceOf(parseModelName(name), isHosted)?.input ?? null).toBe(input);
  });
});

test.for([
  ['0,0', 0],
  ['1,1', null],
] as const)('at a price of %s, a reply of unknown usage costs %s', async ([price, cost]) => {
  const model = await open('no usage', { price: parsePrice(price) });
  expect(await model.ask(QUESTION)).toMatchObject({ ok: true, value: { usage: null, cost } });
});

describe('kept replies', () => {
  test('the same question is asked once, another one again', async () => {
    const model = await open('none', { cache: { folder: scratch, isRead: true }, maxTokens: 250 });
    const first = await model.ask(QUESTION);
    const second = await model.ask(QUESTION);
    expect(first).toMatchObject({ ok: true, value: { isCached: false } });
    expect(second).toMatchObject({ ok: true, value: { isCached: true, text: 'hello' } });
    await model.ask({ ...QUESTION, sampling: { ...QUESTION.sampling, seed: 8 } });
    expect(server?.requests).toHaveLength(2);
  });

  test('a file that is cut short counts as absent', async () => {
    const model = await open('none', { cache: { folder: scratch, isRead: true } });
    await model.ask(QUESTION);
    for (const file of filesBelow(scratch))
      writeFileSync(file, readFileSync(file, 'utf8').slice(0, 20));
    expect(await model.ask(QUESTION)).toMatchObject({ ok: true, value: { isCached: false } });
  });

  test('no key is written', async () => {
    const model = await open('none', { cache: { folder: scratch, isRead: true } });
    await model.ask(QUESTION);
    expect(
      filesBelow(scratch)
        .map((file) => readFileSync(file, 'utf8'))
        .join(''),
    ).not.toContain(KEY);
  });
});

describe('recorded replies', () => {
  const named = (text: string): Promise<Awaited<ReturnType<typeof open>>> => {
    const file = path.join(scratch, 'replies.jsonl');
    writeFileSync(file, text);
    return open('none', { model: parseModelName(`recorded:${file}`) });
  };

  test('replies of another file are other ones, also where they are kept', async () => {
    const file = path.join(scratch, 'replies.jsonl');
    const ask = async (text: string) => {
      writeFileSync(file, JSON.stringify({ stage: 'direct', text }));
      const model = await open('none', {
        model: parseModelName(`recorded:${file}`),
        cache: { folder: scratch, isRead: true },
      });
      await server?.close();
      return model.ask(QUESTION);
    };
    expect(await ask('one')).toMatchObject({ value: { text: 'one' } });
    expect(await ask('two')).toMatchObject({ value: { text: 'two' } });
  });

  test('a reply is found by its stage', async () => {
    const model = await named('{"stage": "direct", "text": "import keras"}\n');
    expect(await model.ask(QUESTION)).toMatchObject({ ok: true, value: { text: 'import keras' } });
    expect(await model.ask({ ...QUESTION, stage: 'compare' })).toMatchObject({
      issues: [{ code: 'REPLY_NOT_RECORDED' }],
    });
  });

  test.for(['not JSON', '{"stage": "direct"}', '[1]'])('%s is refused by line', async (line) => {
    await expect(named(`{"stage": "direct", "text": ""}\n${line}\n`)).rejects.toMatchObject({
      code: 'BAD_INPUT',
      message: expect.stringContaining('line 2') as string,
    });
  });
});

describe('how a model is named', () => {
  test.for(['gpt-4o', 'other:name', ':name', 'openai:', '', 'constructor:x', '__proto__:x'])(
    '"%s" is refused',
    (text) => {
      expect(() => parseModelName(text)).toThrow(
        expect.objectContaining({ code: 'USAGE' }) as DLCodeGenError,
      );
    },
  );

  test('a path and a tag keep their colons', () => {
    expect(parseModelName('openai-compatible:qwen2.5:1.5b')).toEqual({
      provider: 'openai-compatible',
      name: 'qwen2.5:1.5b',
    });
  });

  test('a key that is missing is named, not asked for later', async () => {
    const model = parseModelName('anthropic:some');
    await expect(open('none', { model, environment: {} })).rejects.toMatchObject({
      code: 'PROVIDER',
      message: expect.stringContaining('ANTHROPIC_API_KEY') as string,
    });
  });
});

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
}
