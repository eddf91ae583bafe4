import { SECTIONS, type Draft, type PlanRecord, type Segment } from '../artifacts/index.ts';
import { pruneProgram } from '../python/index.ts';
import { EVIDENCE, type Candidate } from './evidence.ts';

/**
 * Compares two drafts segment by segment under the plan and takes the better one of each id, with the reason; what it
 * leaves becomes the alternative (paper III-D, comparative learning; the paper prompts a language model, this
 * implementation weighs evidence). A segment that one draft alone has is kept where the program reaches it, so that no
 * name that either draft binds is left unbound.
 */
export function compareDrafts(
  one: Draft,
  two: Draft,
  { record }: { readonly record: PlanRecord },
): Draft {
  const second = new Map(two.program.segments.map((segment) => [segment.id, segment] as const));
  const compared = one.program.segments.map((segment) => {
    const other = second.get(segment.id);
    second.delete(segment.id);
    return other === undefined
      ? withReason(segment, `only ${one.name} has it`)
      : choose(
          { segment, other, draft: one },
          { segment: other, other: segment, draft: two },
          record,
        );
  });
  const added = [...second.values()].map((segment) =>
    withReason(segment, `only ${two.name} has it`),
  );
  const { docstring } = one.program;
  const { program } = pruneProgram({ docstring, segments: sortSections([...compared, ...added]) });
  return { name: 'final', program, warnings: [...new Set([...one.warnings, ...two.warnings])] };
}

function choose(one: Candidate, two: Candidate, record: PlanRecord): Segment {
  if (one.segment.code === two.segment.code) return agreed(one.segment, two.segment);
  for (const { score, reason } of EVIDENCE) {
    const [first, second] = [score(one, record), score(two, record)];
    if (first !== second) return first > second ? take(one, two, reason) : take(two, one, reason);
  }
  return take(one, two, () => 'nothing tells the drafts apart');
}

/** The same in both: it came from the template where it recurs, from the nearest program otherwise. */
function agreed(one: Segment, two: Segment): Segment {
  if (two.origin.kind === 'code2')
    return withReason(two, 'both drafts agree; it recurs in the nearest programs');
  return one.origin.kind === 'code1' ? withReason(one, 'both drafts agree') : one;
}

function take(
  { segment, other, draft }: Candidate,
  left: Candidate,
  reason: (typeof EVIDENCE)[number]['reason'],
): Segment {
  return {
    ...withReason(segment, reason(draft.name, left.draft.name)),
    alternative: { code: other.code, origin: other.origin },
  };
}

/** Plan and profile say why themselves; a draft's segment gets the reason of the choice. */
function withReason(segment: Segment, reason: string): Segment {
  const { origin } = segment;
  const why =
    origin.kind === 'code1' || origin.kind === 'code2' ? reason : `${origin.reason}; ${reason}`;
  return { ...segment, origin: { ...origin, reason: why } };
}

/** Sections in program order; within one, the first draft's order and then what only the second has. */
function sortSections(segments: readonly Segment[]): Segment[] {
  return [...segments].sort((a, b) => SECTIONS.indexOf(a.section) - SECTIONS.indexOf(b.section));
}
