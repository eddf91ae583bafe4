/**
 * The user's data -> what it is: kind, target, facts, classes, findings.
 * In: a path (file or folder), the requirement's words, a named target.
 * Out: DataProfile; names, types and aggregates only, never a value of a row.
 * Paper: III-A, the "Dataset Attributes" beside the requirement.
 */
export { profileData, type ProfileOptions } from './profile-data.ts';
export { renderProfile } from './render.ts';
