/**
 * The public interface of the package: from a requirement to the files of a proven project.
 * In: requirement, data, plan. Out: profile, plan record, project files, verdict.
 * Paper: III. Rooms with an interface of their own are subpaths: `dlcodegen/retrieval`, `dlcodegen/predictor`.
 */
export type {
  DataProfile,
  DataSpec,
  Plan,
  PlanRecord,
  ProjectFiles,
  Requirement,
  Sample,
  TaskSpec,
  Verdict,
} from './artifacts/index.ts';
export { DLCodeGenError, ERRORS, type ErrorCode, type Issue, type Result } from './core/index.ts';
export {
  BUILTIN,
  generateProject,
  METHODS,
  planProject,
  verifyAndRepair,
  type Generated,
  type GenerateInput,
  type MethodName,
  type PlanInput,
  type PlannedProject,
  type RepairOptions,
  type SettledProject,
  type Stages,
} from './pipeline/index.ts';
export { parsePlan, parsePlanRecord, renderPlan, renderPlanRecord } from './plan/index.ts';
export { profileData, renderProfile } from './profile/index.ts';
export { checkPlan } from './targets/index.ts';
export { refuseOccupied, writeProject } from './project/index.ts';
export { readPool } from './retrieval/index.ts';
export { verifyProjects, writeVerification } from './verification/index.ts';
