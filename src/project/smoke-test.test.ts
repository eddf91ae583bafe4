import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { PACKAGE_ROOT } from '../core/index.ts';
import { DATA_KINDS } from '../kinds/index.ts';
import { renderMaker } from './smoke-test.ts';

const MAKERS = path.join(PACKAGE_ROOT, 'python/made_data');
const functions = readdirSync(MAKERS)
  .filter((name) => name.endsWith('.py'))
  .flatMap((name) => [...readFileSync(path.join(MAKERS, name), 'utf8').matchAll(/^def (\w+)\(/gm)])
  .map(([, name = '']) => name);

test.each(DATA_KINDS)('the maker of %s holds every function that it calls', async (kind) => {
  const maker = await renderMaker(kind);
  const called = functions.filter((name) => new RegExp(`\\b${name}\\(`).test(maker));
  expect(called.filter((name) => !maker.includes(`def ${name}(`))).toEqual([]);
});
