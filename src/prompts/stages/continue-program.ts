import { join, untrusted } from '../text.ts';

/** A program that was broken off, to be written to its end; what comes is compared with how it went on. */
export function continueQuestion(begun: string): string {
  return join(
    `This is the first half of a program:\n${untrusted(begun)}`,
    'Write the second half as its author did. Do not repeat the first half. Reply with the lines that follow it in one Python code block and nothing else.',
  );
}
