import { ownTable } from '../core/index.ts';
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

const ESCAPES: Readonly<Record<string, string>> = ownTable({
  '\n': '',
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
});

/** The text of a string literal; undefined for bytes, f-strings and characters given by name. */
export function readString(literal: string): string | undefined {
  const [, prefix = '', quotes = ''] = /^([a-zA-Z]*)("""|'''|"|')/.exec(literal) ?? [];
  if (quotes === '' || !/^[uUrR]?$/.test(prefix)) return undefined;
  const body = literal.slice(prefix.length + quotes.length, -quotes.length).replace(/\r\n?/g, '\n');
  return /^[rR]$/.test(prefix) ? body : readEscapes(body);
}

/** What the escapes in a string's text stand for; undefined for a character given by name and for lone surrogates. */
export function readEscapes(body: string): string | undefined {
  if (/\\(?:N|u[dD][89a-fA-F])/.test(body)) return undefined;
  return body.replace(
    /\\(?:(\n|[\\'"abfnrtv])|([0-7]{1,3})|x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8}))/g,
    (_, single?: string, octal?: string, ...hex: unknown[]) => {
      if (single !== undefined) return ESCAPES[single] ?? '';
      const digits = hex.find((part, at) => at < 3 && typeof part === 'string');
      const code = octal === undefined ? parseInt(String(digits), 16) : parseInt(octal, 8);
      return String.fromCodePoint(Math.min(code, 0x10ffff));
    },
  );
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
