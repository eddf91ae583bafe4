import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { DLCodeGenError, ERRORS } from '../core/index.ts';
import type { RedisAddress } from './address.ts';
import { makeWorker, PARCEL, putBack, type ParcelJob } from './bullmq.ts';
import { connect, tellOnce, type Talk } from './connect.ts';
import { refuseUnlike, showStamp, type Stamp } from './stamp.ts';

/** Does the jobs of one kind. It must not hold up this thread, or the hold on the job is lost. */
export type JobKind = (body: unknown) => Promise<unknown>;

export interface TakeOptions {
  readonly kinds: Readonly<Record<string, JobKind>>;
  readonly stamp: Stamp;
  /** Jobs at once. */
  readonly jobs: number;
  readonly signal: AbortSignal;
  readonly talk: Talk;
  /** Called for each job that was done, by its name. */
  readonly onDone: (name: string) => void;
}

const LOOK_MS = 250;
/** How long an idle worker that ends waits for a Redis that is gone. */
const GOODBYE_MS = 2000;

/**
 * Takes jobs until the signal; those begun are finished first. A job that this machine cannot do (another version or
 * pool, no Python, no data) is given back for others, and the reason told on both sides; a job that is none fails. No
 * job ends the worker.
 *
 * Errors: QUEUE (no Redis); the signal's reason.
 */
export async function takeJobs(address: RedisAddress, options: TakeOptions): Promise<never> {
  const { kinds, stamp, signal, talk } = options;
  signal.throwIfAborted();
  const { redis, release } = await connect(address, talk);
  const running = new Set<ParcelJob>();
  const tell = tellOnce(talk);
  const end = Promise.withResolvers<unknown>();
  const worker = makeWorker(redis, options.jobs, async (job: ParcelJob, token) => {
    running.add(job);
    try {
      const parcel = PARCEL.parse(job.data);
      refuseUnlike(parcel.stamp, stamp);
      const kind = Object.hasOwn(kinds, job.name) ? kinds[job.name] : undefined;
      if (kind === undefined) throw new Error(`no worker knows jobs of the kind "${job.name}"`);
      const result = await kind(parcel.body);
      options.onDone(parcel.name);
      return result;
    } catch (error) {
      if (!isOfThisMachine(error)) throw error;
      tell(`gives jobs back: ${error.message}`);
      await job.updateProgress({ refused: `${hostname()} gave a job back: ${error.message}` });
      throw await putBack(job, token, error);
    } finally {
      running.delete(job);
    }
  });
  worker.on('error', (error) => {
    if (isOfQueue(error))
      talk(`a result does not count, another worker has the job: ${error.message}`);
  });
  const onAbort = (): void => end.resolve(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    await worker.waitUntilReady();
    talk(`takes ${options.jobs} jobs at once from ${address.shown}; has ${showStamp(stamp)}`);
    void worker.run().catch((error: unknown) => end.resolve(error));
    throw await end.promise;
  } finally {
    signal.removeEventListener('abort', onAbort);
    const closed = worker.close().catch(() => undefined);
    const isOver = closed.then(() => true);
    while (running.size > 0 || redis.status === 'ready') {
      if (await Promise.race([isOver, sleep(LOOK_MS, false)])) break;
    }
    release();
    await Promise.race([closed, sleep(GOODBYE_MS)]);
  }
}

/** What is missing here may be there on another machine. */
function isOfThisMachine(error: unknown): error is DLCodeGenError {
  return error instanceof DLCodeGenError && ERRORS[error.code].exit === ERRORS.ENVIRONMENT.exit;
}

/** The queue's own errors have a number: the hold on the job is lost. Those of the connection are told elsewhere. */
function isOfQueue(error: Error): boolean {
  return 'code' in error && typeof error.code === 'number';
}
