import type { FactValue } from '../artifacts/index.ts';

/**
 * A value as a Python literal; the only way text from a requirement, a plan or data enters code.
 * Every character that could end or leave a string is escaped. Lists become tuples.
 */
export function renderLiteral(value: FactValue): string {
  if (value === null) return 'None';
  if (value === true) return 'True';
  if (value === false) return 'False';
  if (typeof value === 'number') return renderNumber(value);
  if (typeof value === 'string') return renderString(value);
  const items = value.map(renderLiteral);
  return items.length === 1 ? `(${items[0]},)` : `(${items.join(', ')})`;
}

export function renderNumber(value: number): string {
  if (Number.isNaN(value)) return 'float("nan")';
  if (!Number.isFinite(value)) return value > 0 ? 'float("inf")' : 'float("-inf")';
  return String(value).replace('e+', 'e');
}

export function renderString(value: string): string {
  let text = '"';
  for (const character of value) {
    const code = character.codePointAt(0) ?? 0;
    if (character === '"' || character === '\\') text += `\\${character}`;
    else if (character === '\n') text += '\\n';
    else if (character === '\t') text += '\\t';
    else if (code < 0x20 || (code >= 0x7f && code < 0xa0))
      text += `\\x${code.toString(16).padStart(2, '0')}`;
    else if (isUnprintable(code)) text += `\\u${code.toString(16).padStart(4, '0')}`;
    else text += character;
  }
  return `${text}"`;
}

/** Text for a docstring or comment: one line, no quotes or backslashes that could end it. */
export function plainText(value: string): string {
  return value
    .replace(/["\\`]/g, "'")
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Line separators, direction marks, byte-order marks and lone surrogates, which editors or encoders mishandle. */
function isUnprintable(code: number): boolean {
  return (
    (code >= 0x2028 && code <= 0x202e) ||
    (code >= 0x2066 && code <= 0x2069) ||
    (code >= 0xd800 && code <= 0xdfff) ||
    (code >= 0x200b && code <= 0x200f) ||
    code === 0xfeff
  );
}
