import type { PlanRecord, Reading, Sample, TaskSpec } from '../artifacts/index.ts';
import type { StatedCategory } from '../requirement/index.ts';

export interface PredictionContext {
  /** What is to be learned from the user's data; null where there are none. */
  readonly task: TaskSpec | null;
  readonly samples: readonly Sample[];
  /** Column named outside the requirement, e.g. by `--target`. */
  readonly target?: string;
  readonly category?: StatedCategory;
  /** What a predicted plan says of the data; sizes and class counts are read from it too. */
  readonly description?: string;
}

/**
 * Predicts the solution plan of a requirement.
 *
 * Paper: III-B. The record is grounded: its values agree with requirement and profile, and it has a data spec.
 * Errors: UNSUPPORTED_TASK where no deep learning task is asked for, UNKNOWN_COLUMN where a column is not there, POOL_EMPTY.
 */
export interface PlanPredictor {
  readonly id: string;
  predict(reading: Reading, context: PredictionContext): Promise<PlanRecord>;
}
