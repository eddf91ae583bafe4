/**
 * The plan and everything that can be said of it without data on disk; pure functions.
 * In: plan text (a model's, a corpus', a user's file), names of optimizers, losses, metrics, categories, layer texts.
 * Out: a normalised Plan or PlanRecord, its canonical text, typed layers, their shapes, and findings with a fix each.
 * One row declares a loss, metric, optimizer, layer or backbone; every other room derives what it needs of them.
 * Paper: III-B (solution plan), DESIGN 3.
 */
export { CLASSICAL_NAMES, CLASSICAL_WORDS } from './classical-models.ts';
export {
  CLASSICAL_MODELS,
  CLASSICAL_SETTINGS,
  classicalModel,
  type ClassicalModel,
  type ClassicalSetting,
  type Estimator,
} from './classical-table.ts';
export { summarizeAsked, warningsOf } from './asked-words.ts';
export {
  backboneOf,
  BACKBONES,
  isBackbone,
  PRETRAINED_WEIGHTS,
  WEIGHTS_HOST,
  type Backbone,
  type BackboneName,
  type PixelScale,
  type PretrainedWeights,
} from './backbones.ts';
export {
  changeInner,
  innerLayer,
  layerCall,
  literal,
  unwrapLayer,
  withArgument,
  withoutArgument,
} from './change-layer.ts';
export { normalizeCategory, type NormalizedCategory } from './category.ts';
export { CATEGORIES, type Category } from './category-table.ts';
export { fitLayers, isMerge, type FittedLayers, type LayerGoal } from './fit-layers.ts';
export {
  choosePreset,
  encoderOf,
  ENCODERS,
  MOST_TOKENS,
  PRESETS,
  type Encoder,
} from './encoders.ts';
export { HEAD_FORMS, type HeadForm, type LabelMode } from './head-forms.ts';
export { denseUnits, headActivation, headUnits } from './head-layer.ts';
export { NETWORK_INPUT } from './layer-graph.ts';
export { dimensionOf, hasRole, hasWeights, signatureOf } from './layer-lookup.ts';
export { layerContext, type LayerContext } from './layer-size.ts';
export { parseLayer, renderLayer } from './layer-syntax.ts';
export { LAYERS } from './layers.ts';
export { lossOf, LOSSES, nameOfSum, termsOfSum, type Loss, type LossName } from './losses.ts';
export { metricOf, METRICS, type Metric, type MetricName } from './metrics.ts';
export type { HeardName, NormalizedName } from './names.ts';
export { OPTIMIZERS, type OptimizerName } from './optimizers.ts';
export { parsePlanRecord, renderPlanRecord } from './plan-record.ts';
export { argument, propagateShapes, type Shape, type ShapeReport } from './propagate-shapes.ts';
export { parsePlan, type ParsedPlan } from './read-plan.ts';
export { withDetails } from './prose-details.ts';
export { plannedInput, type PlannedInput } from './planned-input.ts';
export { argumentName, layerName, type LayerName } from './resolve-call.ts';
export { resolveLayers, type ResolvedLayers } from './resolve-layers.ts';
export { PLAN_RECORD_SCHEMA, PLAN_SCHEMA, renderPlanSchema } from './schema.ts';
export {
  hearNames,
  normalizeBackbone,
  normalizeLoss,
  normalizeMetric,
  normalizeMetrics,
  normalizeOptimizer,
  type NamedField,
} from './vocabulary.ts';
export { planToJson, renderPlan, type PlanJson } from './write-plan.ts';
