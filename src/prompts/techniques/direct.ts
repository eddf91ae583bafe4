import type { Technique } from '../technique.ts';
import { CODE_ONLY, join, task } from '../text.ts';

/** The requirement alone. */
export const direct: Technique = {
  title: 'Direct',
  source: 'IV-B, direct generation',
  temperature: 0,
  steps: [{ stage: 'direct', prompt: (context) => join(task(context), CODE_ONLY) }],
};
