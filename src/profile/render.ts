import type { DataProfile } from '../artifacts/index.ts';

/** The profile for people: what the data is, its target, facts, columns and findings, one a line. */
export function renderProfile(profile: DataProfile): string {
  return profile.attributes;
}
