import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { POOL, takeFingerprint } from './fingerprint.ts';

const models = mkdtempSync(path.join(os.tmpdir(), 'fingerprint-'));
afterAll(() => rmSync(models, { recursive: true }));

test('samples of another model are not kept, also where its bytes are no text', async () => {
  const weights = path.join(models, 'model.safetensors');
  writeFileSync(weights, Uint8Array.of(0xff, 1));
  const before = await takeFingerprint(POOL, models);
  expect(await takeFingerprint(POOL, models)).toEqual(before);
  writeFileSync(weights, Uint8Array.of(0xfe, 1));
  const after = await takeFingerprint(POOL, models);
  expect(after.code).not.toBe(before.code);
  expect(after.pool).toBe(before.pool);
});
