import type { DataProfile, PlanRecord, Requirement, Sample } from '../artifacts/index.ts';

export interface PredictionContext {
  /** Null where the user gave no data. */
  readonly profile: DataProfile | null;
  readonly samples: readonly Sample[];
  /** Column named outside the requirement, e.g. by `--target`. */
  readonly target?: string;
  /** Task category that a given plan states. */
  readonly category?: string;
}

/**
 * Predicts the solution plan of a requirement.
 *
 * Paper: III-B. The record is grounded: its values agree with requirement and profile, and it has a data spec.
 * Errors: UNSUPPORTED_TASK where no deep learning task is asked for, UNKNOWN_COLUMN where a column is not there, POOL_EMPTY.
 */
export interface PlanPredictor {
  readonly id: string;
  predict(requirement: Requirement, context: PredictionContext): Promise<PlanRecord>;
}
