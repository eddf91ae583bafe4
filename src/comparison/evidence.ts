import type { PlanRecord, Program, Segment } from '../artifacts/index.ts';
import { firstError, PYTHON_BUILTINS, renderLiteral, withSyntaxTree } from '../python/index.ts';

/** What speaks for a segment. */
export interface Evidence {
  readonly parses: boolean;
  /** Everything it uses is defined in its draft. */
  readonly bound: boolean;
  /** Its value is the plan's or the data's, or follows from them. */
  readonly grounded: boolean;
  readonly lines: number;
}

export function gatherEvidence(segment: Segment, draft: Program, record: PlanRecord): Evidence {
  const parses = withSyntaxTree(segment.code, (root) => firstError(root) === null);
  return {
    parses,
    bound: parses && isBound(segment, draft),
    grounded: isGrounded(segment, record),
    lines: segment.code.split('\n').length,
  };
}

function isBound(segment: Segment, draft: Program): boolean {
  const defined = new Set(draft.segments.flatMap(({ defines }) => defines));
  return segment.uses.every((name) => defined.has(name) || PYTHON_BUILTINS.has(name));
}

function isGrounded(segment: Segment, record: PlanRecord): boolean {
  const { kind, reason } = segment.origin;
  if (kind === 'plan' || kind === 'profile' || reason.startsWith('follows from')) return true;
  const fact = record.data?.facts[segment.defines[0] ?? ''];
  return fact !== undefined && segment.code.endsWith(renderLiteral(fact));
}
