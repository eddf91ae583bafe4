/**
 * Does jobs and gives each result to `settle`, with the job's place, in any order; returns when every one is settled.
 * `note` hears what goes on meanwhile. On this machine or over a queue: results do not depend on which.
 */
export type Runner<Job, Result> = (
  jobs: readonly Job[],
  settle: (at: number, result: Result) => Promise<void>,
  note: (text: string) => void,
) => Promise<void>;
