import { SECRETS, type Secret } from './secret-table.ts';

export type RemovedCounts = Readonly<Partial<Record<Secret['kind'], number>>>;

/**
 * Code without e-mail addresses, keys, passwords and user names in paths, each replaced by a word that says so, and how many
 * there were of each kind. Lines stay lines, but those of a key that is written over several.
 */
export function removeSecrets(code: string): {
  readonly code: string;
  readonly removed: RemovedCounts;
} {
  const removed: Partial<Record<Secret['kind'], number>> = {};
  let text = code;
  for (const { kind, pattern, replacement, needs } of SECRETS) {
    if (needs !== undefined && !text.includes(needs)) continue;
    text = text.replace(pattern, (match: string, ...rest: unknown[]) => {
      const groups = rest.at(-1);
      const secret = typeof groups === 'object' ? (groups as { secret: string }).secret : match;
      if (isPlaceholder(secret)) return match;
      removed[kind] = (removed[kind] ?? 0) + 1;
      const at = match.lastIndexOf(secret);
      return match.slice(0, at) + replacement + match.slice(at + secret.length);
    });
  }
  return { code: text, removed };
}

/** What stands for a secret: `YOUR_API_KEY_HERE`, `xxxxxxxx`, an address at example.com, what was replaced before. */
function isPlaceholder(secret: string): boolean {
  return (
    /^(?:your|my|insert|enter|put|add|replace|the|some)[-_ ]/i.test(secret) ||
    /^(?:user$|REMOVED_|user:REMOVED_)|@example\.(?:com|org|net)$/.test(secret) ||
    /^(.)\1*$/.test(secret)
  );
}
