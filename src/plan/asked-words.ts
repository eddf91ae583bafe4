import type { PlanRecord, SettledAsk } from '../artifacts/index.ts';

/** An entry of the ledger that is not done, as a sentence. */
export function renderAsked({ words, status, by, why }: SettledAsk): string {
  const asked = `"${words.replace(/\s+/g, ' ').trim()}"`;
  const because = why === undefined ? '' : `: ${why}`;
  return status === 'substituted'
    ? `${asked} is replaced by ${by ?? 'something else'}${because}.`
    : `${asked} is not done${because}.`;
}

/** How many asks were done, replaced and not done, in one line; empty where nothing was asked. */
export function summarizeAsked(asked: readonly SettledAsk[]): string {
  if (asked.length === 0) return '';
  const count = (status: SettledAsk['status']): number =>
    asked.filter((ask) => ask.status === status).length;
  return `${asked.length} things asked for: ${count('done')} done, ${count('substituted')} replaced, ${count('unmet')} not done`;
}

/** Everything that could not be done as stated: what the record warns of, then the entries of its ledger. */
export function warningsOf({ warnings, asked }: PlanRecord): readonly string[] {
  const unsettled = asked.filter(({ status }) => status !== 'done');
  return [...new Set([...warnings, ...unsettled.map(renderAsked)])];
}
