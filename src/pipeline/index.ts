/**
 * The order of the stages: plan, retrieval, code 1, template, code 2, comparison, project.
 * In: requirement, profile, pool. Out: values; an edge writes them.
 * Paper: III.
 */
export { generateProject, type Generated, type GenerateInput } from './generate.ts';
export { METHODS, type Method, type MethodName } from './methods.ts';
export { makePlan, type PlanInput } from './plan.ts';
export { readLayers } from './plan-layers.ts';
export { repairProject, takeAlternative } from './repair.ts';
export { selectSamples, type Selection } from './select.ts';
