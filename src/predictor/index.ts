/**
 * Reading of a requirement -> what is expected of its solution plan, from the words alone.
 * In: a reading. Out: a prediction: plan, lists of layers, descriptions, and how likely each value is.
 * Knows neither data nor programs; `grounding` makes a prediction agree with both.
 * Paper: III-B.
 */
export * from './prediction.ts';
export { predictFused, shippedLanguageModel } from './fused-plan.ts';
export type { LanguageModelSource } from './language-model-source.ts';
export { evaluatePredictors } from './evaluate-predictors.ts';
export type { EvaluatedPredictors, PredictorEvaluation } from './evaluate-predictors.ts';
export type { GroundPrediction } from './evaluation-rows.ts';
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
