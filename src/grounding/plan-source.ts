import type { PlanRecord } from '../artifacts/index.ts';
import type { Prediction } from '../predictor/prediction.ts';

/** Where a plan comes from: it is predicted, or the user wrote it. */
export interface PlanSource {
  readonly prediction: Prediction;
  /** Every field that it states stands; null where there is none. */
  readonly given: PlanRecord | null;
}
