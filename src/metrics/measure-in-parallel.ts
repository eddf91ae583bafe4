import path from 'node:path';
import { Worker } from 'node:worker_threads';
import {
  createMeasure,
  type CodeMeasure,
  type CodeOptions,
  type CodePair,
} from './code-metrics.ts';

export interface ParallelOptions extends CodeOptions {
  /** 1 measures in this thread. */
  readonly threads: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number) => void;
}

/** Started threads that take pairs; `close` ends them. */
export interface MeasurePool {
  readonly measure: (
    pairs: readonly CodePair[],
    onProgress?: (done: number) => void,
    signal?: AbortSignal,
  ) => Promise<CodeMeasure[]>;
  readonly close: () => Promise<void>;
}

/**
 * Measures pairs, in their order, in several threads; the result does not depend on their number.
 * Errors: what a thread throws; the signal's reason.
 */
export async function measureCode(
  pairs: readonly CodePair[],
  { threads, signal, onProgress, ...options }: ParallelOptions,
): Promise<CodeMeasure[]> {
  if (threads <= 1) {
    const measure = createMeasure(options);
    return pairs.map((pair, at) => {
      signal?.throwIfAborted();
      const measured = measure(pair);
      onProgress?.(at + 1);
      return measured;
    });
  }
  const pool = await startPool(Math.min(threads, Math.max(1, pairs.length)), options);
  try {
    return await pool.measure(pairs, onProgress, signal);
  } finally {
    await pool.close();
  }
}

/** Threads that have loaded the parser and wait for pairs. */
export async function startPool(threads: number, options: CodeOptions): Promise<MeasurePool> {
  const file = path.join(import.meta.dirname, `code-worker${path.extname(import.meta.filename)}`);
  const workers = Array.from({ length: threads }, () => new Worker(file, { workerData: options }));
  await Promise.all(workers.map((worker) => nextMessage(worker)));
  return {
    measure: async (pairs, onProgress, signal) => {
      const measured: CodeMeasure[] = [];
      let next = 0;
      let done = 0;
      await Promise.all(
        workers.map(async (worker) => {
          for (let at = next; at < pairs.length; at = next) {
            next = at + 1;
            signal?.throwIfAborted();
            const answer = nextMessage(worker);
            // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, no window
            worker.postMessage(pairs[at]);
            measured[at] = (await answer) as CodeMeasure;
            done += 1;
            onProgress?.(done);
          }
        }),
      );
      return measured;
    },
    close: async () => {
      await Promise.all(workers.map(async (worker) => worker.terminate()));
    },
  };
}

async function nextMessage(worker: Worker): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const settle = (act: () => void): void => {
      worker.off('message', onMessage);
      worker.off('error', onError);
      act();
    };
    const onMessage = (message: unknown): void => settle(() => resolve(message));
    const onError = (error: Error): void => settle(() => reject(error));
    worker.on('message', onMessage);
    worker.on('error', onError);
  });
}
