import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
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

test('samples of another pool are not kept', async () => {
  const pool = mkdtempSync(path.join(os.tmpdir(), 'fingerprint-pool-'));
  mkdirSync(path.join(pool, 'models'));
  const section = path.join(pool, 'models', 'tiny.py');
  writeFileSync(section, 'UNITS = 8\n');
  const before = await takeFingerprint(pool, models);
  writeFileSync(path.join(pool, 'verified.json'), '{}');
  expect(await takeFingerprint(pool, models)).toEqual(before);
  writeFileSync(section, 'UNITS = 9\n');
  expect((await takeFingerprint(pool, models)).pool).not.toBe(before.pool);
  rmSync(pool, { recursive: true });
});
