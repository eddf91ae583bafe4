import {
  AUDIT_THRESHOLDS,
  auditAspect,
  AUDIT_ASPECTS,
  textLikeness,
  textSimilarity,
  type AuditAspect,
  type AuditEntry,
  type AuditRow,
  type Likeness,
  type TextLikeness,
} from '../../dataset/index.ts';
import { candidatePairs } from '../../dataset/minhash.ts';
import { parsePlan, renderPlan } from '../../plan/index.ts';
import { codeSimilarity, type CodeSignature } from '../code-signature.ts';

/** By what a program of a dataset is compared with others; null where it has none of that kind. */
export interface ProgramLikeness {
  readonly requirement: TextLikeness | null;
  readonly plan: TextLikeness | null;
  readonly code: CodeSignature | null;
}

export function programLikeness(
  texts: { readonly requirement: string; readonly attributes: string; readonly plan: unknown },
  code: CodeSignature | null,
): ProgramLikeness {
  const plan = parsePlan(texts.plan);
  return {
    requirement: textLikeness('requirement', `${texts.requirement}\n${texts.attributes}`),
    plan: plan.ok ? textLikeness('plan', renderPlan(plan.value.plan)) : null,
    code,
  };
}

/** Calls for each pair of wanted programs that are near copies in any aspect, by the audit's thresholds. */
export function eachNearPair(
  programs: readonly ProgramLikeness[],
  isWanted: (lower: number, higher: number) => boolean,
  onPair: (lower: number, higher: number) => void,
): void {
  const visit = <Value extends Likeness>(
    aspect: AuditAspect,
    values: readonly (Value | null)[],
    similarity: (one: Value, other: Value) => number,
  ): void => {
    const bands = values.map((value) => value?.bands ?? null);
    for (const [lower, higher] of candidatePairs(bands, isWanted)) {
      const [one, other] = [values[lower], values[higher]];
      if (one == null || other == null) continue;
      if (similarity(one, other) >= AUDIT_THRESHOLDS[aspect].near) onPair(lower, higher);
    }
  };
  visit(
    'requirement',
    programs.map(({ requirement }) => requirement),
    textSimilarity,
  );
  visit(
    'plan',
    programs.map(({ plan }) => plan),
    textSimilarity,
  );
  visit(
    'code',
    programs.map(({ code }) => code),
    codeSimilarity,
  );
}

/** Near copies between sets of programs: a row for each aspect and each two sets. */
export function auditPrograms(
  programs: readonly { readonly id: string; readonly set: string; readonly of: ProgramLikeness }[],
  all: readonly string[],
): readonly AuditRow<string>[] {
  const sets = { all, within: [] };
  const entries = <Value extends Likeness>(
    valueOf: (likeness: ProgramLikeness) => Value | null,
  ): AuditEntry<string, Value>[] =>
    programs.map(({ id, set, of }) => ({ id, set, value: valueOf(of) }));
  return [
    ...auditAspect(
      'requirement',
      entries(({ requirement }) => requirement),
      textSimilarity,
      sets,
    ),
    ...auditAspect(
      'plan',
      entries(({ plan }) => plan),
      textSimilarity,
      sets,
    ),
    ...auditAspect(
      'code',
      entries(({ code }) => code),
      codeSimilarity,
      sets,
    ),
  ];
}

/** How `auditPrograms` compares. */
export const AUDIT_SIGNATURE = [
  'splits:1',
  'minhash:128,32x4',
  ...AUDIT_ASPECTS.map((aspect) => {
    const { size, near } = AUDIT_THRESHOLDS[aspect];
    const how = aspect === 'code' ? 'estimated' : 'jaccard';
    return `${aspect}:${size}-tokens>=${near},${how}`;
  }),
].join('|');
