import type { Requirement, TaskSpec } from '../artifacts/index.ts';
import { decideWithData } from '../grounding/index.ts';
import { profileData } from '../profile/index.ts';
import { judgeCategories } from '../predictor/index.ts';
import { readRequirement } from '../requirement/index.ts';

export interface UserData {
  /** A file or a folder. */
  readonly path: string;
  readonly requirement: Requirement;
  /** Column to predict; several are separated by commas. */
  readonly target?: string;
  readonly signal?: AbortSignal;
}

/**
 * What is to be learned from the user's data: everything that they could be, held against the requirement.
 *
 * Paper: III-A and III-B. Errors: BAD_DATA, UNKNOWN_COLUMN.
 */
export async function readUserData({
  path,
  requirement,
  target,
  signal,
}: UserData): Promise<TaskSpec> {
  const data = await profileData(path, signal === undefined ? {} : { signal });
  try {
    const reading = readRequirement(requirement, judgeCategories);
    return await decideWithData(reading, data, target === undefined ? {} : { target });
  } finally {
    await data.close();
  }
}
