/**
 * Jobs over many machines: one process sends them to a Redis, workers take them, each result counts once.
 * In: an address, jobs as plain data, a table of what workers can do. Out: results, in any order.
 * Paper: none; DESIGN 5. A job of a worker that died is taken over by another.
 * Knows nothing of what jobs do; a kind of job is a row of the table that the worker is given.
 */
export { parseAddress, type RedisAddress } from './address.ts';
export { openQueue, type JobQueue, type QueuedJob, type SendOptions } from './send-jobs.ts';
export type { Stamp } from './stamp.ts';
export { takeJobs, type JobKind, type TakeOptions } from './take-jobs.ts';
