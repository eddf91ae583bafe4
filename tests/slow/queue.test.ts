import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { evaluate, startEvaluationWork } from '../../src/evaluation/index.ts';
import { openQueue, parseAddress, type JobQueue } from '../../src/queue/index.ts';
import { startRedis, type OwnRedis } from './start-redis.ts';
import { startWorker, type OwnWorker } from './start-worker.ts';

const PASSWORD = 'p4ss-word';
const REQUIREMENTS = [
  'Classify photographs of leaves into four diseases with a convolutional network',
  'Forecast tomorrow’s water level from the last week with an LSTM',
  'Order me a pizza',
  'Predict the price of a flat from a table',
] as const;
const SAMPLES = REQUIREMENTS.length * 3;

const scratch = mkdtempSync(path.join(os.tmpdir(), 'queue-'));
const tasks = path.join(scratch, 'tasks');
let redis: OwnRedis;
let look: Redis;
let queue: JobQueue;
let workers: OwnWorker[] = [];
const talk: string[] = [];

beforeAll(async () => {
  for (const [at, text] of REQUIREMENTS.entries()) {
    mkdirSync(path.join(tasks, `00${at}`), { recursive: true });
    const requirement = JSON.stringify({ 'User Requirement': text, 'Dataset Attributes': '' });
    writeFileSync(path.join(tasks, `00${at}/requirement.json`), requirement);
    writeFileSync(path.join(tasks, `00${at}/reference.py`), `import keras\nx = ${at}\n`);
  }
  redis = await startRedis(PASSWORD);
  look = new Redis(redis.url);
  queue = await openQueue(parseAddress(redis.url), (text) => talk.push(text));
});
afterEach(async () => {
  for (const worker of workers) worker.signal('SIGKILL');
  await Promise.all(workers.map(async ({ ended }) => ended));
  workers = [];
});
afterAll(async () => {
  await queue.close();
  look.disconnect();
  await redis.stop();
  rmSync(scratch, { recursive: true });
});

function start(count: number): readonly OwnWorker[] {
  const started = Array.from({ length: count }, () => startWorker(redis.url));
  workers = [...workers, ...started];
  return started;
}

async function run(name: string, change: { queue?: JobQueue; signal?: AbortSignal } = {}) {
  const output = path.join(scratch, name);
  const told: string[] = [];
  const setting = { tasks, output, seed: 42, threads: 1, raters: 2, unsandboxed: false };
  await evaluate('rq4', { ...setting, onProgress: ({ text }) => told.push(text), ...change });
  return { output, told };
}

function readTree(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
  return Object.fromEntries(
    files.sort().map((file) => [path.relative(folder, file), readFileSync(file, 'utf8')]),
  );
}

const samplesInRedis = async (): Promise<number> => (await look.keys('*:sample-*')).length;

/** Stops workers at a moment when each of all of them is within a job, so that none of these can finish it. */
async function stopWithinJobs(victims: readonly OwnWorker[], all: number): Promise<void> {
  for (;;) {
    for (const victim of victims) victim.signal('SIGSTOP');
    await sleep(100);
    if ((await look.llen('bull:dlcodegen:active')) === all) return;
    for (const victim of victims) victim.signal('SIGCONT');
    await sleep(50);
  }
}

/** The workers that are there still take jobs. */
async function doesAnother(): Promise<void> {
  const { stamp, close } = await startEvaluationWork({ tasks: null, unsandboxed: false });
  const body = { level: 'static', projects: [] };
  const second = await openQueue(parseAddress(redis.url), () => undefined);
  const results: unknown[] = [];
  await second.send([{ id: 'sample-after', kind: 'verify', name: 'after', body }], {
    stamp,
    onResult: async (_, result) => void results.push(result),
  });
  expect(results).toEqual([[]]);
  await second.close();
  await close();
}

