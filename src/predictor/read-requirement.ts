import type { Requirement } from '../artifacts/index.ts';
import { readRequirement as read, statedOf, type Stated } from '../requirement/index.ts';

export type { Stated } from '../requirement/index.ts';

/** What requirement and attributes state. */
export function readRequirement(requirement: Requirement): Stated {
  return statedOf(read(requirement));
}
