/**
 * What a language model is asked, and how its code is read.
 * In: a task as a `PromptContext`. Out: questions, in the order of each technique; code from replies.
 * Paper: III-C and III-D for the stages of DLCodeGen, IV-B for the baselines, II-B and II-C for the other techniques.
 */
export type { Example, PromptContext } from './context.ts';
export { readCode } from './read-code.ts';
export { continueQuestion } from './stages/continue-program.ts';
export { compareQuestion } from './stages/compare.ts';
export { fillQuestion } from './stages/fill.ts';
export {
  mendPlanQuestion,
  PLAN_REPLY,
  predictPlanQuestion,
  type PlanExample,
} from './stages/predict-plan.ts';
export { repairQuestion } from './stages/repair.ts';
export type { ExecutionStep, Step, Technique } from './technique.ts';
export { TECHNIQUES, type TechniqueName } from './techniques-table.ts';
export { SYSTEM } from './text.ts';
