import type { Ask, AskKind } from '../artifacts/index.ts';
import { hearNames, type NamedField } from '../plan/index.ts';
import { askAt, isNegated } from './find-terms.ts';
import type { ReadableText } from './readable-text.ts';

const FIELDS: readonly (readonly [kind: AskKind, field: NamedField])[] = [
  ['training', 'optimizer'],
  ['training', 'loss'],
  ['architecture', 'backbone'],
  ['metric', 'metric'],
];

/**
 * Optimizers, losses, backbones and metrics that the text names, as the plan's rows have them; of a network that Keras
 * does not have, the words themselves. What is said to be the loss is no metric.
 */
export function findKerasNames(text: ReadableText): readonly Ask[] {
  const losses = hearNames('loss', text.words);
  return FIELDS.flatMap(([kind, field]) =>
    hearNames(field, text.words).flatMap(({ name, words, substitute, span: [start, end] }) => {
      const isLoss =
        field === 'metric' && losses.some(({ span }) => span[0] < end && start < span[1]);
      if (isLoss || isNegated(text.words, start)) return [];
      const value = field === 'backbone' && substitute !== undefined ? words : name;
      return [askAt(text, kind, field, value, start, end)];
    }),
  );
}
