import type { Sample, TaskSpec } from '../artifacts/index.ts';
import { encoderOf, MOST_TOKENS } from '../plan/index.ts';
import type { Stated } from '../requirement/index.ts';

/** Tokens of an English word, marks counted, in the vocabularies of pretrained encoders: about 1.3, more in rare words. */
const TOKENS_OF_WORD = 1.5;
/** The start and the end of a text. */
const MARKS = 2;

/**
 * The task of a program that reads texts as tokens: the data say how many words their texts have, which are more tokens. A
 * length that is stated counts tokens already.
 */
export function countTokens(task: TaskSpec, program: Sample, stated: Stated): TaskSpec {
  const { SEQUENCE_LENGTH: words } = task.data.facts;
  if (!readsTokens(program) || typeof words !== 'number' || stated.sequenceLength !== null)
    return task;
  const tokens = Math.min(MOST_TOKENS, Math.ceil(words * TOKENS_OF_WORD) + MARKS);
  return {
    ...task,
    data: { ...task.data, facts: { ...task.data.facts, SEQUENCE_LENGTH: tokens } },
    assumptions: [
      ...task.assumptions,
      `Up to ${tokens} tokens of a text are read at once, about ${words} words.`,
    ],
  };
}

/** Whether a program reads texts by the tokenizer of an encoder of KerasHub. */
export function readsTokens({ plan }: Pick<Sample, 'plan'>): boolean {
  return plan.layers.some((layer) => encoderOf(layer) !== null);
}
