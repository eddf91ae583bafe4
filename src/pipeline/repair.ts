import type { Draft, Section, Segment, StageId, Verdict } from '../artifacts/index.ts';
import { createSegment } from '../python/index.ts';
import { filesOf, type Generated } from './generate.ts';

/** Which sections a failed stage points at. */
const SUSPECTS: Readonly<Partial<Record<StageId, readonly Section[]>>> = {
  S2: ['data', 'preprocessing', 'configuration'],
  S3: ['model', 'configuration'],
  S4: ['training', 'preprocessing', 'model', 'configuration'],
  S5: ['evaluation', 'inference', 'training', 'model'],
};

/**
 * One bounded repair: the segments that the failed stage points at take the other draft's code.
 * Returns null where there is nothing to take.
 */
export async function repairProject(
  generated: Generated,
  verdict: Verdict,
): Promise<Generated | null> {
  const failed = verdict.stages.find(({ status }) => status === 'failed');
  const sections = failed === undefined ? undefined : SUSPECTS[failed.id];
  if (failed === undefined || sections === undefined) return null;
  let changed = false;
  const segments = generated.final.program.segments.map((segment): Segment => {
    const { alternative } = segment;
    if (alternative === undefined || !sections.includes(segment.section)) return segment;
    changed = true;
    return takeAlternative(segment, `${failed.id} failed with the other draft's code`);
  });
  if (!changed) return null;
  const final: Draft = { ...generated.final, program: { ...generated.final.program, segments } };
  return {
    ...generated,
    final,
    files: await filesOf(generated.requirement, generated.record, final),
  };
}

/** The segment with its alternative's code; what it had becomes the alternative. */
export function takeAlternative(segment: Segment, reason: string): Segment {
  const { alternative } = segment;
  if (alternative === undefined) return segment;
  const swapped = createSegment(segment.section, alternative.code, {
    ...alternative.origin,
    kind: 'repair',
    reason,
  });
  return {
    ...swapped,
    id: segment.id,
    alternative: { code: segment.code, origin: segment.origin },
  };
}
