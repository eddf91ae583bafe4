import type { DataProfile, PlanRecord, Program, SettledAsk } from '../artifacts/index.ts';
import { foundIn, settleAsks } from '../ledger/index.ts';
import { stripComments } from '../python/index.ts';

/** What became of every ask in a program; `done` is shown by its code. */
export function settleProgram(
  record: PlanRecord,
  { segments }: Program,
  profile: DataProfile | null,
): readonly SettledAsk[] {
  const code = segments.map((segment) => segment.code).join('\n');
  const view = { record, code: stripComments(code) ?? code, found: foundIn(profile) };
  return settleAsks(record.asked, view);
}
