/**
 * Requirement in plain words -> solution plan, grounded in what is stated and in the data.
 * In: requirement, profile of the data where there is any, the pool's samples.
 * Out: a plan record with data spec, assumptions, warnings and what was substituted.
 * Grounding is apart from prediction: every predictor's record goes through `ground`.
 * Paper: III-B.
 */
export {
  fusedPlanPredictor,
  judgeCategories,
  predictFused,
  shippedLanguageModel,
} from './fused-plan.ts';
export type { LanguageModelSource } from './language-model-source.ts';
export { givenWords, groundGiven } from './ground-given.ts';
export { ground, HYPERPARAMETER_WORDS } from './ground-plan.ts';
export { nearestPlanPredictor } from './nearest-plan.ts';
export type { PlanPredictor, PredictionContext } from './predictor.ts';
export { evaluatePredictors } from './evaluate-predictors.ts';
export type { EvaluatedPredictors, PredictorEvaluation } from './evaluate-predictors.ts';
export { exportCheckpoint } from './exchange/export-checkpoint.ts';
export { importCheckpoint, readConfig, readParameters } from './exchange/import-checkpoint.ts';
export type { Imported } from './exchange/import-checkpoint.ts';
export { estimateTraining } from './train/estimate.ts';
export type { TrainingEstimate } from './train/estimate.ts';
export { prepareData, trainPredictor } from './train/loop.ts';
export type { PreparedData, TrainingOptions, TrainingResult } from './train/loop.ts';
export { PRESETS } from './train/presets.ts';
export type { PresetName, TrainingPreset } from './train/presets.ts';
export { trainWithTorch } from './train/torch-engine.ts';
export type { TorchOptions, TorchResult } from './train/torch-engine.ts';
