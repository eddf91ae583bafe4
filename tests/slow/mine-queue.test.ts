import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { mineCorpus, type MineOptions, type Sharing } from '../../src/corpus/index.ts';
import { takeStamp } from '../../src/evaluation/index.ts';
import { openQueue, parseAddress, type JobQueue, type Stamp } from '../../src/queue/index.ts';
import { startRedis, type OwnRedis } from './start-redis.ts';
import { startWorker, type OwnWorker } from './start-worker.ts';

const FILES = 600;
const scratch = mkdtempSync(path.join(os.tmpdir(), 'mine-queue-'));
const inputs = path.join(scratch, 'inputs');
/** What workers have: a copy at another place. */
const copy = path.join(scratch, 'copy');
const secret = path.join(scratch, 'secret.py');
let redis: OwnRedis;
let look: Redis;
let queue: JobQueue;
let stamp: Stamp;
let workers: OwnWorker[] = [];

/** Every third repeats nearly the one before; some trains nothing, some is no notebook. */
function program(at: number): string {
  const own = at % 3 === 2 ? at - 1 : at;
  const layers = Array.from(
    { length: 40 },
    (_, layer) => `model.add(keras.layers.Dense(${own * 41 + layer}, name="n${own}_${layer}"))`,
  );
  const fit = at % 7 === 0 ? '' : `model.fit(x, y, epochs=${own})`;
  return `import keras\nmodel = keras.Sequential()\n${layers.join('\n')}\nmodel.compile("adam", "mse")\n${fit}\nn = ${at}\n`;
}

