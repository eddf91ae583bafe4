import { lstat, readdir } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { DLCodeGenError, isInside } from '../core/index.ts';
import { METHODS, verifyAndRepair, type MethodName } from '../pipeline/index.ts';
import { writeProject } from '../project/index.ts';
import type { JobKind, JobQueue, QueuedJob, Stamp } from '../queue/index.ts';
import { createScratch } from '../sandbox/index.ts';
import type { VerifyLevel } from '../verification/index.ts';
import { hash, POOL, readVersion, takeFingerprint, type Fingerprint } from './fingerprint.ts';
import type { Job } from './job.ts';
import { CLIMBED, nothingPassed, toClimbed, type Climbed, type Project } from './ladder.ts';
import { emptyOutcome, FILES, OUTCOME, type Outcome } from './outcome.ts';
import { PREDICTORS, type PredictorName } from './predictors.ts';
import { keyOf, nameOf } from './run.ts';
import type { Runner } from './runner.ts';
import { shareThreads } from './threads.ts';

export interface Sending {
  readonly fingerprint: Fingerprint;
  /** Where the tasks are; data travel as a path below it. */
  readonly tasks: string;
  readonly signal?: AbortSignal;
}

const inside = z.string().refine((place) => place === '' || isInside(place), 'leads outside');
/** Data are too large to travel: their place below the tasks, and what must be there. */
const dataSchema = z.object({ place: inside, listing: z.string() }).nullable();
type Data = z.infer<typeof dataSchema>;

const sampleSchema = z.object({
  row: z.string(),
  solver: z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('pipeline'),
      method: z.enum(Object.keys(METHODS) as [MethodName, ...MethodName[]]),
    }),
    z.object({
      kind: z.literal('predictor'),
      predictor: z.enum(Object.keys(PREDICTORS) as [PredictorName, ...PredictorName[]]),
    }),
  ]),
  task: z.object({
    id: z.string(),
    requirement: z.object({ text: z.string(), attributes: z.string() }),
  }),
  seed: z.number(),
  keepFiles: z.boolean(),
  data: dataSchema,
});

const verifySchema = z.object({
  level: z.enum(['static', 'smoke', 'full']),
  projects: z.array(z.object({ files: FILES, data: dataSchema })),
});

/** Has samples made by workers. Errors: the queue's, the signal's reason. */
export function makeOverQueue(queue: JobQueue, sending: Sending): Runner<Job, Outcome> {
  return async (jobs, settle) => {
    const sent = await Promise.all(
      jobs.map(async (job): Promise<QueuedJob> => ({
        id: `sample-${keyOf(job, sending.fingerprint)}`,
        kind: 'sample',
        name: nameOf(job),
        body: { ...job, data: await pack(job.data, sending.tasks) },
      })),
    );
    await send(queue, sent, sending, async (at, result) => {
      const task = jobs[at]?.task.id ?? '';
      return settle(at, readOutcome(result, task));
    });
  };
}

/** Has projects verified by workers. Errors: the queue's, the signal's reason. */
export function verifyOverQueue(
  queue: JobQueue,
  sending: Sending & { readonly level: VerifyLevel },
): Runner<readonly Project[], readonly Climbed[]> {
  return async (chunks, settle) => {
    const sent = await Promise.all(
      chunks.map(async (chunk): Promise<QueuedJob> => {
        const projects = chunk.map(async ({ files, data }) => ({
          files,
          data: await pack(data, sending.tasks),
        }));
        return {
          id: `verify-${hash(...chunk.flatMap(({ name, key }) => [name, key]))}`,
          kind: 'verify',
          name: chunk.map(({ name }) => name).join(' '),
          body: { level: sending.level, projects: await Promise.all(projects) },
        };
      }),
    );
    await send(queue, sent, sending, async (at, result) =>
      settle(at, readClimbed(result, chunks[at]?.length ?? 0)),
    );
  };
}

/** What is no outcome of the task is a failed sample: a worker may send anything. */
export function readOutcome(result: unknown, task: string): Outcome {
  const read = readResult(
    OUTCOME.refine((outcome) => outcome.task === task, 'of another task'),
    result,
  );
  return read.ok ? read.value : { ...emptyOutcome(task), failure: read.failure };
}

/** As many verdicts as projects; what are not, are verdicts that say so. */
export function readClimbed(result: unknown, projects: number): Climbed[] {
  const some = Array.isArray(result) ? result.slice(0, projects + 1) : result;
  const read = readResult(z.array(CLIMBED).length(projects), some);
  if (read.ok) return read.value;
  return Array.from({ length: projects }, () => nothingPassed({ failure: read.failure }));
}

