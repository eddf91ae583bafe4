import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createRandom } from '../../src/core/index.ts';
import { emptyOutcome } from '../../src/evaluation/outcome.ts';
import { evaluate, startEvaluationWork } from '../../src/evaluation/index.ts';
import { makeQueue, makeWorker } from '../../src/queue/bullmq.ts';
import { openQueue, parseAddress, type Stamp } from '../../src/queue/index.ts';
import { startRedis, type OwnRedis } from '../slow/start-redis.ts';
import { startWorker, type OwnWorker } from '../slow/start-worker.ts';

const JOBS = 1000;
const scratch = mkdtempSync(path.join(os.tmpdir(), 'hostile-queue-'));
const canary = path.join(scratch, 'canary');
const inner = path.join(scratch, 'inner');
let redis: OwnRedis;
let look: Redis;
let stamp: Stamp;
let closeWork: () => Promise<unknown>;

beforeAll(async () => {
  mkdirSync(inner);
  redis = await startRedis('p4ss-word');
  look = new Redis(redis.url, { maxRetriesPerRequest: null });
  const work = await startEvaluationWork({ tasks: null, unsandboxed: false });
  ({ stamp, close: closeWork } = work);
});
afterAll(async () => {
  await closeWork();
  look.disconnect();
  await redis.stop();
  rmSync(scratch, { recursive: true });
});

/** Names that lead out of a project, to a file that must not come to be. */
const OUTSIDE = [
  canary,
  '../../../../../../../../../..' + canary,
  `a/../../../../../..${canary}`,
  `..\\${path.basename(canary)}`,
  './canary',
  'a//canary',
  'canary\0.py',
  `file:${canary}`,
];
const prototype = (text: string): unknown => JSON.parse(`{"__proto__": ${text}}`) as unknown;

interface Made {
  readonly kind: string;
  readonly data: unknown;
  readonly end: 'completed' | 'failed' | 'delayed';
}

/** Rows of a flood: what a job may hold, and how it must end. */
function makeJobs(own: Stamp): readonly ((random: () => number) => Made)[] {
  const job = (
    end: Made['end'],
    body: unknown,
    change: { kind?: string; data?: Readonly<Record<string, unknown>> } = {},
  ): Made => ({
    kind: change.kind ?? 'verify',
    data: { stamp: own, name: 'a job', body, ...change.data },
    end,
  });
  const pick = <T>(values: readonly T[], random: () => number): T =>
    values[Math.floor(random() * values.length)] as T;
  const verify = { level: 'static', projects: [] };
  const project = (files: unknown, data: unknown = null): unknown => ({
    level: 'static',
    projects: [{ files, data }],
  });
  return [
    () => job('completed', verify),
    () => job('delayed', verify, { data: { stamp: { ...own, version: '0.0.0' } } }),
    () => job('delayed', verify, { data: { stamp: {} } }),
    () => job('delayed', project({}, { place: '000/data', listing: 'x' })),
    (random) => job('failed', project({ [pick(OUTSIDE, random)]: 'x' })),
    (random) => job('failed', project({}, { place: pick(OUTSIDE, random), listing: 'x' })),
    (random) =>
      job('failed', verify, {
        kind: pick(['__proto__', 'constructor', 'toString', 'shell', ''], random),
      }),
    (random) => job('failed', pick([null, 1, 'rm', [], {}, prototype('{"level":"full"}')], random)),
    (random) =>
      job('failed', verify, { data: { stamp: pick([null, 1, 'x', [own], { a: {} }], random) } }),
    (random) =>
      job('failed', verify, { data: { name: pick([null, 1, {}, 'n'.repeat(20_000)], random) } }),
    () => job('failed', verify, { data: { stamp: { version: 'v'.repeat(100_000) } } }),
    (random) => ({
      kind: 'verify',
      data: pick([null, 1, 'x', [], prototype('{"body":{}}')], random),
      end: 'failed',
    }),
    () =>
      job('completed', { level: 'static', projects: [], command: `touch ${canary}`, toString: 1 }),
    () => job('failed', { ...verify, level: `static; touch ${canary}` }),
    () =>
      job(
        'failed',
        { row: 'a', solver: { kind: 'pipeline', method: 'constructor' } },
        { kind: 'sample' },
      ),
  ];
}

