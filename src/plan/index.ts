/**
 * The plan and everything that can be said of it without data on disk; pure functions.
 * In: plan text (a model's, a corpus', a user's file), names of optimizers, losses, metrics, categories, layer texts.
 * Out: a normalised Plan or PlanRecord, its canonical text, typed layers, their shapes, and findings with a fix each.
 * Depends on nothing but core and artifacts, so that every other room may read plans.
 * Paper: III-B (solution plan), DESIGN 3.
 */
export { warningsOf } from './asked-words.ts';
export { normalizeCategory, type NormalizedCategory } from './category.ts';
export { CATEGORIES, type Category } from './category-table.ts';
export { checkPlan } from './check-plan.ts';
export { fitLayers, MERGES, type FittedLayers, type LayerGoal } from './fit-layers.ts';
export { BACKBONES } from './keras-table.ts';
export { parseLayer, renderLayer } from './layer-syntax.ts';
export { parsePlanRecord, renderPlanRecord } from './plan-record.ts';
export { propagateShapes, type Shape, type ShapeReport } from './propagate-shapes.ts';
export { parsePlan, type ParsedPlan } from './read-plan.ts';
export { resolveLayers, type LayerContext, type ResolvedLayers } from './resolve-layers.ts';
export { PLAN_RECORD_SCHEMA, PLAN_SCHEMA, renderPlanSchema } from './schema.ts';
export {
  normalizeLoss,
  normalizeMetric,
  normalizeMetrics,
  normalizeOptimizer,
  type NormalizedName,
} from './vocabulary.ts';
export { planToJson, renderPlan, type PlanJson } from './write-plan.ts';
export { PRETRAINED_WEIGHTS, WEIGHTS_HOST, type PretrainedWeights } from './weights-table.ts';
