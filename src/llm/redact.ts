import { PROVIDERS } from './provider-table.ts';

/** Keys of an unknown provider look like this: a known prefix, or a bearer token. */
const LOOKS_LIKE_KEY = /\b(?:sk|pk|api|key|gsk|xai)[-_][\w-]{12,}|\bBearer\s+[\w.~+/=-]{8,}/gi;

/** The text without any key: those of the environment, and what looks like one. */
export function redactKeys(text: string, extra: readonly string[] = []): string {
  const named = Object.values(PROVIDERS).map(({ keyVariable }) =>
    keyVariable === null ? undefined : process.env[keyVariable],
  );
  const keys = [...named, process.env['DLCODEGEN_API_KEY'], ...extra].filter(
    (key): key is string => key !== undefined && key.length >= 4,
  );
  const hidden = keys.reduce((rest, key) => rest.replaceAll(key, '[key]'), text);
  return hidden.replace(LOOKS_LIKE_KEY, '[key]');
}