type ReadResult<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failure: NonNullable<Outcome['failure']> };

/** Characters of a result as JSON; a sample with its files has about 100,000. */
const MOST_CHARACTERS = 5_000_000;
const MOST_SHOWN = 500;

function readResult<T>(schema: z.ZodType<T>, result: unknown): ReadResult<T> {
  const refuse = (reason: string): ReadResult<T> => {
    const message = `a worker sent a result that is none: ${reason.slice(0, MOST_SHOWN)}`;
    return { ok: false, failure: { code: 'QUEUE', message } };
  };
  const read = schema.safeParse(result);
  if (!read.success) return refuse(z.prettifyError(new z.ZodError(read.error.issues.slice(0, 5))));
  const { length } = JSON.stringify(read.data);
  if (length > MOST_CHARACTERS)
    return refuse(`${length} characters, of which ${MOST_CHARACTERS} are taken`);
  return { ok: true, value: read.data };
}

async function send(
  queue: JobQueue,
  jobs: readonly QueuedJob[],
  { fingerprint, signal }: Sending,
  onResult: (at: number, result: unknown) => Promise<void>,
): Promise<void> {
  const stamp = stampOf(fingerprint);
  await queue.send(jobs, { stamp, onResult, ...(signal === undefined ? {} : { signal }) });
}

/** What a worker must have alike with whoever sends jobs. */
export async function takeStamp(): Promise<Stamp> {
  return stampOf(await takeFingerprint(POOL));
}

function stampOf({ code, pool }: Fingerprint): Stamp {
  return { version: readVersion(), code, pool };
}

export interface WorkOptions {
  /** A folder with the same data at the same places as the evaluation's tasks. */
  readonly tasks: string | null;
  /** The worker's own word: a job cannot say it. */
  readonly unsandboxed: boolean;
}

export interface EvaluationWork {
  readonly kinds: Readonly<Record<'sample' | 'verify', JobKind>>;
  readonly stamp: Stamp;
  readonly close: () => Promise<unknown>;
}

/**
 * What a worker can do for evaluations, a row a kind. Samples are made in threads, since they would hold up this one;
 * projects are verified step by step, since a worker takes several jobs at once.
 */
export async function startEvaluationWork(options: WorkOptions): Promise<EvaluationWork> {
  const threads = shareThreads(POOL);
  return {
    kinds: {
      sample: async (body) => {
        const { data, ...job } = sampleSchema.parse(body);
        return threads.run({ ...job, data: await unpack(data, options.tasks) });
      },
      verify: async (body) => {
        const { level, projects } = verifySchema.parse(body);
        const scratch = await createScratch();
        try {
          const requests = [];
          for (const [at, { files, data }] of projects.entries()) {
            const directory = path.join(scratch.folder, String(at));
            await writeProject(directory, new Map(Object.entries(files)), { force: true });
            const place = await unpack(data, options.tasks);
            requests.push({ directory, ...(place === null ? {} : { data: place }) });
          }
          const { unsandboxed } = options;
          const settled = await verifyAndRepair(requests, { level, unsandboxed, jobs: 1 });
          return settled.map(toClimbed);
        } finally {
          await scratch.remove();
        }
      },
    },
    stamp: await takeStamp(),
    close: threads.close,
  };
}

async function pack(data: string | null, tasks: string): Promise<Data> {
  if (data === null) return null;
  const place = path.relative(tasks, data).split(path.sep).join('/');
  return { place, listing: await list(data) };
}

/** Errors: WORKER_REFUSES where the data are not here, or are others. */
async function unpack(data: Data, tasks: string | null): Promise<string | null> {
  if (data === null) return null;
  const needs = `the job needs the data ${data.place} of the evaluated tasks`;
  if (tasks === null) {
    throw new DLCodeGenError('WORKER_REFUSES', `${needs}: name their folder with --tasks`);
  }
  const here = path.join(tasks, data.place);
  const listing = await list(here).catch((cause: unknown) => {
    throw new DLCodeGenError('WORKER_REFUSES', `${needs}; ${here} cannot be read`, { cause });
  });
  if (listing === data.listing) return here;
  throw new DLCodeGenError('WORKER_REFUSES', `${needs}; ${here} holds other files or sizes`);
}

/** Names and sizes of all files, as a hash. */
async function list(folder: string): Promise<string> {
  const lines: string[] = [];
  for (const name of (await readdir(folder, { recursive: true })).sort()) {
    const status = await lstat(path.join(folder, name));
    if (status.isFile()) lines.push(`${name.split(path.sep).join('/')} ${status.size}`);
  }
  return hash(...lines);
}
