/**
 * A reading of the requirement, everything that the data could be, and a plan -> a plan that agrees with all of them.
 * `decide` is the one place where words meet data: candidate, target, inputs, spans and sizes, each with its reason and
 * confidence. `ground` chooses the program of the pool, fits the plan to it and settles everything that is asked.
 * In: reading, candidates of `profile`, a predicted or given plan, the pool. Out: TaskSpec, then PlanRecord and program.
 * Paper: III-B, and the choice of the program of III-C.
 */
export * from './planning.ts';
export { SURE_CATEGORY } from './decide-without-data.ts';
export { decideWithData } from './decide-with-data.ts';
export { UNSURE } from './task-words.ts';
export { HYPERPARAMETER_WORDS } from './hyperparameter-words.ts';
export { rivalNetworks } from './rival-networks.ts';
export { ownLayersWith, readLayers } from './layers/read-layers.ts';
