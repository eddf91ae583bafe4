/**
 * Proves that a project runs, or says at which stage it does not.
 * In: a project folder, the user's data where there is some. Out: a verdict (S0-S7), plan agreement, log.
 * Paper: none; DESIGN 6. S0 and S1 need no Python; the other stages run in the sandbox.
 * The stages are the table in checks.ts; what runs inside is python/harness.py.
 */
export { doctor, type DoctorRow } from './doctor.ts';
export {
  fetchWeights,
  findWeights,
  kerasHome,
  type FetchOptions,
  type FetchProgress,
} from './pretrained-weights.ts';
export { readKerasDocs, type KerasDoc } from './keras-docs.ts';
export { preparePythonEnvironment, type PythonEnvironment } from './python-environment.ts';
export { fetchPresets, presetFolder } from './text-presets.ts';
export { renderTrace, traceBlocks, type Trace, type TracedBlock } from './trace-blocks.ts';
export { readVerification, writeVerification, type ReadVerification } from './verification-file.ts';
export {
  verifyProjects,
  type VerifiedProject,
  type VerifyLevel,
  type VerifyOptions,
  type VerifyRequest,
} from './verify.ts';
