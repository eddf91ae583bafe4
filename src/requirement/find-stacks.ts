import type { Ask } from '../artifacts/index.ts';
import { askAt } from './find-terms.ts';
import type { ReadableText } from './readable-text.ts';
import { readStacks } from './stacks.ts';

/** Stacks of layers in the requirement's own words: the units layer by layer, or how many layers. */
export function findStacks(text: ReadableText): readonly Ask[] {
  const { dense, recurrent } = readStacks(text.words.slice(0, text.attributesAt.words));
  const rows = [
    ['hidden layers', dense],
    ['recurrent layers', recurrent],
  ] as const;
  return rows.flatMap(([name, stack]) =>
    stack === null
      ? []
      : [
          askAt(
            text,
            'layer',
            name,
            stack.units.length > 0 ? stack.units : stack.count,
            ...stack.span,
          ),
        ],
  );
}
