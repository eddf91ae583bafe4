/**
 * The order of the stages: data, plan, retrieval, drafts, comparison, project, verification and repair.
 * In: requirement, data, pool. Out: values; an edge writes them. Verification works on written projects.
 * Paper: III. The stages are values (`BUILTIN`), a method is a row of drafters (`METHODS`).
 */
export { generateProject, type Generated, type GenerateInput } from './generate.ts';
export type { Writer } from './ask-model.ts';
export { languageModelStages, type LanguageModelOptions } from './language-model-stages.ts';
export { METHODS, type Method, type MethodName } from './methods.ts';
export { offerProgram, type OfferOptions } from './offer-program.ts';
export {
  planProject,
  type PlanInput,
  type PlannedProject,
  type TaskAnswer,
} from './plan-project.ts';
export { predictByModel, type ModelPlan } from './predict-by-model.ts';
export { takeAlternative } from './repair.ts';
export { USUAL_SEED } from './prepare-request.ts';
export type { Selection } from './select.ts';
export { BUILTIN, type Stages } from './stages.ts';
export {
  REPAIRS,
  verifyAndRepair,
  type RepairOptions,
  type SettledProject,
} from './verify-and-repair.ts';
