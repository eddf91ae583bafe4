import type { NotebookLine } from './notebook-line.ts';
import type { RemovedCounts } from './remove-secrets.ts';

/** Counts of a run: corpus.json. They do not depend on the machine or the time. */
export interface Summary {
  readonly threshold: number;
  files: number;
  readonly status: Record<NotebookLine['status'], number>;
  /** Same tokens, and nearly the same. */
  readonly duplicates: Record<'exact' | 'near', number>;
  /** E-mail addresses, keys, passwords, user names taken out of the kept programs. */
  readonly removed: Record<string, number>;
  /** Files that are not kept, by the beginning of the reason. */
  readonly reasons: Record<string, number>;
}

export function createSummary(threshold: number): Summary {
  return {
    threshold,
    files: 0,
    status: { kept: 0, rejected: 0, failed: 0 },
    duplicates: { exact: 0, near: 0 },
    removed: {},
    reasons: {},
  };
}

/** Adds one file. */
export function countRecord(
  summary: Summary,
  { status, reason, similarity }: NotebookLine,
  removed: RemovedCounts = {},
): void {
  summary.files += 1;
  summary.status[status] += 1;
  if (similarity !== undefined) summary.duplicates[similarity === 1 ? 'exact' : 'near'] += 1;
  for (const [kind, count] of Object.entries(removed)) {
    summary.removed[kind] = (summary.removed[kind] ?? 0) + count;
  }
  if (status === 'kept') return;
  const [what = reason] = reason.split(/[:,(]/, 1);
  summary.reasons[what.trim()] = (summary.reasons[what.trim()] ?? 0) + 1;
}
