import type { Reading, Sample } from '../artifacts/index.ts';
import { fusedPlanPredictor, type Prediction } from '../predictor/prediction.ts';

export interface PredictInput {
  readonly reading: Reading;
  /** Programs with their plans, to learn from. */
  readonly samples: readonly Sample[];
}

/** Reading and pool -> what is expected of the plan (paper III-B); it is grounded in the data afterwards. */
export type PredictPlan = (input: PredictInput) => Prediction | Promise<Prediction>;

/** The shipped predictor. Errors: ENVIRONMENT where a part of it cannot be read. */
export const predictBuiltin: PredictPlan = ({ reading }) => fusedPlanPredictor.predict(reading);
