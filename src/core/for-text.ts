import { neededWords } from './needed-words.ts';
import { ownTable } from './own-table.ts';

/** What a property of letters or digits is in ASCII, as it stands between brackets. */
const IN_ASCII: Readonly<Record<string, string>> = ownTable({
  '\\p{L}': 'A-Za-z',
  '\\p{N}': '0-9',
  '\\p{M}': '',
});

/** Gives the expression with which to search a text. */
export type ExpressionFor = (text: string) => RegExp;

/** Matches nothing. */
const NOTHING = /(?!)/g;

/**
 * An expression of a vocabulary, most of which no text has: compiling all of it takes longer than reading a requirement.
 * For a text without a word that every match has, `NOTHING` is given and nothing compiled; for a text in ASCII an
 * expression that knows no other letters and digits (each `\p{L}` takes the engine a tenth of a millisecond, where case is
 * ignored several). It finds the same.
 */
export function lazyExpression(source: string, flags: string): ExpressionFor {
  const needed = neededWords(source);
  let whole: RegExp | null = null;
  let plain: RegExp | null = null;
  return (text) => {
    const { folded, isAscii } = known(text);
    if (needed !== null && !needed.some((word) => folded.includes(word))) return NOTHING;
    return isAscii
      ? (plain ??= new RegExp(toAscii(source), flags))
      : (whole ??= new RegExp(source, flags));
  };
}

const made = new WeakMap<RegExp, ExpressionFor>();

/** The same for an expression that is there; what is made is kept with it. */
export function forText(expression: RegExp, text: string): RegExp {
  let lazy = made.get(expression);
  if (lazy === undefined) {
    lazy = lazyExpression(expression.source, expression.flags);
    made.set(expression, lazy);
  }
  return lazy(text);
}

/** Only `\p{L}`, `\p{N}` and `\p{M}` are replaced. */
function toAscii(source: string): string {
  let isInClass = false;
  return source.replace(/\\p\{\w+\}|\\.|[[\]]/gsu, (token) => {
    if (token === '[') isInClass = true;
    if (token === ']') isInClass = false;
    const range = IN_ASCII[token];
    if (range === undefined) return token;
    return isInClass ? range : `[${range}]`;
  });
}

interface KnownText {
  readonly text: string;
  /** Lower case; upper case first, since long s and the Kelvin sign are letters of ASCII where case is ignored. */
  readonly folded: string;
  readonly isAscii: boolean;
}

let last: KnownText = { text: '', folded: '', isAscii: true };

/** What is known of the text that was asked about last is kept. */
function known(text: string): KnownText {
  if (last.text !== text)
    last = {
      text,
      folded: text.toUpperCase().toLowerCase(),
      isAscii: /^\p{ASCII}*$/u.test(text),
    };
  return last;
}
