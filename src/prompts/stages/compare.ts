import type { PromptContext } from '../context.ts';
import { CODE_ONLY, join, openAsks, solution, task, untrusted } from '../text.ts';

/** Comparative learning: the better segments of two programs, judged by the plan (III-D). */
export function compareQuestion(context: PromptContext, one: string, two: string): string {
  return join(
    task(context),
    solution(context),
    openAsks(context),
    `Code 1:\n${untrusted(one)}`,
    `Code 2:\n${untrusted(two)}`,
    'Compare both programs section by section under the plan: which is correct, complete and closer to the plan? Then write the final program from the better segments of each, with their errors mended. Keep the names and arguments of the functions and the "# %%" headings.',
    CODE_ONLY,
  );
}
