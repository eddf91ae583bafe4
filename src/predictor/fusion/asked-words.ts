import type { Requirement } from '../../artifacts/index.ts';
import { mendSpelling } from '../../requirement/index.ts';
import { USUAL_WORDS } from './usual-words-table.ts';

/** Shorter ones bind words or name units. */
const LEAST_LETTERS = 3;
/** Named in brackets, these are the classes of any yes-or-no question. */
const USUAL_CLASSES = stemsOf('positive negative yes no true false not and');
const USUAL = stemsOf(USUAL_WORDS.join(' '));
/** Words of a shape. */
const SHAPE = /\d|\b(?:batch|num|samples?|none|n)(?:_|\b)/i;

/**
 * Tells whether a description speaks only of what the requirement speaks of: each of its words is usual in any
 * description, or the requirement has a form of it, in the user's spelling or the right one; names in brackets or quotes
 * are all the requirement's own.
 */
export function createAskedCheck({ text, attributes }: Requirement): (text: string) => boolean {
  const asked = `${text} ${attributes}`;
  const own = stemsOf(`${asked} ${mendSpelling(asked)}`);
  return (description) => {
    const named = [...description.matchAll(/\(([^)]*)\)?/g)]
      .map(([, inside = '']) => inside)
      .filter((inside) => !SHAPE.test(inside));
    const quoted = [...description.matchAll(/(?<!\p{L})['"]([^'"]+)['"]/gu)];
    return (
      description.split('(').length === description.split(')').length &&
      quoted.every(([, name = '']) => name.length > 1 && asked.includes(name)) &&
      isSubset(stemsOf(description), own, USUAL) &&
      named.every((inside) => isSubset(stemsOf(inside), own, USUAL_CLASSES))
    );
  };
}

function isSubset(stems: ReadonlySet<string>, ...known: readonly ReadonlySet<string>[]): boolean {
  return [...stems].every((stem) => known.some((some) => some.has(stem)));
}

/** Words without the endings of their forms: size, sizes and sized are one. */
function stemsOf(text: string): Set<string> {
  const words = text.toLowerCase().match(/\p{L}+/gu) ?? [];
  return new Set(
    words
      .filter((word) => word.length >= LEAST_LETTERS)
      .map((word) =>
        word
          .replace(/(?:ies|(?<=ss|x|ch|sh)es|(?<!s)s)$/, '')
          .replace(/(?:ing|ed|ations?|ions?|al|y|e)$/, ''),
      ),
  );
}
