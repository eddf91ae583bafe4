/**
 * Requirement in plain words -> solution plan, grounded in what is stated and in the data.
 * In: requirement, profile of the data where there is any, the pool's samples.
 * Out: a plan record with data spec, assumptions, warnings and what was substituted.
 * Grounding is apart from prediction: every predictor's record goes through `ground`.
 * Paper: III-B.
 */
export { groundGiven } from './ground-given.ts';
export { ground } from './ground-plan.ts';
export { nearestPlanPredictor } from './nearest-plan.ts';
export type { PlanPredictor, PredictionContext } from './predictor.ts';
export { readRequirement } from './read-requirement.ts';
export type { Stated } from './read-requirement.ts';
