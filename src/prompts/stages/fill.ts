import type { PromptContext } from '../context.ts';
import { join, openAsks, solution, task } from '../text.ts';

/** Some functions of a working program are written again, so that they do what is asked and not done yet. */
export function fillQuestion(context: PromptContext, segments: readonly string[]): string {
  return join(
    task(context),
    solution(context),
    openAsks(context),
    `These parts of the program work, but do not yet do what is asked:\n\`\`\`python\n${segments.join('\n\n\n')}\n\`\`\``,
    'Write those of them again that must change so that they do it. Keep their names, their arguments, what they return, and the shapes of inputs and outputs. Import what you need with absolute imports. Reply with only the changed parts, each complete, in one Python code block and nothing else.',
  );
}
