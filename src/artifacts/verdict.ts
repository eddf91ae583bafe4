import type { PlanField } from './plan.ts';

export const STAGES = ['S0', 'S1', 'S2', 'S3', 'S4', 'S5', 'S6', 'S7'] as const;
export type StageId = (typeof STAGES)[number];

export interface StageResult {
  readonly id: StageId;
  readonly status: 'passed' | 'failed' | 'skipped';
  readonly ms: number;
  readonly message: string;
}

/** `true`, `false`, `null` where the plan does not state it, or `"substituted"`. */
export type Agreement = Readonly<Partial<Record<PlanField, boolean | null | 'substituted'>>>;

/** What verification found; passed means S0-S5, and S7 where it was asked for. */
export interface Verdict {
  readonly passed: boolean;
  readonly stages: readonly StageResult[];
  readonly agreement: Agreement;
}
