import { nearestPlanPredictor, type PlanPredictor } from '../predictor/index.ts';

/** Predictors that RQ3 compares; one more predictor or decoding is one more entry. */
export const PREDICTORS = {
  'nearest-plan': nearestPlanPredictor,
} as const satisfies Record<string, PlanPredictor>;
export type PredictorName = keyof typeof PREDICTORS;
