import type { TaskSpec } from '../../src/artifacts/index.ts';
import { decideWithData } from '../../src/grounding/index.ts';
import { judgeCategories } from '../../src/predictor/index.ts';
import { profileData } from '../../src/profile/index.ts';
import { readRequirement } from '../../src/requirement/index.ts';

/** What is to be learned from the data at `path`, as a user's requirement and `--target` say. */
export async function decideTask(path: string, text: string, target?: string): Promise<TaskSpec> {
  const data = await profileData(path);
  try {
    const reading = readRequirement({ text, attributes: '' }, judgeCategories);
    return await decideWithData(reading, data, target === undefined ? {} : { target });
  } finally {
    await data.close();
  }
}
