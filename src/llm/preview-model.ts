import { fail } from '../core/index.ts';
import { mostUsage } from './budget.ts';
import type { LanguageModel, Question, Usage } from './model.ts';

/** A model that is not asked: it keeps the questions and fails each. Issues: NOT_ASKED. */
export function previewModel(
  name: string,
  isHosted: boolean,
): LanguageModel & {
  readonly questions: readonly Question[];
  /** The most tokens that the questions and their replies can take. */
  readonly usage: () => Usage;
} {
  const questions: Question[] = [];
  return {
    name,
    isHosted,
    questions,
    usage: () =>
      questions
        .map(mostUsage)
        .reduce(
          (sum, { input, output }) => ({ input: sum.input + input, output: sum.output + output }),
          { input: 0, output: 0 },
        ),
    ask: (question) => {
      questions.push(question);
      return Promise.resolve(
        fail({ code: 'NOT_ASKED', path: question.stage, message: 'a dry run asks no model' }),
      );
    },
  };
}
