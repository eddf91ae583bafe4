/**
 * Measures the queue in one run: samples a second on this machine alone and with 1 and 2 workers over a redis-server of
 * its own, and what one job costs that does nothing. Read the ratios: workers share this machine's cores with the run.
 * Usage: npm run bench:queue -- [SAMPLES, default 24] [EMPTY JOBS, default 500]
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { takeFingerprint, POOL } from '../src/evaluation/fingerprint.ts';
import type { Job } from '../src/evaluation/job.ts';
import { makeOverQueue } from '../src/evaluation/queued.ts';
import { startEvaluationWork } from '../src/evaluation/index.ts';
import { runJobs } from '../src/evaluation/run.ts';
import { openStore } from '../src/evaluation/store.ts';
import { runInThreads } from '../src/evaluation/threads.ts';
import { openQueue, parseAddress } from '../src/queue/index.ts';
import { readPool } from '../src/retrieval/index.ts';
import { startRedis } from '../tests/slow/start-redis.ts';
import { startWorker } from '../tests/slow/start-worker.ts';

const SAMPLES = Number(process.argv[2] ?? 24);
const EMPTY = Number(process.argv[3] ?? 500);

const scratch = mkdtempSync(path.join(tmpdir(), 'bench-queue-'));
const redis = await startRedis('bench');
const queue = await openQueue(parseAddress(redis.url), (text) => console.error(text));
const fingerprint = await takeFingerprint(POOL);
const pool = await readPool(POOL);
const jobs = Array.from({ length: SAMPLES }, (_, at): Job => ({
  row: 'dlcodegen',
  solver: { kind: 'pipeline', method: 'dlcodegen' },
  task: {
    id: String(at),
    requirement: pool[at % pool.length]?.requirement ?? { text: 'x', attributes: '' },
  },
  seed: at,
  data: null,
  keepFiles: true,
}));

async function measure(name: string, runner: ReturnType<typeof runInThreads>): Promise<number> {
  const began = performance.now();
  await runJobs(jobs, { fingerprint, store: openStore(path.join(scratch, name)), runner });
  const rate = (SAMPLES * 1000) / (performance.now() - began);
  console.log(`${name}: ${rate.toFixed(2)} samples/s`);
  return rate;
}

const workers: ReturnType<typeof startWorker>[] = [];
const addWorker = async (): Promise<void> => {
  const worker = startWorker(redis.url);
  workers.push(worker);
  await worker.hears('takes 1 jobs at once');
};
try {
  const overQueue = makeOverQueue(queue, { fingerprint, tasks: scratch });
  const here = runInThreads({ pool: POOL, threads: 1 });
  await measure('warm-up, this process', here);
  const local = await measure('this process', here);
  await addWorker();
  await measure('warm-up, 1 worker', overQueue);
  const one = await measure('1 worker', overQueue);
  await addWorker();
  await measure('warm-up, 2 workers', overQueue);
  const two = await measure('2 workers', overQueue);
  console.log(`1 worker to this process: ${(one / local).toFixed(2)} times the rate`);
  console.log(`2 workers to 1: ${(two / one).toFixed(2)} times the rate`);

  const { stamp, close } = await startEvaluationWork({ tasks: null, unsandboxed: false });
  const body = { level: 'static', projects: [] };
  const empty = Array.from({ length: EMPTY }, (_, at) => ({
    id: `empty-${at}`,
    kind: 'verify',
    name: String(at),
    body,
  }));
  const began = performance.now();
  await queue.send(empty, { stamp, onResult: async () => undefined });
  const ms = (performance.now() - began) / EMPTY;
  const share = ms / (1000 / local);
  console.log(
    `a job that does nothing, 2 workers: ${ms.toFixed(2)} ms, ${(100 * share).toFixed(1)} % of a sample made here`,
  );
  await close();
} finally {
  for (const worker of workers) worker.signal('SIGKILL');
  await Promise.all(workers.map(async ({ ended }) => ended));
  await queue.close();
  await redis.stop();
  rmSync(scratch, { recursive: true });
}
