import { expect } from 'vitest';

/** Every claim of the paper and the design that we implement; tests cite ids through `verifies`. */
export const REQUIREMENTS = {
  'plan-components': 'III-B: a plan has category, dataset, preprocess and model architecture',
} as const satisfies Record<string, string>;

export type RequirementId = keyof typeof REQUIREMENTS;

/** Names a test after the requirements it checks; an unknown id does not compile. */
export function verifies(...ids: RequirementId[]): string {
  expect(ids.length).toBeGreaterThan(0);
  return ids.map((id) => `[${id}]`).join(' ');
}
