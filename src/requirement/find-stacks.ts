import type { Ask } from '../artifacts/index.ts';
import { findNetwork } from './find-network.ts';
import { askAt } from './find-terms.ts';
import type { ReadableText } from './readable-text.ts';
import { readStacks } from './stacks.ts';

/**
 * Stacks of layers in the requirement's own words: the units layer by layer, or how many layers. Of a network that is
 * described layer by layer every layer is an ask of its own.
 */
export function findStacks(text: ReadableText): readonly Ask[] {
  if (findNetwork(text).length > 0) return [];
  const { dense, recurrent, convolution } = readStacks(
    text.words.slice(0, text.attributesAt.words),
  );
  const rows = [
    ['hidden layers', dense],
    ['recurrent layers', recurrent],
    ['convolution layers', convolution],
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
