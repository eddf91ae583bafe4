/**
 * The user's data -> everything that they could be, by structure alone.
 * In: a path (file or folder). Out: candidates, ranked; what is chosen of one is settled into a DataProfile: names, types and
 * aggregates only, never a value of a row. Knows nothing of what is wanted; `grounding` is where words meet data.
 * Paper: III-A, the "Dataset Attributes" beside the requirement.
 */
export { openSession, quotePath, quoteText, type Session } from './duckdb.ts';
export { openData } from './open-archive.ts';
export { profileData, type ProfileOptions } from './profile-data.ts';
export { otherReadings, renderProfile } from './render.ts';
