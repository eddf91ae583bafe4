import type { Draft, PlanRecord, Program, Section, Segment } from '../artifacts/index.ts';
import { pruneProgram } from '../python/index.ts';
import { gatherEvidence, type Evidence } from './evidence.ts';

/**
 * Which draft a section is taken from when both are sound: code 1 brings implementation details, code 2 the
 * structure that recurs (paper III-D).
 */
const STRENGTH: Readonly<Record<Section, 'code 1' | 'code 2'>> = {
  imports: 'code 1',
  configuration: 'code 2',
  data: 'code 1',
  preprocessing: 'code 1',
  model: 'code 2',
  training: 'code 2',
  evaluation: 'code 1',
  inference: 'code 1',
};

/** Evidence in order of weight; the first that tells the two apart decides. */
const CRITERIA: readonly {
  readonly name: string;
  readonly holds: (evidence: Evidence) => boolean;
}[] = [
  { name: 'parses', holds: ({ parses }) => parses },
  { name: 'every name it uses is bound', holds: ({ bound }) => bound },
  { name: 'holds a value of the plan or the data', holds: ({ grounded }) => grounded },
];

interface Pair {
  readonly one: Segment | undefined;
  readonly two: Segment | undefined;
}

/**
 * Compares code 1 and code 2 segment by segment under the plan and takes the better, with the reason
 * (paper III-D, comparative learning; the paper prompts a language model, this implementation weighs evidence).
 * Where the choice leaves a name unbound, code 1's segment is taken as well.
 */
export function compareDrafts(one: Draft, two: Draft, record: PlanRecord): Draft {
  const second = new Map(two.program.segments.map((segment) => [segment.id, segment] as const));
  const pairs: Pair[] = one.program.segments.map((segment) => ({
    one: segment,
    two: second.get(segment.id),
  }));
  const known = new Set(one.program.segments.map(({ id }) => id));
  for (const segment of two.program.segments) {
    if (!known.has(segment.id)) pairs.push({ one: undefined, two: segment });
  }
  const chosen = pairs.flatMap((pair) => choose(pair, one.program, two.program, record) ?? []);
  const segments = sortSections(chosen);
  const { program } = pruneProgram({ docstring: one.program.docstring, segments });
  return { name: 'final', program, warnings: [...new Set([...one.warnings, ...two.warnings])] };
}

function choose(
  { one, two }: Pair,
  first: Program,
  second: Program,
  record: PlanRecord,
): Segment | null {
  if (one === undefined) return two === undefined ? null : withReason(two, 'only code 2 has it');
  if (two === undefined) return withReason(one, 'a detail only code 1 has');
  if (one.code === two.code) return agreed(one, two);
  const evidence = [
    gatherEvidence(one, first, record),
    gatherEvidence(two, second, record),
  ] as const;
  for (const { name, holds } of CRITERIA) {
    if (holds(evidence[0]) !== holds(evidence[1])) {
      return holds(evidence[0])
        ? take(one, two, `code 1 ${name}, code 2 does not`)
        : take(two, one, `code 2 ${name}, code 1 does not`);
    }
  }
  if (holdsAll(one.code, two.code))
    return take(one, two, 'code 1 does what code 2 does, and shows more');
  return STRENGTH[one.section] === 'code 1'
    ? take(one, two, 'both are sound; code 1 keeps the details of the nearest program')
    : take(two, one, 'both are sound; code 2 keeps what recurs in the nearest programs');
}

/** Every line of `part` stands in `whole`. */
function holdsAll(whole: string, part: string): boolean {
  const lines = new Set(whole.split('\n'));
  return part.split('\n').every((line) => lines.has(line));
}

/** The same in both: it came from the template where it recurs, from the nearest program otherwise. */
function agreed(one: Segment, two: Segment): Segment {
  if (two.origin.kind === 'code2')
    return withReason(two, 'both drafts agree; it recurs in the nearest programs');
  return one.origin.kind === 'code1' ? withReason(one, 'both drafts agree') : one;
}

function take(segment: Segment, other: Segment, reason: string): Segment {
  return {
    ...withReason(segment, reason),
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

/** Sections in program order; within one, code 1's order and then what only code 2 has. */
function sortSections(segments: readonly Segment[]): Segment[] {
  const order = Object.keys(STRENGTH);
  return [...segments].sort((a, b) => order.indexOf(a.section) - order.indexOf(b.section));
}
