import type { Plan, Requirement, Sample } from '../artifacts/index.ts';
import {
  auditLeakage,
  type AuditDocument,
  type AuditReport,
  type PlanLine,
  type Task,
} from '../dataset/index.ts';
import type { Answer } from '../dataset/references.ts';
import { renderPlan } from '../plan/index.ts';

export interface AuditInput {
  readonly tasks: readonly Task[];
  readonly answers: readonly Answer[];
  readonly pool: readonly Sample[];
  readonly training: readonly PlanLine[];
}

/** Everything a system may have learnt from, against the evaluated tasks (DESIGN 7). */
export function audit({ tasks, answers, pool, training }: AuditInput): AuditReport {
  const documents: AuditDocument[] = [
    ...tasks.map(({ id, requirement }, at) => ({
      id,
      set: 'tasks' as const,
      ...texts(requirement, answers[at]?.plan ?? null),
      code: answers[at]?.code ?? null,
    })),
    ...pool.map(({ id, requirement, plan, program }) => ({
      id,
      set: 'pool' as const,
      ...texts(requirement, plan),
      code: program,
    })),
    ...training.map(({ requirement, plan }, at) => ({
      id: `line ${at + 1}`,
      set: 'training plans' as const,
      ...texts(requirement, plan),
      code: null,
    })),
  ];
  return auditLeakage(documents);
}

function texts(
  requirement: Requirement | null,
  plan: Plan | null,
): Pick<AuditDocument, 'requirement' | 'plan'> {
  return {
    requirement: requirement === null ? null : `${requirement.text}\n${requirement.attributes}`,
    plan: plan === null ? null : renderPlan(plan),
  };
}
