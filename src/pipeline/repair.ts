import type { Program, Section, Segment, StageId, Verdict } from '../artifacts/index.ts';
import { fail, ok, type Result } from '../core/index.ts';
import type { ProjectInput } from '../project/index.ts';
import { createSegment } from '../python/index.ts';

/** Which sections a failed stage points at; the other stages point at none. */
export const SUSPECTS: Readonly<Partial<Record<StageId, readonly Section[]>>> = {
  S2: ['data', 'preprocessing', 'configuration'],
  S3: ['model', 'configuration'],
  S4: ['training', 'preprocessing', 'model', 'configuration'],
  S5: ['evaluation', 'inference', 'training', 'model'],
};

/**
 * The program in which the segments that the failed stage points at have the other draft's code.
 * Issues: NO_ALTERNATIVE (nothing failed, or no such segment has an alternative).
 */
export function takeAlternatives({ program }: ProjectInput, verdict: Verdict): Result<Program> {
  const failed = verdict.stages.find(({ status }) => status === 'failed');
  const sections = failed === undefined ? [] : (SUSPECTS[failed.id] ?? []);
  const isSuspect = ({ section, alternative }: Segment): boolean =>
    alternative !== undefined && sections.includes(section);
  if (!program.segments.some(isSuspect)) {
    return fail({
      code: 'NO_ALTERNATIVE',
      path: failed?.id ?? '',
      message: 'the drafts differ in nothing that this stage depends on',
    });
  }
  const reason = `${failed?.id} failed with the other draft's code`;
  const segments = program.segments.map((segment) =>
    isSuspect(segment) ? takeAlternative(segment, reason) : segment,
  );
  return ok({ ...program, segments });
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
