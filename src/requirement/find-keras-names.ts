import type { Ask, AskKind } from '../artifacts/index.ts';
import { askAt, isNegated } from './find-terms.ts';
import { BACKBONES, LOSSES, METRICS, OPTIMIZERS, type Names } from './keras-names-table.ts';
import type { ReadableText } from './readable-text.ts';

const NAMED: readonly (readonly [kind: AskKind, name: string, names: Names])[] = [
  ['training', 'optimizer', OPTIMIZERS],
  ['training', 'loss', LOSSES],
  ['architecture', 'backbone', BACKBONES],
  ['metric', 'metric', METRICS],
];

/** Optimizers, losses, backbones and metrics that the text names, in Keras' spelling; what is said to be the loss is no metric. */
export function findKerasNames(text: ReadableText): readonly Ask[] {
  const losses = LOSSES.flatMap(({ pattern }) => spansOf(text.words, pattern));
  return NAMED.flatMap(([kind, name, names]) => {
    const taken: (readonly [number, number])[] = name === 'metric' ? [...losses] : [];
    return names.flatMap(({ name: value, pattern }) =>
      spansOf(text.words, pattern).flatMap(([start, end]) => {
        // Earlier rows are more special: `EfficientNetB3` is no `EfficientNetB0`.
        if (taken.some(([from, to]) => from < end && start < to)) return [];
        taken.push([start, end]);
        return isNegated(text.words, start) ? [] : [askAt(text, kind, name, value, start, end)];
      }),
    );
  });
}

function spansOf(words: string, pattern: RegExp): (readonly [number, number])[] {
  return [...words.matchAll(new RegExp(pattern.source, 'gu'))].map((match) => [
    match.index,
    match.index + match[0].length,
  ]);
}
