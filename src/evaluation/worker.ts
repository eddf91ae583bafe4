import { parentPort, workerData } from 'node:worker_threads';
import { readPool } from '../retrieval/index.ts';
import { runJob, type Job } from './job.ts';

/** A thread that runs jobs one after the other as they come; started by `threads.ts`. */
const pool = await readPool(String(workerData));
parentPort?.on('message', (job: Job) => {
  void runJob(job, pool).then((outcome) => parentPort?.postMessage(outcome));
});