beforeAll(async () => {
  for (let at = 0; at < FILES; at += 1) {
    const folder = path.join(inputs, String(at % 10));
    mkdirSync(folder, { recursive: true });
    if (at % 50 === 3) writeFileSync(path.join(folder, `n${at}.ipynb`), '{"cells": [');
    else writeFileSync(path.join(folder, `n${at}.py`), program(at));
  }
  cpSync(inputs, copy, { recursive: true });
  writeFileSync(secret, program(1));
  symlinkSync(scratch, path.join(copy, 'out'));
  redis = await startRedis('p4ss-word');
  look = new Redis(redis.url);
  queue = await openQueue(parseAddress(redis.url), () => undefined);
  stamp = await takeStamp();
  await mineCorpus(options('local'));
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

const options = (name: string, change: Partial<MineOptions> = {}): MineOptions => ({
  places: [inputs],
  output: path.join(scratch, name),
  threshold: 0.8,
  threads: 2,
  force: false,
  ...change,
});
const sharing = (): Sharing => ({ queue, stamp, root: inputs });
const outputs = (name: string): string[] =>
  ['notebooks.jsonl', 'pairs.jsonl', 'corpus.json'].map((file) =>
    readFileSync(path.join(scratch, name, file), 'utf8'),
  );

async function start(count: number, ...line: readonly string[]): Promise<readonly OwnWorker[]> {
  const started = Array.from({ length: count }, () => startWorker(redis.url, ...line));
  workers = [...workers, ...started];
  await Promise.all(started.map(async (worker) => worker.hears('takes 1 jobs at once')));
  return started;
}

/** Stops workers at a moment when all of them are within jobs. */
async function stopWithinJobs(victims: readonly OwnWorker[], all: number): Promise<void> {
  for (;;) {
    for (const victim of victims) victim.signal('SIGSTOP');
    await sleep(50);
    if ((await look.llen('bull:dlcodegen:active')) === all) return;
    for (const victim of victims) victim.signal('SIGCONT');
    await sleep(20);
  }
}

describe('mining over a queue', () => {
  test('two of three workers are killed within shards: the files are those of a run without them', async () => {
    const [first, second] = await start(3, '--inputs', copy);
    const running = mineCorpus(options('killed', { sharing: sharing() }));
    const victims = [first, second].flatMap((worker) => worker ?? []);
    await stopWithinJobs(victims, 3);
    for (const victim of victims) victim.signal('SIGKILL');
    const summary = await running;
    expect(summary.status.kept).toBeGreaterThan(FILES / 3);
    expect(summary.status.failed).toBe(FILES / 50);
    expect(outputs('killed')).toEqual(outputs('local'));
    expect(await look.keys('*:mine-*')).toEqual([]);
  });

  test('a run that ended goes on from the shards that are there', async () => {
    await start(1, '--inputs', copy);
    const abort = new AbortController();
    const running = mineCorpus(
      options('ended', {
        sharing: sharing(),
        signal: abort.signal,
        onProgress: ({ stage, done }) => {
          if (stage === 'describing' && done > 0) abort.abort(new Error('stop'));
        },
      }),
    );
    await expect(running).rejects.toThrow('stop');
    const done: [string, number][] = [];
    await mineCorpus(
      options('ended', {
        sharing: sharing(),
        onProgress: ({ stage, kept }) => done.push([stage, kept]),
      }),
    );
    expect(done[0]).toEqual(['reading', FILES]);
    expect(done.find(([stage]) => stage === 'describing')?.[1]).toBeGreaterThan(0);
    expect(outputs('ended')).toEqual(outputs('local'));
  });

  test('a list of inputs gives what its folder gives', async () => {
    await start(1, '--inputs', copy);
    const lines = outputs('local')[0]?.trim().split('\n') ?? [];
    const paths = lines.map((line) => (JSON.parse(line) as { path: string }).path);
    const list = path.join(inputs, 'list.jsonl');
    const rows = paths.map((file) => JSON.stringify({ path: path.relative(inputs, file) }));
    writeFileSync(list, `${rows.join('\n')}\n`);
    await mineCorpus(options('listed', { places: [], sources: list, sharing: sharing() }));
    expect(outputs('listed')).toEqual(outputs('local'));
  });
});

const REFUSED: Readonly<Record<string, readonly [readonly string[], RegExp]>> = {
  'no folder was named': [[], /no folder was named: name their folder with --inputs/],
  'the files are not there': [['--inputs', os.tmpdir()], /none of the 1 files of a shard is below/],
};

test.each(Object.entries(REFUSED))(
  'a worker gives a shard back: %s',
  async (name, [line, words]) => {
    const [worker] = await start(1, ...line);
    const abort = new AbortController();
    const body = { kind: 'scan', files: [{ path: '0/n0.py' }] };
    const sent = queue.send([{ id: `mine-${name.length}`, kind: 'mine', name, body }], {
      stamp,
      onResult: async () => undefined,
      signal: abort.signal,
    });
    await worker?.hears(words);
    abort.abort(new Error('enough'));
    await expect(sent).rejects.toThrow('enough');
  },
);

test.each(['../secret.py', 'out/secret.py', '0/../../secret.py', '/etc/hostname', 'a\0.py'])(
  'a job that names %j reads nothing',
  async (place) => {
    await start(1, '--inputs', copy);
    // A file that is there stands beside it, so that the worker has the shard's inputs.
    const body = { kind: 'scan', files: [{ path: '0/n0.py' }, { path: place }] };
    const id = `mine-${Buffer.from(place).toString('hex')}`;
    const results: unknown[] = [];
    const sent = queue.send([{ id, kind: 'mine', name: 'outside', body }], {
      stamp,
      onResult: async (_, result) => void results.push(result),
    });
    await expect(sent).rejects.toThrow(/leads out of the folder of the inputs/);
    expect(results).toEqual([]);
  },
);

test('what a worker answers in place of lines fails its files, and the run ends', async () => {
  const answers: Readonly<Record<string, unknown>> = {
    nothing: null,
    'too few': [],
    'no records': ['x', '{}', '{"path": "a", "status": "won"}'],
  };
  for (const [name, answer] of Object.entries(answers)) {
    const lying: JobQueue = {
      send: async (jobs, { onResult }) => {
        for (const at of jobs.keys()) await onResult(at, answer);
      },
      close: async () => undefined,
    };
    const places = ['n0.py', 'n10.py', 'n20.py'].map((file) => path.join(inputs, '0', file));
    const summary = await mineCorpus(
      options(`lie-${name}`, { places, sharing: { ...sharing(), queue: lying } }),
    );
    expect(summary.status).toEqual({ kept: 0, rejected: 0, failed: 3 });
    expect(outputs(`lie-${name}`)[0]).toContain('a worker sent no answer for it');
  }
});
