import { DLCodeGenError } from '../core/index.ts';

/** What both ends must have alike, by name: a worker with another version or pool would make other results. */
export type Stamp = Readonly<Record<string, string>>;

/** Errors: WORKER_REFUSES, with each part that differs. */
export function refuseUnlike(wanted: Stamp, own: Stamp): void {
  const names = [...new Set([...Object.keys(wanted), ...Object.keys(own)])];
  const unlike = names.filter((name) => wanted[name] !== own[name]);
  if (unlike.length === 0) return;
  throw new DLCodeGenError(
    'WORKER_REFUSES',
    `the job was sent with ${showStamp(wanted, unlike)}; this worker has ${showStamp(own, unlike)}`,
  );
}

/** For people: hashes are cut. */
export function showStamp(stamp: Stamp, names = Object.keys(stamp)): string {
  return names.map((name) => `${name} ${(stamp[name] ?? 'none').slice(0, 12)}`).join(', ');
}
