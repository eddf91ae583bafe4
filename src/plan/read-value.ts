/** Records that the value at `path` was read otherwise than it was written. */
export type Notes = (path: string, message: string) => void;

const UNSTATED =
  /^(?:n\/?a|none|null|nan|unknown|unspecified|-+|(?:not|isn't|is not)\b.{0,24}\b(?:specified|stated|given|provided|defined|available|applicable|mentioned)\b.{0,40}|inferred from context|varies.{0,20}|default)?\.?$/i;
const MAX_DEPTH = 6;

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value whose key, letters only and lower case, is one of `names`; the earlier name wins. */
export function pick(value: Record<string, unknown>, names: readonly string[]): unknown {
  const keys = new Map(
    Object.keys(value).map((key) => [key.toLowerCase().replace(/[^a-z]/g, ''), key]),
  );
  for (const name of names) {
    const key = keys.get(name);
    if (key !== undefined && value[key] !== null && value[key] !== undefined) return value[key];
  }
  return undefined;
}

/** What was received, short enough for a message. */
export function describeValue(value: unknown): string {
  const text =
    typeof value === 'string' ? JSON.stringify(value) : (JSON.stringify(value) ?? String(value));
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

/** Text of any value, lists and dictionaries joined; null where it says nothing. */
export function readText(value: unknown, path: string, note: Notes): string | null {
  if (value === undefined || value === null) return null;
  const text = flatten(value, 0).trim();
  if (UNSTATED.test(text)) {
    if (text !== '') note(path, `received ${describeValue(value)}, read as not stated`);
    return null;
  }
  if (typeof value !== 'string')
    note(path, `received ${describeValue(value)}, read as ${describeValue(text)}`);
  return text;
}

function flatten(value: unknown, depth: number): string {
  if (value === null || value === undefined || depth > MAX_DEPTH) return '';
  if (Array.isArray(value)) {
    return value
      .map((item) => flatten(item, depth + 1))
      .filter((text) => text !== '')
      .join(', ');
  }
  if (!isRecord(value)) return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  return Object.entries(value)
    .map(([key, item]) => `${key}: ${flatten(item, depth + 1)}`)
    .join('; ');
}

/** The first number above 0 that a value states: number, text, list or schedule; null where there is none. */
export function readNumber(value: unknown, path: string, note: Notes): number | null {
  if (value === undefined || value === null) return null;
  const number = firstNumber(value, 0);
  const usable = number !== null && number > 0 && Number.isFinite(number) ? number : null;
  if (usable !== value)
    note(path, `received ${describeValue(value)}, read as ${usable ?? 'not stated'}`);
  return usable;
}

function firstNumber(value: unknown, depth: number): number | null {
  if (typeof value === 'number') return value;
  if (typeof value === 'string') {
    const found = /(?<![\w.])\d[\d_]*(?:,\d{3})*\.?\d*(?:e[-+]?\d+)?(?![\w])|(?<![\w.])\.\d+/i.exec(
      value,
    )?.[0];
    return found === undefined ? null : Number(found.replace(/[,_]/g, ''));
  }
  if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) return null;
  const named = isRecord(value)
    ? pick(value, ['initiallearningrate', 'initial', 'value', 'learningrate', 'start', 'max'])
    : undefined;
  for (const item of [named, ...Object.values(value)]) {
    const number = item === undefined ? null : firstNumber(item, depth + 1);
    if (number !== null) return number;
  }
  return null;
}
