import { escapePattern } from '../core/index.ts';

/** A class as the data write it, and what the words call it. */
export type NamedCode = readonly [code: string, name: string];

const LONGEST_CODE = 3;
const MOST_CODES = 50;
const LINK = String.raw`(?:=|:|->|→|–|-|is|means?|for|stands for|denot(?:es|ing)|indicat(?:es|ing)|represent(?:s|ing))`;
const WORD = String.raw`\p{L}[\p{L}'’-]*`;
const NAME = String.raw`(${WORD}(?: (?!and |or |if |when )${WORD}){0,2})`;
const LEADING = /^(?:an?|the|is|are|class|label) /i;

/**
 * Names of classes that the data hold as numbers or short codes: `0 = cat, 1 = dog`, `M for malignant and B for benign`,
 * `(01 neutral, 02 calm)`, `benign (0) or malignant (1)`. Null unless each class has a name of its own.
 */
export function namedCodes(text: string, classes: readonly string[]): readonly NamedCode[] | null {
  const isDistinct = new Set(classes.map((name) => name.toLowerCase())).size === classes.length;
  const isCoded = classes.every(
    (name) => name.length <= LONGEST_CODE || /^\d+(?:\.0+)?$/.test(name),
  );
  if (!isCoded || !isDistinct || classes.length < 2 || classes.length > MOST_CODES) return null;
  const ways = [
    (code: string) => String.raw`${code}\s*["'”’)\]]?\s*${LINK}\s*["'“‘]?${NAME}`,
    (code: string) => String.raw`(${WORD})["'”’]?\s*(?:\(|=|:|as )\s*${code}`,
    (code: string) =>
      String.raw`(?:^|[(,;:]|\band\b|\bor\b)\s*${code} ${NAME}(?=\s*(?:[,;.)]|and\b|or\b|$))`,
  ];
  for (const way of ways) {
    const named = classes.map((code) => nameIn(text, way(written(code))));
    const names = named.filter((name) => name !== null);
    const distinct = new Set(names.map((name) => name.toLowerCase()));
    if (distinct.size === classes.length)
      return classes.map((code, at) => [code, names[at] ?? code]);
  }
  return null;
}

/** A code as the words write it: 1 also as 01 and 1.0. */
function written(code: string): string {
  const whole = /^0*(\d+)(?:\.0+)?$/.exec(code)?.[1];
  return whole === undefined
    ? String.raw`(?<![\p{L}\d])${escapePattern(code)}(?![\p{L}\d])`
    : String.raw`(?<![\p{L}\d.])0*${whole}(?:\.0)?(?![\p{L}\d])`;
}

function nameIn(text: string, pattern: string): string | null {
  const found = new RegExp(pattern, 'iu').exec(text)?.[1];
  const name = found?.replace(LEADING, '').trim() ?? '';
  return name === '' ? null : name;
}
