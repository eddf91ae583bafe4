import type { DataProfile } from '../artifacts/index.ts';
import type { FoundData } from '../requirement/index.ts';

/** The names that stand in the user's data; null where nobody looked at them. */
export function foundIn(profile: DataProfile | null): FoundData | null {
  if (profile === null) return null;
  return {
    columns: profile.columns.map(({ name }) => name),
    classes: profile.classes.map(({ name }) => name),
    count: profile.count,
  };
}
