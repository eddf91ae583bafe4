/**
 * Does jobs and gives each result to `settle`, with the job's place, in any order; returns when every one is settled.
 * `note` hears what goes on meanwhile. On this machine or over a queue: results do not depend on which.
 */
export type Runner<Job, Result> = (
  jobs: readonly Job[],
  settle: (at: number, result: Result) => Promise<void>,
  note: (text: string) => void,
) => Promise<void>;

/** Gives some jobs to one runner and the others to another, both at once. */
export function splitJobs<Job, Result>(
  isFirst: (job: Job) => boolean,
  first: Runner<Job, Result>,
  second: Runner<Job, Result>,
): Runner<Job, Result> {
  return async (jobs, settle, note) => {
    const all = jobs.map((job, at) => ({ job, at }));
    const { one = [], other = [] } = Object.groupBy(all, ({ job }) =>
      isFirst(job) ? 'one' : 'other',
    );
    const run = async (runner: Runner<Job, Result>, part: typeof all): Promise<void> =>
      runner(
        part.map(({ job }) => job),
        async (turn, result) => settle(part[turn]?.at ?? Number.NaN, result),
        note,
      );
    await Promise.all([run(first, one), run(second, other)]);
  };
}
