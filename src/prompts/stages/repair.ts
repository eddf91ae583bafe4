import type { PromptContext } from '../context.ts';
import { join, openAsks, solution, untrusted } from '../text.ts';

/** The segments that a failed stage points at, with its distilled error. */
export function repairQuestion(
  context: Pick<PromptContext, 'plan' | 'asked'>,
  segments: readonly string[],
  error: string,
): string {
  return join(
    solution(context),
    openAsks(context),
    `These parts of a Keras program:\n\`\`\`python\n${segments.join('\n\n\n')}\n\`\`\``,
    `fail with:\n${untrusted(error)}`,
    'Mend them. Keep their names, arguments and what they return. Reply with the mended parts in one Python code block and nothing else.',
  );
}