describe('an evaluation over a queue', () => {
  test('two of three workers are killed within their jobs: every sample counts once, and the files are those of a local run', async () => {
    const local = await run('local');
    const started = start(3);
    const running = run('killed', { queue });
    await Promise.all(started.map(async (worker) => worker.hears('takes 1 jobs at once')));
    const victims = started.slice(0, 2);
    await stopWithinJobs(victims, 3);
    for (const victim of victims) victim.signal('SIGKILL');
    const { output, told } = await running;

    expect(readTree(output)).toEqual(readTree(local.output));
    expect(told.map((text) => text.replace(/,.*/, '')).sort()).toEqual(
      local.told.map((text) => text.replace(/,.*/, '')).sort(),
    );
    expect(told).toHaveLength(SAMPLES);
    const done = started.flatMap((worker) => worker.said().match(/^done \d+: .*/gm) ?? []);
    const names = new Set(done.map((line) => line.replace(/^done \d+: /, '')));
    expect(names.size).toBe(SAMPLES);
    expect(await samplesInRedis()).toBe(0);

    started[2]?.signal('SIGINT');
    expect(await started[2]?.ended).toBe(130);
    const again = await run('killed', { queue });
    expect(again.told).toEqual([`${SAMPLES} kept from an earlier run`]);
    for (const { said } of started) expect(said()).not.toContain(PASSWORD);
  });

  test('a worker that comes back after its job was taken over does not count twice', async () => {
    const started = start(2);
    const running = run('back', { queue });
    await Promise.all(started.map(async (worker) => worker.hears('takes 1 jobs at once')));
    await stopWithinJobs(started.slice(0, 1), 2);
    const { output, told } = await running;
    started[0]?.signal('SIGCONT');
    await started[0]?.hears('a result does not count');
    expect(told).toHaveLength(SAMPLES);
    expect(readTree(output)).toEqual(readTree(path.join(scratch, 'local')));
    expect(await samplesInRedis()).toBe(0);
  });

  test('an ended run takes back what no worker has begun', async () => {
    const abort = new AbortController();
    const running = run('ended', { queue, signal: abort.signal });
    while ((await samplesInRedis()) < SAMPLES) await sleep(50);
    abort.abort(new Error('interrupted'));
    await expect(running).rejects.toThrow('interrupted');
    expect(await samplesInRedis()).toBe(0);
  });
});

test('a worker of another version gives the job back, says so on both sides and goes on', async () => {
  const [worker] = start(1);
  const abort = new AbortController();
  const job = { id: 'sample-other', kind: 'sample', name: 'other', body: {} };
  const sent = queue.send([job], {
    stamp: { version: '0.0.0', code: 'x', pool: 'y' },
    onResult: async () => undefined,
    signal: abort.signal,
  });
  const words = /the job was sent with version 0\.0\.0, .*; this worker has version \d/;
  await worker?.hears(words);
  await expect.poll(() => talk.join('\n'), { timeout: 10_000 }).toMatch(words);
  await doesAnother();
  abort.abort(new Error('enough'));
  await expect(sent).rejects.toThrow('enough');
});

test('a job that failed is named, after the others are done', async () => {
  const { stamp, close } = await startEvaluationWork({ tasks: null, unsandboxed: false });
  start(1);
  const good = { kind: 'verify', body: { level: 'static', projects: [] } };
  const results: unknown[] = [];
  const sent = queue.send(
    [
      { id: 'sample-bad', name: 'the bad one', kind: 'sample', body: {} },
      { id: 'sample-good', name: 'the good one', ...good },
    ],
    { stamp, onResult: async (at, result) => void results.push([at, result]) },
  );
  await expect(sent).rejects.toThrow(/^1 jobs failed on workers.*the bad one: /s);
  expect(results).toEqual([[1, []]]);
  await close();
});

test('a worker without the data that a job needs gives it back and goes on', async () => {
  const { stamp, close } = await startEvaluationWork({ tasks: null, unsandboxed: false });
  const [worker] = start(1);
  const abort = new AbortController();
  const projects = [{ files: {}, data: { place: '000/data', listing: 'x' } }];
  const body = { level: 'full', projects };
  const sent = queue.send([{ id: 'sample-data', name: 'data', kind: 'verify', body }], {
    stamp,
    onResult: async () => undefined,
    signal: abort.signal,
  });
  await worker?.hears(/needs the data 000\/data .* name their folder with --tasks/);
  await doesAnother();
  abort.abort(new Error('enough'));
  await expect(sent).rejects.toThrow('enough');
  await close();
});
