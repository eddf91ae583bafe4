import os from 'node:os';
import path from 'node:path';

/** Our folder in the user's cache. A folder that is named but empty or relative does not count (XDG base directories). */
export function cacheFolder(): string {
  const named = process.env['XDG_CACHE_HOME'] ?? '';
  const cache = path.isAbsolute(named) ? named : path.join(os.homedir(), '.cache');
  return path.join(cache, 'dlcodegen');
}
