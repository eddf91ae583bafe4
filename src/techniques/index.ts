/**
 * Techniques that a requirement states -> edits of the program that do them.
 * In: asks, what the data are, code. Out: edited code, names of `pool/techniques/` that it calls, constants.
 * One row declares a technique; a program without a place for it stays as it is, and the ledger says so.
 * Paper: III-D, code that keeps to what is asked.
 */
export { editCode, previewTechniques, techniqueNames, techniqueUses } from './apply-techniques.ts';
export { namedChange } from './augmentation-table.ts';
export { settingCode } from './classical-comparison.ts';
export { reportedNames } from './metrics-table.ts';
export { POOL_FUNCTIONS } from './technique.ts';
export type { Asked, Technique, TechniqueUse } from './technique.ts';
