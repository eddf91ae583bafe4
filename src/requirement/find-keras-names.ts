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

/** Names in these letters only: `map` is otherwise something to look at. */
const CASED = [
  { kind: 'metric', field: 'metric', name: 'mean_average_precision', said: /\bmAPs?(?![a-z])/g },
] as const;

/**
 * Optimizers, losses, backbones and metrics that the text names, as the plan's rows have them; of a network that Keras
 * does not have, the words themselves. What is said to be the loss is no metric.
 */
export function findKerasNames(text: ReadableText): readonly Ask[] {
  const losses = hearNames('loss', text.words);
  const heard = FIELDS.flatMap(([kind, field]) =>
    hearNames(field, text.words).flatMap(({ name, words, substitute, span: [start, end] }) => {
      const isLoss =
        field === 'metric' && losses.some(({ span }) => span[0] < end && start < span[1]);
      if (isLoss || isNegated(text.words, start)) return [];
      const value = field === 'backbone' && substitute !== undefined ? words : name;
      return [askAt(text, kind, field, value, start, end)];
    }),
  );
  const cased = CASED.flatMap(({ kind, field, name, said }) =>
    [...text.original.matchAll(said)].map(({ 0: words, index }): Ask => ({
      kind,
      name: field,
      value: name,
      words,
      span: [index, index + words.length],
    })),
  );
  // `mAP@0.5` is heard with its threshold.
  const isNew = ({ name, value, span }: Ask): boolean =>
    heard.every(
      (other) =>
        other.name !== name ||
        other.value !== value ||
        span[0] >= other.span[1] ||
        other.span[0] >= span[1],
    );
  return [...heard, ...cased.filter(isNew)];
}
