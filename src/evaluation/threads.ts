import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Sample } from '../artifacts/index.ts';
import { mapAtOnce } from '../core/index.ts';
import { readPool } from '../retrieval/index.ts';
import { runJob, type Job } from './job.ts';
import type { Asking } from './model-rows.ts';
import type { Outcome } from './outcome.ts';
import type { Runner } from './runner.ts';

/** Makes samples in threads; one thread is this one. Errors: the signal's reason; POOL_EMPTY. */
export function runInThreads(options: {
  readonly pool: string;
  readonly threads: number;
  readonly signal?: AbortSignal;
}): Runner<Job, Outcome> {
  return async (jobs, settle) => {
    const lanes = await startLanes(Math.min(options.threads, jobs.length), options.pool);
    try {
      let next = 0;
      await Promise.all(
        lanes.map(async (lane) => {
          for (let turn = next; turn < jobs.length; turn = next) {
            next = turn + 1;
            options.signal?.throwIfAborted();
            const job = jobs[turn];
            if (job !== undefined) await settle(turn, await lane.run(job));
          }
        }),
      );
    } finally {
      await Promise.all(lanes.map(async (lane) => lane.close()));
    }
  };
}

/** Makes samples of a language model in this thread, several at once: most of each is waiting. Errors: INTERRUPTED. */
export function runAsking(asking: Asking, pool: readonly Sample[]): Runner<Job, Outcome> {
  return async (jobs, settle) => {
    await mapAtOnce(jobs, asking.samplesAtOnce, async (job, turn) => {
      asking.writer.signal?.throwIfAborted();
      await settle(turn, await runJob(job, pool, asking));
    });
  };
}

export interface Lane {
  readonly run: (job: Job) => Promise<Outcome>;
  readonly close: () => Promise<unknown>;
}

/** As many threads as jobs come at once, each kept for the next job. */
export function shareThreads(pool: string): Lane {
  const lanes = new Set<Lane>();
  const idle: Lane[] = [];
  return {
    run: async (job) => {
      const lane = idle.pop() ?? startThread(pool);
      lanes.add(lane);
      try {
        const outcome = await lane.run(job);
        idle.push(lane);
        return outcome;
      } catch (error) {
        lanes.delete(lane);
        throw error;
      }
    },
    close: async () => Promise.all([...lanes].map(async (lane) => lane.close())),
  };
}

async function startLanes(count: number, pool: string): Promise<readonly Lane[]> {
  if (count === 0) return [];
  if (count === 1) {
    const samples = await readPool(pool);
    return [{ run: async (job) => runJob(job, samples), close: async () => undefined }];
  }
  return Array.from({ length: count }, () => startThread(pool));
}

function startThread(pool: string): Lane {
  const file = path.join(import.meta.dirname, `worker${path.extname(import.meta.filename)}`);
  const worker = new Worker(file, { workerData: pool });
  return {
    run: async (job) =>
      new Promise((resolve, reject) => {
        const settle = (act: () => void): void => {
          worker.off('message', onMessage);
          worker.off('error', onError);
          act();
        };
        const onMessage = (outcome: Outcome): void => settle(() => resolve(outcome));
        const onError = (error: Error): void => settle(() => reject(error));
        worker.on('message', onMessage);
        worker.on('error', onError);
        worker.postMessage(job);
      }),
    close: async () => worker.terminate(),
  };
}
