import os from 'node:os';
import path from 'node:path';

/** Our folder in the user's cache. A folder that is named but empty or relative does not count (XDG base directories). */
export function cacheFolder(): string {
  return userFolder('XDG_CACHE_HOME', '.cache');
}

/** Our folder in the user's data, for what cannot be made again. */
export function dataFolder(): string {
  return userFolder('XDG_DATA_HOME', '.local/share');
}

function userFolder(variable: string, usual: string): string {
  const named = process.env[variable] ?? '';
  const folder = path.isAbsolute(named) ? named : path.join(os.homedir(), usual);
  return path.join(folder, 'dlcodegen');
}
