import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { readPool } from '../retrieval/index.ts';
import { hash, type Fingerprint } from './fingerprint.ts';
import { runJob, type Job } from './job.ts';
import type { Outcome } from './outcome.ts';
import { createProgress, type TellProgress } from './progress.ts';
import type { Store } from './store.ts';

export interface RunOptions {
  readonly pool: string;
  readonly fingerprint: Fingerprint;
  readonly store: Store;
  /** 1 runs in this thread. */
  readonly threads: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: TellProgress;
}

/**
 * Outcomes of jobs, in their order. What an earlier run made with the same code and pool is taken from the store, so
 * that a run that was ended goes on where it was; the outcomes do not depend on threads or on the order of their making.
 *
 * Errors: the signal's reason; POOL_EMPTY.
 */
export async function runJobs(jobs: readonly Job[], options: RunOptions): Promise<Outcome[]> {
  const { fingerprint, store, signal, onProgress } = options;
  const progress = createProgress(jobs.length, onProgress ?? (() => undefined));
  const keys = jobs.map((job) => hash(JSON.stringify(job), fingerprint.code, fingerprint.pool));
  const outcomes = await Promise.all(
    jobs.map(
      async (job, at) => (await store.read(nameOf(job), keys[at] ?? '')) as Outcome | undefined,
    ),
  );
  const open = [...jobs.keys()].filter((at) => outcomes[at] === undefined);
  progress.skip(jobs.length - open.length);
  const lanes = await startLanes(Math.min(options.threads, open.length), options.pool);
  try {
    let next = 0;
    await Promise.all(
      lanes.map(async (lane) => {
        for (let turn = next; turn < open.length; turn = next) {
          next = turn + 1;
          signal?.throwIfAborted();
          const at = open[turn] ?? 0;
          const job = jobs[at];
          if (job === undefined) continue;
          const outcome = await lane.run(job);
          outcomes[at] = outcome;
          await store.write(nameOf(job), keys[at] ?? '', outcome);
          progress.step(`${job.row} ${job.task.id}`);
        }
      }),
    );
  } finally {
    await Promise.all(lanes.map(async (lane) => lane.close()));
  }
  return outcomes.filter((outcome) => outcome !== undefined);
}

function nameOf({ row, task }: Job): string {
  return `${row}/${task.id}`;
}

interface Lane {
  readonly run: (job: Job) => Promise<Outcome>;
  readonly close: () => Promise<unknown>;
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
