/**
 * Reads the solution plan out of a Keras or TensorFlow program by syntax and data flow; nothing is run.
 * In: source text, also a notebook's cells that do not all parse. Out: each field of the plan with its line and confidence.
 * Paper: III-B (solution plan), IV-D (plans of notebooks).
 */
export { describeProgram, type DescribedProgram, type ProgramContext } from './describe-program.ts';
export { extractPlan } from './extract-plan.ts';
export type {
  DataFacts,
  Extracted,
  ExtractedHead,
  ExtractedModel,
  ExtractedPlan,
  ExtractedShape,
  Modality,
} from './extracted.ts';
export { toPlan } from './to-plan.ts';
export { LIMITS } from './machine.ts';
