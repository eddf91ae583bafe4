import { scanFile } from './scan-file.ts';

/** What a thread is asked for, and what it answers: a line of a log, as JSON. */
export interface Job {
  readonly kind: 'scan' | 'pair';
  readonly path: string;
  /** Of a pair: the hash of the program when it was scanned. */
  readonly hash?: string;
}

/**
 * Does one job; what goes wrong with its file stands in the answer. What reads programs out is loaded with the first that is.
 * Errors: MACHINE, and what breaks the parser itself.
 */
export async function runJob(job: Job): Promise<string> {
  if (job.kind === 'scan') return JSON.stringify(scanFile(job.path));
  const { makePair } = await import('./make-pair.ts');
  return JSON.stringify(makePair(job.path, job.hash ?? ''));
}

/** The answer where a file ended the thread that read it. */
export function failJob(job: Job, reason: string): string {
  const record = { path: job.path, status: 'failed', reason: `ended its reader: ${reason}` };
  return JSON.stringify(record);
}
