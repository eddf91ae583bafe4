import type { PromptContext } from '../context.ts';
import { join, openAsks, solution, task } from '../text.ts';

/** Some functions of a working program are written again, so that they do what is asked and not done yet. */
export function fillQuestion(context: PromptContext, segments: readonly string[]): string {
  return join(
    task(context),
    solution(context),
    openAsks(context),
    `These parts of the program work, but do not yet do what is asked:\n\`\`\`python\n${segments.join('\n\n\n')}\n\`\`\``,
    'Write these parts again so that they do it. Keep their names, arguments and what they return. Import what you need with absolute imports. Reply with the changed parts in one Python code block and nothing else.',
  );
}
