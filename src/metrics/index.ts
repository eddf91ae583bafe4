/**
 * The instruments: how near generated code and predicted plans come to their references.
 * In: texts of Python programs, plans; options of compatibility and preparation.
 * Out: scores with n, mean, 95 % interval, per-item values and a signature that names how they were made.
 * Knows nothing of what made the text it measures. Paper: IV-C (evaluation metrics).
 */
export { bootstrap, bootstrapMean, type Interval } from './bootstrap.ts';
export {
  createMeasure,
  codeSignature,
  reportCode,
  scoreCode,
  type CodeMeasure,
  type CodeOptions,
  type CodePair,
  type CodeReport,
  type CodeScores,
} from './code-metrics.ts';
export {
  analyseForCodeBleu,
  CODE_METRICS,
  codeScores,
  compareCode,
  type CodeAnalysis,
  type CodeCounts,
  type CodeMetric,
  type Compatibility,
} from './codebleu.ts';
export { expectedCalibrationError, type Judged } from './calibration.ts';
export {
  measureCode,
  startPool,
  type MeasurePool,
  type ParallelOptions,
} from './measure-in-parallel.ts';
export {
  PLAN_METRIC_ROWS,
  PLAN_METRICS,
  PLAN_SIGNATURE,
  scorePlan,
  scorePlans,
  type PlanMetric,
  type PlanScoreOptions,
  type PlanScores,
} from './plan-metrics.ts';
export { passAtK } from './pass-at-k.ts';
export { cutLines, joinLines, PREPARED, prepareLines, RAW, type Preparation } from './prepare.ts';
export * from './texts.ts';
export { matchingRatio } from './matching-ratio.ts';
