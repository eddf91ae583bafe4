import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { PACKAGE_ROOT } from '../core/index.ts';
import { DATA_KINDS } from '../kinds/index.ts';
import { renderMaker, renderSmokeTest } from './smoke-test.ts';

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

test.each([
  ['no parts', {}, '    make_data(folder, data["facts"], data["target"], count)'],
  [
    'parts, whatever their folders are called',
    { TRAIN_FOLDER: 'train $& "1"', VALIDATION_FOLDER: null, TEST_FOLDER: 'test' },
    '    for part in ("train $& \\"1\\"", "test"):\n        (folder / part).mkdir(parents=True)\n        make_data(folder / part, data["facts"]',
  ],
])('the data of the smoke test are made in their folders: %s', async (_, facts, code) => {
  expect(await renderSmokeTest({ kind: 'image-masks', target: 'mask', facts })).toContain(code);
});
