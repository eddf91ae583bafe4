/**
 * The evaluation's data: tasks, outputs made elsewhere, plans; read as they were released or given.
 * In: folders and files of others, taken as untrusted text. Out: tasks, plan lines, outputs, the leakage audit.
 * The answers stand in references.ts, which only the evaluation may import.
 * Paper: IV-D (DLCodeEval, DLSamplePool, DLPlanData).
 */
export {
  auditAspect,
  auditLeakage,
  AUDIT_ASPECTS,
  AUDIT_SETS,
  AUDIT_THRESHOLDS,
  textLikeness,
  textSimilarity,
  type AuditAspect,
  type AuditDocument,
  type AuditEntry,
  type AuditReport,
  type AuditRow,
  type AuditSet,
  type Likeness,
  type TextLikeness,
} from './leakage.ts';
export { importArtifact, type ImportedFile, type ImportReport } from './import-artifact.ts';
export { readGivenOutputs, readReleasedOutputs, type OutputSet } from './outputs.ts';
export { readPlanLines, requirementKey, type PlanLine } from './plan-lines.ts';
export { extractCode, splitPrograms } from './programs-file.ts';
export { readTasks, type Task } from './tasks.ts';
