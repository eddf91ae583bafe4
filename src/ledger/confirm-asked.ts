import type { SettledAsk } from '../artifacts/index.ts';
import type { ProjectView } from '../requirement/index.ts';
import { settleAsk } from './settle-asks.ts';

/**
 * The ledger of plan.json held against the project as it is: an entry that says `done` and is not shown any more is `unmet`;
 * what only the user's data could show stays. What was substituted or unmet stays so.
 */
export function confirmAsked(
  asked: readonly SettledAsk[],
  view: ProjectView,
): readonly SettledAsk[] {
  return asked.map((entry) => {
    if (entry.status !== 'done') return entry;
    const again = settleAsk(entry, view);
    return again === null || again.status === 'done' || again.lacksData === true
      ? entry
      : { ...entry, status: 'unmet', why: 'the project does not show it any more' };
  });
}
