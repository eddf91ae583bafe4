import { hostname } from 'node:os';
import { Queue, QueueEvents, WaitingError, Worker, type Job, type Processor } from 'bullmq';
import type { Redis } from 'ioredis';
import type { Stamp } from './stamp.ts';

/** What travels in a job; the job's name is its kind. */
export interface Parcel {
  readonly stamp: Stamp;
  readonly name: string;
  readonly body: unknown;
}
export type ParcelJob = Job<Parcel, unknown>;

const NAME = 'dlcodegen';
/** A worker renews its hold on a job every half of this; who does not for that long is taken for dead. */
const HOLD_MS = 10_000;
/** How often workers look for jobs that nobody holds; one is taken over after at most HOLD_MS and twice this. */
const LOOK_MS = 5000;
/** After an error of the connection; the default, 15 s, also delays the end. */
const RETRY_MS = 1000;
/** Workers that may die over one job before the job counts as the reason. */
const MOST_DEATHS = 5;
/** Results that nobody fetched, since the run that asked was ended, go after a week. */
const KEPT_SECONDS = 7 * 24 * 3600;

export function makeQueue(connection: Redis): Queue<Parcel, unknown> {
  return new Queue(NAME, {
    connection,
    defaultJobOptions: {
      attempts: 1,
      removeOnComplete: { age: KEPT_SECONDS },
      removeOnFail: { age: KEPT_SECONDS },
    },
  });
}

export function makeEvents(connection: Redis): QueueEvents {
  return new QueueEvents(NAME, { connection });
}

export function makeWorker(
  connection: Redis,
  concurrency: number,
  run: Processor<Parcel, unknown>,
): Worker<Parcel, unknown> {
  return new Worker(NAME, run, {
    connection,
    concurrency,
    name: `${hostname()}-${process.pid}`,
    lockDuration: HOLD_MS,
    stalledInterval: LOOK_MS,
    maxStalledCount: MOST_DEATHS,
    runRetryDelay: RETRY_MS,
    autorun: false,
  });
}

/** Gives a job back, for another worker to take; the error is for the processor to throw. */
export async function putBack(job: ParcelJob, token: string | undefined): Promise<Error> {
  await job.moveToWait(token);
  return new WaitingError();
}
