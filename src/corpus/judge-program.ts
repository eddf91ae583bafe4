import type { ScannedTokens } from '../python/tokens.ts';
import { tokensOf, type CorpusProgram } from './read-program.ts';
import { findTraining } from './training-evidence.ts';

/** Whether a program is kept, and why. */
export interface Judgement {
  readonly isKept: boolean;
  readonly reason: string;
}

/** Kept is what imports TensorFlow or Keras, makes a model and trains it; the reason names the lines. */
export function judgeProgram(
  program: CorpusProgram,
  tokens: ScannedTokens = tokensOf(program),
): Judgement {
  const { imports, model, training } = findTraining(tokens);
  if (imports === null) return { isKept: false, reason: 'imports neither TensorFlow nor Keras' };
  if (model === null) return { isKept: false, reason: 'makes no Keras model' };
  if (training === null) return { isKept: false, reason: 'trains no Keras model' };
  const parts = [
    `imports ${imports.what} (line ${imports.line})`,
    `makes a model by ${model.what} (line ${model.line})`,
    `trains it by ${training.what} (line ${training.line})`,
  ];
  return { isKept: true, reason: [...parts, ...program.notes].join(', ') };
}
