/** Keys of an unknown provider look like this: a known prefix, or a bearer token. */
const LOOKS_LIKE_KEY = /\b(?:sk|pk|api|key|gsk|xai)[-_][\w-]{12,}|\bBearer\s+[\w.~+/=-]{8,}/gi;

/** A shorter key is none that is worth hiding, and would be found in every other word. */
const SHORTEST = 4;

/** The text without the key in use, and without what looks like any. */
export function redactKeys(text: string, key: string | null): string {
  const hidden = key === null || key.length < SHORTEST ? text : text.replaceAll(key, '[key]');
  return hidden.replace(LOOKS_LIKE_KEY, '[key]');
}
