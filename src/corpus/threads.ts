import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { DLCodeGenError, machineFault } from '../core/index.ts';
import { failJob, type Job } from './jobs.ts';

/** Files a message; fewer would wait for messages, more would hold back the last thread. */
const AT_ONCE = 16;
/** Messages in work or done and not yet taken, for each thread: as much a large file holds up. */
const AHEAD = 8;
/** Megabytes of one thread's own values; a program takes a few. */
const MOST_MEGABYTES = 1024;

/** What a thread says: a line for each job, or what the machine lacks. */
export type Answer = { readonly lines: readonly string[] } | { readonly fault: string };

/** Who does jobs: threads, or workers over a queue. The first jobs load what they need. */
export interface JobRunner {
  /**
   * Does jobs and gives their lines in the order of the jobs, so that nothing depends on the number of threads. Memory does not
   * grow with the jobs. Errors: MACHINE; the signal's reason.
   */
  readonly run: (
    jobs: AsyncIterable<Job> | Iterable<Job>,
    signal?: AbortSignal,
  ) => AsyncGenerator<readonly string[]>;
  readonly close: () => Promise<void>;
}

/** A file that ends its thread is tried alone in a new one, and fails where it ends that too. */
export function startThreads(count: number): JobRunner {
  const lanes = new Lanes(count);
  return {
    run: (jobs, signal) => runInOrder(jobs, lanes, AHEAD * count, signal),
    close: async () => lanes.close(),
  };
}

async function* runInOrder(
  jobs: AsyncIterable<Job> | Iterable<Job>,
  lanes: Lanes,
  ahead: number,
  signal?: AbortSignal,
): AsyncGenerator<readonly string[]> {
  const waiting: Promise<readonly string[]>[] = [];
  for await (const lot of inLots(jobs)) {
    const answer = lanes.run(lot);
    // It is awaited in its turn; until then an error is not one that nobody takes.
    answer.catch(() => undefined);
    waiting.push(answer);
    const [first] = waiting;
    if (first === undefined || waiting.length < ahead) continue;
    signal?.throwIfAborted();
    yield await first;
    void waiting.shift();
  }
  for (const answer of waiting) {
    signal?.throwIfAborted();
    yield await answer;
  }
}

async function* inLots(jobs: AsyncIterable<Job> | Iterable<Job>): AsyncGenerator<readonly Job[]> {
  let lot: Job[] = [];
  for await (const job of jobs) {
    lot.push(job);
    if (lot.length < AT_ONCE) continue;
    yield lot;
    lot = [];
  }
  if (lot.length > 0) yield lot;
}

/** Threads, each started when it is first needed; a lot goes to whichever is free first. */
class Lanes {
  readonly #idle: Lane[];
  readonly #all: readonly Lane[];
  readonly #waiting: ((lane: Lane) => void)[] = [];

  constructor(threads: number) {
    this.#all = Array.from({ length: threads }, () => new Lane());
    this.#idle = [...this.#all];
  }

  async run(jobs: readonly Job[]): Promise<readonly string[]> {
    const lane =
      this.#idle.pop() ?? (await new Promise<Lane>((resolve) => this.#waiting.push(resolve)));
    try {
      return await lane.run(jobs);
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#idle.push(lane);
      else next(lane);
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.#all.map(async (lane) => lane.close()));
  }
}

class Lane {
  #worker: Worker | null = null;

  async run(jobs: readonly Job[]): Promise<readonly string[]> {
    const worker = (this.#worker ??= await startWorker());
    let answer: Answer;
    try {
      answer = await ask(worker, jobs);
    } catch (error) {
      await this.close();
      const [job] = jobs;
      if (jobs.length === 1 && job !== undefined) return [failJob(job, String(error))];
      const lines: string[] = [];
      for (const one of jobs) lines.push(...(await this.run([one])));
      return lines;
    }
    if ('fault' in answer) throw new DLCodeGenError('MACHINE', answer.fault);
    return answer.lines;
  }

  async close(): Promise<void> {
    await this.#worker?.terminate();
    this.#worker = null;
  }
}

async function ask(worker: Worker, jobs: readonly Job[]): Promise<Answer> {
  worker.postMessage(jobs);
  return nextMessage<Answer>(worker);
}

async function nextMessage<T>(worker: Worker): Promise<T> {
  return new Promise((resolve, reject) => {
    const settle = (act: () => void): void => {
      worker.off('message', onMessage).off('error', onError).off('exit', onExit);
      act();
    };
    const onMessage = (message: T): void => settle(() => resolve(message));
    const onError = (error: Error): void => settle(() => reject(error));
    const onExit = (): void => settle(() => reject(new Error('the thread ended')));
    worker.on('message', onMessage).on('error', onError).on('exit', onExit);
  });
}

/** A thread that is ready; what goes wrong before is no file's fault. Errors: MACHINE, UNEXPECTED. */
async function startWorker(): Promise<Worker> {
  const file = path.join(import.meta.dirname, `worker${path.extname(import.meta.filename)}`);
  const worker = new Worker(file, { resourceLimits: { maxOldGenerationSizeMb: MOST_MEGABYTES } });
  try {
    await nextMessage<'ready'>(worker);
    return worker;
  } catch (cause) {
    const message = `a thread does not start: ${String(cause)}`;
    throw machineFault(cause) ?? new DLCodeGenError('UNEXPECTED', message, { cause });
  }
}
