import type { Ask, DataProfile, PlanRecord, Sample } from '../artifacts/index.ts';
import { foundIn, previewCode, settleAsks } from '../ledger/index.ts';

/** The record with what became of every ask, as far as the program that it will be made from shows it. */
export function withLedger(
  record: PlanRecord,
  asks: readonly Ask[],
  base: Sample,
  profile: DataProfile | null,
): PlanRecord {
  const view = { record, code: previewCode(record, base), found: foundIn(profile) };
  const asked = settleAsks(asks, view);
  const isOtherNetwork = asked.some(
    ({ kind, status }) => (kind === 'architecture' || kind === 'layer') && status !== 'done',
  );
  const substituted = new Set([
    ...record.substituted,
    ...(isOtherNetwork ? ['layers' as const] : []),
  ]);
  return { ...record, asked, substituted: [...substituted] };
}
