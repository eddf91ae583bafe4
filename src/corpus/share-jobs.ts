import { createHash, randomUUID } from 'node:crypto';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { DLCodeGenError, makeFolders, writeText } from '../core/index.ts';
import type { JobQueue, QueuedJob, Stamp } from '../queue/index.ts';
import { failJob, type Job } from './jobs.ts';
import type { JobRunner } from './threads.ts';

/** Where workers are found, and what they must have alike. */
export interface Sharing {
  readonly queue: JobQueue;
  readonly stamp: Stamp;
  /** Files travel as paths below this folder; each worker has the same files below its own. */
  readonly root: string;
}

/** Files of a shard. Programs are described more slowly than they are read, and the answers are longer. */
const SHARD: Readonly<Record<Job['kind'], number>> = { scan: 100, pair: 20 };
/** Shards that are sent in one go: names and answers of no more are held at a time. */
const WAVE = 256;

/** Characters of one answer: the code of a program has a megabyte at most. */
const MOST_LINE = 8_000_000;

/** The body of a queued job. */
export const SHARD_BODY = z.strictObject({
  kind: z.enum(['scan', 'pair']),
  files: z
    .array(
      z.strictObject({
        path: z.string().max(4096),
        hash: z
          .string()
          .regex(/^[0-9a-f]{32}$/)
          .exactOptional(),
      }),
    )
    .min(1)
    .max(Math.max(...Object.values(SHARD))),
});
export const MINE_KIND = 'mine';

const status = z.enum(['kept', 'rejected', 'failed']);
const reason = z.string().max(10_000);
/** What a worker answers of a file: a `FileRecord` or a `PairRecord`. */
const ANSWERS: Readonly<Record<Job['kind'], z.ZodType>> = {
  scan: z.strictObject({
    path: z.string(),
    status,
    reason,
    format: z.string().max(100).optional(),
    date: z.string().max(100).optional(),
    hash: z
      .string()
      .regex(/^[0-9a-f]{32}$/)
      .optional(),
    signature: z.base64().length(344).optional(),
  }),
  pair: z.strictObject({
    path: z.string(),
    status,
    reason,
    removed: z.record(z.string().max(100), z.int().nonnegative()).optional(),
    pair: z
      .strictObject({
        'User Requirement': z.string().nullable(),
        'Dataset Attributes': z.string().nullable(),
        'Code Plan': z.unknown(),
        code: z.string(),
        source: z.string(),
      })
      .optional(),
  }),
};

/**
 * Has jobs done by workers, shard by shard, and gives their lines in the order of the jobs, so that nothing depends on who did
 * them. A shard's lines are a file of `folder` as soon as they are there, from which a killed run goes on, until the next shard
 * is asked for. Memory does not grow with the jobs.
 * Errors: BAD_INPUT (a file outside the root), those of `JobQueue.send`.
 */
export function shareJobs({ queue, stamp, root }: Sharing, folder: string): JobRunner {
  const run = readRunId(folder);
  return {
    async *run(jobs, signal) {
      for await (const wave of inParts(inShards(jobs), WAVE)) {
        const shards = wave.map((shard) => toQueued(shard, { root, run }));
        const places = shards.map(({ id }) => path.join(folder, `${id}.jsonl`));
        const open = [...shards.keys()].filter((at) => !existsSync(places[at] ?? ''));
        const onResult = async (turn: number, result: unknown): Promise<void> => {
          const at = open[turn] ?? 0;
          writeText(places[at] ?? '', readAnswer(result, wave[at] ?? []));
        };
        const sent = open.flatMap((at) => shards[at] ?? []);
        if (sent.length > 0) {
          await queue.send(sent, { stamp, onResult, ...(signal === undefined ? {} : { signal }) });
        }
        for (const place of places) {
          signal?.throwIfAborted();
          yield readFileSync(place, 'utf8').split('\n').slice(0, -1);
          rmSync(place);
        }
      }
    },
    close: async () => undefined,
  };
}

/** Results of another run that lie in the Redis are not this one's. */
function readRunId(folder: string): string {
  const file = path.join(folder, 'run');
  makeFolders(folder);
  if (!existsSync(file)) writeText(file, randomUUID());
  return readFileSync(file, 'utf8');
}

function toQueued(
  shard: readonly Job[],
  { root, run }: { readonly root: string; readonly run: string },
): QueuedJob {
  const kind = shard[0]?.kind ?? 'scan';
  const files = shard.map((job) => {
    const below = path.relative(root, path.resolve(job.path));
    if (below === '' || below.split(path.sep)[0] === '..' || path.isAbsolute(below)) {
      throw new DLCodeGenError(
        'BAD_INPUT',
        `${job.path} is not below ${root}; name a folder with --inputs below which all inputs lie`,
      );
    }
    return { path: below, ...(job.hash === undefined ? {} : { hash: job.hash }) };
  });
  const body: z.infer<typeof SHARD_BODY> = { kind, files };
  const id = createHash('sha256')
    .update(JSON.stringify([run, body]))
    .digest('hex')
    .slice(0, 32);
  const name = `${kind} ${files.length} files from ${files[0]?.path ?? ''}`.slice(0, 500);
  return { id: `mine-${id}`, kind: MINE_KIND, name, body };
}

/** The lines of a shard with the run's own paths; what is no answer is a failure of its files: a worker may send anything. */
function readAnswer(result: unknown, shard: readonly Job[]): string {
  const answers = z.array(z.string().max(MOST_LINE)).length(shard.length).safeParse(result);
  const lines = shard.map((job, at) => {
    const line = answers.success ? readLine(answers.data[at] ?? '', job) : null;
    return line ?? failJob(job, 'a worker sent no answer for it');
  });
  return lines.map((line) => `${line}\n`).join('');
}

function readLine(text: string, job: Job): string | null {
  let record: { pair?: object };
  try {
    record = JSON.parse(text) as { pair?: object };
  } catch {
    return null;
  }
  if (!ANSWERS[job.kind].safeParse(record).success) return null;
  const { pair } = record;
  return JSON.stringify({
    ...record,
    path: job.path,
    ...(pair === undefined ? {} : { pair: { ...pair, source: job.path } }),
  });
}

async function* inShards(jobs: AsyncIterable<Job> | Iterable<Job>): AsyncGenerator<Job[]> {
  let shard: Job[] = [];
  for await (const job of jobs) {
    shard.push(job);
    if (shard.length < SHARD[job.kind]) continue;
    yield shard;
    shard = [];
  }
  if (shard.length > 0) yield shard;
}

async function* inParts<T>(items: AsyncIterable<T>, size: number): AsyncGenerator<T[]> {
  let part: T[] = [];
  for await (const item of items) {
    part.push(item);
    if (part.length < size) continue;
    yield part;
    part = [];
  }
  if (part.length > 0) yield part;
}
