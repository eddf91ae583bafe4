import { parentPort } from 'node:worker_threads';
import { machineFault } from '../core/index.ts';
import { runJob, type Job } from './jobs.ts';
import type { Answer } from './threads.ts';

// A thread that does jobs, several at once as they come; started by `threads.ts`.
const send = (answer: Answer | 'ready'): void => parentPort?.postMessage(answer);
parentPort?.on('message', (jobs: readonly Job[]) => {
  void runAll(jobs).then(send);
});

/** What is no fault of the machine ends the thread. */
async function runAll(jobs: readonly Job[]): Promise<Answer> {
  try {
    const lines: string[] = [];
    for (const job of jobs) lines.push(await runJob(job));
    return { lines };
  } catch (error) {
    const fault = machineFault(error);
    if (fault === null) throw error;
    return { fault: fault.message };
  }
}
send('ready');