test('1,000 jobs that anybody could write are done, given back or fail; no worker ends, nothing is run', async () => {
  const rows = makeJobs(stamp);
  const random = createRandom(5);
  const made = Array.from({ length: JOBS }, (_, at) => rows[at % rows.length]?.(random) as Made);
  const queue = makeQueue(look);
  await queue.addBulk(
    made.map(({ kind, data }, at) => ({ name: kind, data, opts: { jobId: `job-${at}` } })),
  );
  const broken = made.findIndex(({ end }) => end === 'failed');
  await look.hset(`bull:dlcodegen:job-${broken}`, 'data', 'no JSON {');
  const workers: OwnWorker[] = [startWorker(redis.url), startWorker(redis.url)];
  const status = { ended: 0 };
  for (const worker of workers) void worker.ended.then(() => (status.ended += 1));
  const expected = { completed: 0, failed: 0, delayed: 0 };
  for (const { end } of made) expected[end] += 1;
  const count = async () => {
    const { completed, failed, delayed, waiting, active } = await queue.getJobCounts();
    return { completed, failed, open: (delayed ?? 0) + (waiting ?? 0) + (active ?? 0) };
  };
  await expect
    .poll(count, { timeout: 90_000, interval: 1000 })
    .toEqual({ completed: expected.completed, failed: expected.failed, open: expected.delayed });
  console.log('jobs', expected);

  const later = await queue.add('verify', {
    stamp,
    name: 'the one after',
    body: { level: 'static', projects: [] },
  });
  await expect.poll(async () => later.getState(), { timeout: 60_000 }).toBe('completed');
  expect(status.ended).toBe(0);
  for (const worker of workers) worker.signal('SIGINT');
  expect(await Promise.all(workers.map(async ({ ended }) => ended))).toEqual([130, 130]);
  for (const worker of workers) {
    expect(worker.said().length).toBeLessThan(200_000);
    expect(worker.said()).toContain('gives jobs back: ');
  }
  expect(existsSync(canary)).toBe(false);
  await queue.close();
  await look.flushall();
});

describe('results that anybody could write', () => {
  /** What a worker may answer for a sample; the place of it is the call's. */
  const answers = (task: string): readonly unknown[] => {
    const good = { ...emptyOutcome(task), code: 'import keras\n', planValid: true };
    const whole = { ...good, files: { 'model.py': 'x = 1\n', 'tests/a.py': 'x = 1\n' } };
    return [
      whole,
      ...OUTSIDE.map((name) => ({ ...good, files: { [name]: 'x' } })),
      whole,
      null,
      'forged',
      [],
      prototype(JSON.stringify(good)),
      { ...good, files: { 'model.py': 'x'.repeat(10_000_000) } },
      { ...good, code: 'x'.repeat(10_000_000) },
      {
        ...good,
        files: Object.fromEntries(Array.from({ length: 30_000 }, (_, at) => [`../${at}`, 'x'])),
      },
      { ...good, task: 'another' },
      { ...good, stamp: { version: '0.0.0' } },
      { ...good, failure: { code: 1 } },
      { ...good, plan: { category: 'x' } },
      JSON.parse(`${'['.repeat(3000)}${']'.repeat(3000)}`),
    ];
  };
  const verdicts: readonly unknown[] = [
    null,
    Array.from({ length: 200_000 }, () => ({})),
    [prototype('{"passed":true}')],
    'x'.repeat(10_000_000),
  ];

  test('are failed samples; no file lies outside, and the same command ends well each time', async () => {
    const tasks = path.join(inner, 'tasks');
    for (let at = 0; at < 4; at += 1) {
      mkdirSync(path.join(tasks, `00${at}`), { recursive: true });
      const requirement = {
        'User Requirement': `Classify photos of ${at}`,
        'Dataset Attributes': '',
      };
      writeFileSync(path.join(tasks, `00${at}/requirement.json`), JSON.stringify(requirement));
      writeFileSync(path.join(tasks, `00${at}/reference.py`), `import keras\nx = ${at}\n`);
    }
    let samples = 0;
    let verified = 0;
    const connection = new Redis(redis.url, { maxRetriesPerRequest: null });
    const worker = makeWorker(connection, 1, async (job) => {
      const { body } = job.data as { body: { task?: { id: string }; projects?: unknown[] } };
      if (body.task === undefined) return verdicts[(verified += 1) % verdicts.length];
      const list = answers(body.task.id);
      return list[(samples += 1) % list.length];
    });
    void worker.run();
    const queue = await openQueue(parseAddress(redis.url), () => undefined);
    const output = path.join(inner, 'output');
    const before = readdirSync(scratch, { recursive: true }).length;
    const run = async (folder: string): Promise<readonly string[]> => {
      const setting = {
        tasks,
        output: folder,
        seed: 42,
        threads: 1,
        raters: 2,
        unsandboxed: false,
      };
      const { files } = await evaluate('ladder', { ...setting, queue });
      return files;
    };
    await run(output);
    const first = samples;
    await run(output);
    expect(samples).toBe(first);
    await run(`${output}-2`);
    await run(`${output}-3`);
    expect(samples).toBeGreaterThanOrEqual(answers('').length);
    expect(verified).toBeGreaterThan(2);
    console.log('results', { samples, verified });
    expect(readdirSync(scratch).sort()).toEqual(['inner']);
    expect(readdirSync(inner).filter((name) => !name.startsWith('output'))).toEqual(['tasks']);
    const stored = readdirSync(path.join(output, 'samples'), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.json'))
      .map((name) => readFileSync(path.join(output, 'samples', name), 'utf8'));
    const failed = stored.filter((text) => text.includes('a worker sent a result that is none'));
    expect([stored.length, failed.length]).toEqual([12, 11]);
    const made = readdirSync(scratch, { recursive: true, encoding: 'utf8' });
    expect(made.length).toBeGreaterThan(before);
    expect(made.filter((name) => name.includes('canary'))).toEqual([]);
    await worker.close();
    await queue.close();
    connection.disconnect();
  });
});
