import { hash, type Fingerprint } from './fingerprint.ts';
import type { Job } from './job.ts';
import { hadProviderFault, OUTCOME, type Outcome } from './outcome.ts';
import { createProgress, type TellProgress } from './progress.ts';
import type { Runner } from './runner.ts';
import type { Store } from './store.ts';

export interface RunOptions {
  readonly fingerprint: Fingerprint;
  readonly store: Store;
  readonly runner: Runner<Job, Outcome>;
  readonly onProgress?: TellProgress;
}

/**
 * Outcomes of jobs, in their order. What an earlier run made with the same code and pool is taken from the store, so
 * that a run that was ended goes on where it was; the outcomes do not depend on who makes them or in which order. What
 * failed by a provider's fault is not kept.
 *
 * Errors: the runner's.
 */
export async function runJobs(jobs: readonly Job[], options: RunOptions): Promise<Outcome[]> {
  const { fingerprint, store, runner, onProgress } = options;
  const progress = createProgress(jobs.length, onProgress ?? (() => undefined));
  const keys = jobs.map((job) => keyOf(job, fingerprint));
  const outcomes = await Promise.all(
    jobs.map(
      async (job, at) => OUTCOME.safeParse(await store.read(nameOf(job), keys[at] ?? '')).data,
    ),
  );
  const open = jobs.flatMap((job, at) => (outcomes[at] === undefined ? [{ job, at }] : []));
  progress.skip(jobs.length - open.length);
  await runner(
    open.map(({ job }) => job),
    async (turn, outcome) => {
      const { job, at } = open[turn] as (typeof open)[number];
      outcomes[at] = outcome;
      if (!hadProviderFault(outcome)) await store.write(nameOf(job), keys[at] ?? '', outcome);
      progress.step(`${job.row} ${job.task.id}`);
    },
    progress.note,
  );
  return outcomes.filter((outcome) => outcome !== undefined);
}

/** The same for the same sample made by the same code from the same pool. */
export function keyOf(job: Job, { code, pool }: Fingerprint): string {
  return hash(JSON.stringify(job), code, pool);
}

export function nameOf({ row, task }: Job): string {
  return `${row}/${task.id}`;
}
