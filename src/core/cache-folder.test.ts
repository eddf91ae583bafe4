import os from 'node:os';
import path from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { cacheFolder } from './cache-folder.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

test.each([
  ['an absolute folder', '/somewhere/cache', path.join('/somewhere/cache', 'dlcodegen')],
  ['an empty name', '', path.join(os.homedir(), '.cache', 'dlcodegen')],
  ['a relative name', 'cache', path.join(os.homedir(), '.cache', 'dlcodegen')],
])('the cache lies below %s where that counts', (_name, named, folder) => {
  vi.stubEnv('XDG_CACHE_HOME', named);
  expect(cacheFolder()).toBe(folder);
});
