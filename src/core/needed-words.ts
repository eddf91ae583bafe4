/** Parts of an expression: letters that stand once, quantifiers, escapes, classes, beginnings of groups, what is left. */
const PARTS =
  /[\w ,'"-]+(?![*+?{])|(?:[*+?]|\{\d+(?:,\d*)?\})\??|\\(?:[pP]\{[^}]*\}|u\{[^}]*\}|u[\da-fA-F]{4}|x[\da-fA-F]{2}|c[A-Za-z]|k<[^>]*>|[^])|\[(?:\\[^]|[^\]\\])*\]|\((?:\?(?:[:=!]|<[=!]|<\w+>))?|[^]/g;
const QUANTIFIER = /^(?:[*+?]|\{\d)/;
const OPTIONAL = /^(?:[*?]|\{0)/;
const LOOKAROUND = /^\(\?<?[=!]/;

/** Any of these stands in every text that matches; null where nothing is known. */
type Needed = readonly string[] | null;

/**
 * Words, in lower case and ASCII, of which one stands in every text that an expression matches, case aside; null where the
 * expression has none. Texts without any of them need not be searched, nor the expression compiled.
 */
export function neededWords(source: string): Needed {
  const parts = source.match(PARTS) ?? [];
  let at = 0;
  return alternatives();

  function alternatives(): Needed {
    const all = [sequence()];
    while (parts[at] === '|') {
      at += 1;
      all.push(sequence());
    }
    return all.includes(null) ? null : all.flatMap((words) => words ?? []);
  }

  function sequence(): Needed {
    let best: Needed = null;
    let word = '';
    for (
      let part = parts[at];
      part !== undefined && part !== '|' && part !== ')';
      part = parts[at]
    ) {
      at += 1;
      const inside = part.startsWith('(') ? group() : null;
      const next = parts[at] ?? '';
      const isQuantified = QUANTIFIER.test(next);
      if (isQuantified) at += 1;
      const isOptional = isQuantified && OPTIONAL.test(next);
      const letters = isOptional ? null : lettersOf(part);
      if (letters !== null) word += letters;
      if (letters === null || isQuantified) {
        if (word !== '') best = better(best, [word]);
        word = '';
      }
      if (inside !== null && !isOptional && !LOOKAROUND.test(part)) best = better(best, inside);
    }
    return word === '' ? best : better(best, [word]);
  }

  function group(): Needed {
    const inside = alternatives();
    at += 1;
    return inside;
  }
}

/** The characters that a part matches, in lower case; null of parts that match others or none, and beyond ASCII. */
function lettersOf(part: string): string | null {
  if (/^[\w ,'"-]/.test(part)) return part.toLowerCase();
  const letter = part.length === 1 && !'.^$('.includes(part) ? part : /^\\(\W)$/.exec(part)?.[1];
  return letter === undefined || letter > '\x7f' ? null : letter;
}

/** The words that fewer texts have: the longer ones. */
function better(one: Needed, other: Needed): Needed {
  if (one === null || other === null) return one ?? other;
  return shortest(other) > shortest(one) ? other : one;
}

function shortest(words: readonly string[]): number {
  return Math.min(...words.map((word) => word.length));
}
