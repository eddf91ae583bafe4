/**
 * Predictions and what is needed for one: the part of this room that a plan takes. A second entry, since `index.ts` also
 * loads how predictors are trained, measured and carried in and out.
 */
export { fusedPlanPredictor, judgeCategories } from './fused-plan.ts';
export { confidenceIn, nameOf, otherValues, type Beliefs } from './fusion/beliefs.ts';
export { NO_PREDICTION, type PlanPredictor, type Prediction } from './predictor.ts';
