import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { PACKAGE_ROOT } from '../../src/core/index.ts';
import { runJob, type Job } from '../../src/evaluation/job.ts';
import { runJobs } from '../../src/evaluation/run.ts';
import { openStore } from '../../src/evaluation/store.ts';
import { runInThreads } from '../../src/evaluation/threads.ts';
import { readPool } from '../../src/retrieval/index.ts';

const scratch = mkdtempSync(path.join(os.tmpdir(), 'evaluation-runs-'));
afterAll(() => rmSync(scratch, { recursive: true }));
const POOL = path.join(PACKAGE_ROOT, 'pool');
const pool = await readPool(POOL);

const TEXTS = ['Sort leaves by disease', 'Forecast the water level', 'Translate short letters'];
const tasks = TEXTS.map((text, at) => ({ id: `00${at}`, requirement: { text, attributes: '' } }));

describe('runs', () => {
  const jobs = tasks.map((task): Job => ({
    row: 'p',
    solver: { kind: 'predictor', predictor: 'nearest-plan' },
    task,
    seed: 1,
    data: null,
    keepFiles: false,
  }));
  const run = async (folder: string, threads: number, code = 'a') => {
    const told: string[] = [];
    const outcomes = await runJobs(jobs, {
      fingerprint: { code, pool: 'b' },
      store: openStore(path.join(scratch, folder)),
      runner: runInThreads({ pool: POOL, threads }),
      onProgress: ({ text }) => told.push(text),
    });
    return { outcomes, told };
  };

  test('go on where they were, in any number of threads, with the same outcomes', async () => {
    const first = await run('one', 1);
    expect(first.told).toHaveLength(3);
    const again = await run('one', 1);
    expect(again.told).toEqual(['3 kept from an earlier run']);
    expect(again.outcomes).toEqual(first.outcomes);
    expect((await run('two', 2)).outcomes).toEqual(first.outcomes);
    writeFileSync(path.join(scratch, 'one/p/001.json'), '{"key": "half writ');
    expect((await run('one', 1)).told[0]).toBe('2 kept from an earlier run');
    expect((await run('one', 1, 'other code')).told).toHaveLength(3);
  });

  test('end when they are told to', async () => {
    const signal = AbortSignal.abort(new Error('stop'));
    const options = {
      fingerprint: { code: 'a', pool: 'b' },
      store: openStore(path.join(scratch, 'none')),
      runner: runInThreads({ pool: POOL, threads: 1, signal }),
    };
    await expect(runJobs(jobs, options)).rejects.toThrow('stop');
  });
});

test('a task that stands in the pool does not see its own program', async () => {
  const [sample] = pool;
  if (sample === undefined) throw new Error('no pool');
  const outcome = await runJob(
    {
      row: 'dlcodegen',
      solver: { kind: 'pipeline', method: 'dlcodegen' },
      task: { id: 'x', requirement: sample.requirement },
      seed: 1,
      data: null,
      keepFiles: false,
    },
    pool,
  );
  expect(outcome.withheld).toContain(sample.id);
  expect(outcome.used).not.toContain(sample.id);
});
