import { setTimeout as sleep } from 'node:timers/promises';
import { DLCodeGenError } from '../core/index.ts';
import type { RedisAddress } from './address.ts';
import { createBell } from './bell.ts';
import { makeEvents, makeQueue } from './bullmq.ts';
import { connect, tellOnce, type Talk } from './connect.ts';
import type { Stamp } from './stamp.ts';

/** A job as plain data. */
export interface QueuedJob {
  /** The same for the same work: what is there under it already is not done again. */
  readonly id: string;
  readonly kind: string;
  /** For people. */
  readonly name: string;
  readonly body: unknown;
}

export interface SendOptions {
  readonly stamp: Stamp;
  /** Called once for each job, with its place; what it keeps is kept before Redis forgets the result. */
  readonly onResult: (at: number, result: unknown) => Promise<void>;
  readonly signal?: AbortSignal;
}

export interface JobQueue {
  /**
   * Has jobs done by workers; returns when every one is. Ended by the signal, it takes back what no worker has begun.
   * Errors: UNEXPECTED (jobs that failed, after all others are done), QUEUE, the signal's reason.
   */
  readonly send: (jobs: readonly QueuedJob[], options: SendOptions) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Jobs that are sent or looked at in one go. */
const BATCH = 200;
/** Without news for so long, open jobs are looked at: events may be lost, or another run may have fetched a result. */
const QUIET_MS = 5000;
/** Characters of a text of a worker's that are shown. */
const MOST_SHOWN = 500;
/** How long an ended run waits for a Redis that may be gone. */
const GOODBYE_MS = 2000;

/** Errors: QUEUE, where no Redis answers. */
export async function openQueue(address: RedisAddress, talk: Talk): Promise<JobQueue> {
  const { redis, release } = await connect(address, talk);
  const queue = makeQueue(redis);
  const events = makeEvents(redis);
  const bell = createBell();
  const tell = tellOnce(talk);
  queue.on('error', () => undefined);
  events.on('error', () => undefined);
  events.on('completed', ({ jobId }) => bell.ring(jobId));
  events.on('failed', ({ jobId }) => bell.ring(jobId));
  events.on('progress', ({ data }) => {
    const refused = (data as { refused?: unknown } | null)?.refused;
    if (typeof refused === 'string') tell(refused.slice(0, MOST_SHOWN));
  });
  await Promise.all([queue.waitUntilReady(), events.waitUntilReady()]);

  /** Jobs already there stay as they are, but for one that failed before: it gets another try. */
  const offer = async (jobs: readonly QueuedJob[], stamp: Stamp): Promise<void> => {
    await Promise.all(
      jobs.map(async ({ id }) => {
        const old = await queue.getJob(id);
        if (old !== undefined && (await old.isFailed())) await old.remove();
      }),
    );
    await queue.addBulk(
      jobs.map(({ id, kind, name, body }) => ({
        name: kind,
        data: { stamp, name, body },
        opts: { jobId: id },
      })),
    );
  };

  const send = async (jobs: readonly QueuedJob[], options: SendOptions): Promise<void> => {
    const { stamp, onResult, signal } = options;
    const open = new Map(jobs.map((job, at) => [job.id, { job, at }]));
    if (open.size < jobs.length) throw new Error('two jobs have the same id');
    const failures: string[] = [];
    const collect = async (id: string): Promise<void> => {
      const sent = open.get(id);
      if (sent === undefined) return;
      const found = await queue.getJob(id);
      if (found === undefined) return offer([sent.job], stamp);
      if (found.finishedOn === undefined) return undefined;
      if (!open.delete(id)) return undefined;
      const { failedReason } = found;
      if (failedReason) failures.push(`${sent.job.name}: ${failedReason.slice(0, MOST_SHOWN)}`);
      else await onResult(sent.at, found.returnvalue);
      await found.remove();
      return undefined;
    };
    const gather = async (): Promise<void> => {
      for (let at = 0; at < jobs.length; at += BATCH) {
        signal?.throwIfAborted();
        const batch = jobs.slice(at, at + BATCH);
        await offer(batch, stamp);
        await Promise.all(batch.map(async ({ id }) => collect(id)));
      }
      const hasWorkers = warnWithoutWorkers(async () => queue.getWorkersCount(), address, talk);
      for (let looked = 0; open.size > 0;) {
        const news = await bell.next(QUIET_MS, BATCH, signal);
        if (news.length > 0) await Promise.all(news.map(collect));
        else {
          await hasWorkers();
          looked = looked < open.size ? looked : 0;
          const some = [...open.keys()].slice(looked, looked + BATCH);
          looked += BATCH;
          await Promise.all(some.map(collect));
        }
      }
    };
    const forget = bell.listen();
    try {
      await untilAborted(gather(), signal);
    } catch (error) {
      const left = [...open.keys()].map(async (id) => queue.remove(id));
      await Promise.race([Promise.allSettled(left), sleep(GOODBYE_MS)]);
      throw error;
    } finally {
      forget();
    }
    if (failures.length > 0) throw failed(failures);
  };
  return {
    send,
    close: async () => {
      await Promise.race([Promise.allSettled([queue.close(), events.close()]), sleep(GOODBYE_MS)]);
      release();
    },
  };
}

function failed(failures: readonly string[]): DLCodeGenError {
  const shown = failures.slice(0, 5).join('; ');
  return new DLCodeGenError(
    'UNEXPECTED',
    `${failures.length} jobs failed on workers, the others are kept; run again to try them again: ${shown}`,
  );
}

/** Commands to a Redis that is gone wait for its return; an ended run does not. Errors: the signal's reason. */
async function untilAborted(work: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
  if (signal === undefined) return work;
  const aborted = Promise.withResolvers<never>();
  const onAbort = (): void => aborted.reject(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    await Promise.race([work, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

/** Says once, until there are some, that nobody takes jobs. */
function warnWithoutWorkers(
  count: () => Promise<number>,
  { shown }: RedisAddress,
  talk: Talk,
): () => Promise<void> {
  let isWarned = false;
  return async () => {
    const isEmpty = (await count()) === 0;
    if (isEmpty && !isWarned) {
      talk(`no worker takes jobs at ${shown}; start some: dlcodegen worker --queue ${shown}`);
    }
    isWarned = isEmpty;
  };
}
