import { hostname } from 'node:os';
import {
  DelayedError,
  Queue,
  QueueEvents,
  Worker,
  type Job,
  type JobJson,
  type Processor,
} from 'bullmq';
import type { Redis } from 'ioredis';
import * as z from 'zod';

const PART = z.string().max(100);
/** What travels in a job; the job's name is its kind. Anybody who reaches the Redis may have written it. */
export const PARCEL = z.strictObject({
  stamp: z
    .record(PART, PART)
    .refine((stamp) => Object.keys(stamp).length <= 10, 'a stamp of too many parts'),
  name: z.string().max(10_000),
  body: z.unknown(),
});
export type Parcel = z.infer<typeof PARCEL>;
/** A job as it comes: its data are parsed by `PARCEL` before they are used. */
export type ParcelJob = Job<unknown, unknown>;

const NAME = 'dlcodegen';
/** A worker renews its hold on a job every half of this; who does not for that long is taken for dead. */
const HOLD_MS = 10_000;
/** How often workers look for jobs that nobody holds; one is taken over after at most HOLD_MS and twice this. */
const LOOK_MS = 5000;
/** After an error of the connection; the default, 15 s, also delays the end. */
const RETRY_MS = 1000;
/** Workers that may die over one job before the job counts as the reason. */
const MOST_DEATHS = 5;
/** A job that was given back waits so long before it is taken again, twice as long each time, up to the longest. */
const FIRST_REST_MS = 1000;
const LONGEST_REST_MS = 30_000;
/** How often a job may be taken: with these rests it is given back for 8 minutes at least before it fails. */
const MOST_TAKEN = 20;
/** Results that nobody fetched, since the run that asked was ended, go after a week. */
const KEPT_SECONDS = 7 * 24 * 3600;

export function makeQueue(connection: Redis): Queue<unknown, unknown> {
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
  run: Processor<unknown, unknown>,
): Worker<unknown, unknown> {
  return new CarefulWorker(NAME, run, {
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

/** Data that are no JSON would be an error where the job before is ended, and never end themselves. */
class CarefulWorker extends Worker<unknown, unknown> {
  protected override createJob(json: JobJson, id: string): ParcelJob {
    return super.createJob(isJson(json.data) ? json : { ...json, data: 'null' }, id);
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/**
 * Gives a job back, for another worker to take after a rest. The error is for the processor to throw: the reason itself
 * where the job was given back too often, which fails it.
 */
export async function putBack(
  job: ParcelJob,
  token: string | undefined,
  reason: Error,
): Promise<Error> {
  if (job.attemptsStarted >= MOST_TAKEN) return reason;
  const rest = Math.min(FIRST_REST_MS * 2 ** (job.attemptsStarted - 1), LONGEST_REST_MS);
  await job.moveToDelayed(Date.now() + rest, token);
  return new DelayedError();
}
