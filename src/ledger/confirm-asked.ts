import type { SettledAsk } from '../artifacts/index.ts';
import type { ProjectView } from '../requirement/index.ts';
import { settleAsks } from './settle-asks.ts';

/**
 * The ledger of plan.json held against the project as it is: an entry that says `done` and is not shown any more is `unmet`.
 * What was substituted or unmet stays so.
 */
export function confirmAsked(
  asked: readonly SettledAsk[],
  view: ProjectView,
): readonly SettledAsk[] {
  return asked.map((entry) => {
    if (entry.status !== 'done' || NEEDS_DATA.has(`${entry.kind} ${entry.name}`)) return entry;
    const [again] = settleAsks([entry], view);
    return again === undefined || again.status === 'done'
      ? entry
      : { ...entry, status: 'unmet', why: 'the project does not show it any more' };
  });
}

/** Settled by names in the user's data, which a project does not hold. */
const NEEDS_DATA: ReadonlySet<string> = new Set([
  'column listed',
  'class class names',
  'count instances',
  'data public data set',
]);
