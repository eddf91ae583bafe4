import type { Draft, PlanRecord, Section, Segment } from '../artifacts/index.ts';
import { firstError, PYTHON_BUILTINS, renderLiteral, withSyntaxTree } from '../python/index.ts';

/** A segment of one draft, beside the other draft's segment of the same id. */
export interface Candidate {
  readonly segment: Segment;
  readonly other: Segment;
  readonly draft: Draft;
}

/** One reason to prefer a segment to the other draft's. */
export interface Evidence {
  readonly name: string;
  /** What the score is computed from. */
  readonly looksAt: string;
  /** Higher speaks for the segment; equal scores of both candidates say nothing. */
  readonly score: (candidate: Candidate, record: PlanRecord) => number;
  /** Why the segment of `taken` stands in the final code; `left` has the lower score. */
  readonly reason: (taken: Draft['name'], left: Draft['name']) => string;
}

/**
 * All evidence, in order of weight: the first row whose scores differ decides (paper III-D; the paper prompts a language
 * model). A new piece of evidence is one row.
 */
export const EVIDENCE: readonly Evidence[] = [
  {
    name: 'parses',
    looksAt: 'the code of the segment',
    score: ({ segment }) => Number(parses(segment)),
    reason: (taken, left) => `${taken} parses, ${left} does not`,
  },
  {
    name: 'bound',
    looksAt: 'the names that the segment uses and those that its draft defines',
    score: ({ segment, draft }) => Number(isBound(segment, draft)),
    reason: (taken, left) => `${taken} binds every name it uses, ${left} does not`,
  },
  {
    name: 'grounded',
    looksAt: 'the origin of the segment, and the value of a constant beside the facts of the data',
    score: ({ segment }, record) => Number(isGrounded(segment, record)),
    reason: (taken, left) => `${taken} holds a value of the plan or the data, ${left} does not`,
  },
  {
    name: 'complete',
    looksAt: 'the lines of both segments',
    score: ({ segment, other }) => Number(holdsLines(segment, other)),
    reason: (taken, left) => `${taken} does what ${left} does, and shows more`,
  },
  {
    name: 'strength',
    looksAt: 'the section',
    score: ({ segment, draft }) => Number(STRENGTH[segment.section] === draft.name),
    reason: (taken) => `both are valid; ${taken} keeps ${KEEPS[taken]}`,
  },
];

/** The draft that a section is taken from when both are valid: code 1 has the details, code 2 the structure (III-D). */
const STRENGTH: Readonly<Record<Section, Draft['name']>> = {
  imports: 'code 1',
  configuration: 'code 2',
  data: 'code 1',
  preprocessing: 'code 1',
  model: 'code 2',
  training: 'code 2',
  evaluation: 'code 1',
  inference: 'code 1',
};

const KEEPS: Readonly<Record<Draft['name'], string>> = {
  'code 1': 'the details of the nearest program',
  'code 2': 'what recurs in the nearest programs',
  final: 'what was compared before',
};

function parses({ code }: Segment): boolean {
  return withSyntaxTree(code, (root) => firstError(root) === null);
}

function isBound({ uses }: Segment, { program }: Draft): boolean {
  const defined = new Set(program.segments.flatMap(({ defines }) => defines));
  return uses.every((name) => defined.has(name) || PYTHON_BUILTINS.has(name));
}

function isGrounded({ code, defines, origin }: Segment, { data }: PlanRecord): boolean {
  const { kind, reason } = origin;
  if (kind === 'plan' || kind === 'profile' || reason.startsWith('follows from')) return true;
  const fact = data?.facts[defines[0] ?? ''];
  return fact !== undefined && code.endsWith(renderLiteral(fact));
}

/** Every line of `other` stands in the segment. */
function holdsLines(segment: Segment, other: Segment): boolean {
  const lines = new Set(segment.code.split('\n'));
  return other.code.split('\n').every((line) => lines.has(line));
}
