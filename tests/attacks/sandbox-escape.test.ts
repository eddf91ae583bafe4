import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { findExecutable, runSandboxed, type Limits } from '../../src/sandbox/index.ts';

const LIMITS: Limits = {
  memoryBytes: 512 * 2 ** 20,
  cpuSeconds: 20,
  fileBytes: 8 * 2 ** 20,
  diskBytes: 32 * 2 ** 20,
  processes: 40,
  wallMs: 30_000,
  tmpBytes: 4 * 2 ** 20,
};
const writable = mkdtempSync(path.join(os.tmpdir(), 'attack-'));
afterAll(() => rmSync(writable, { recursive: true }));

const shell = (script: string, change: Partial<Limits> = {}) =>
  runSandboxed({
    command: '/bin/sh',
    args: ['-c', script],
    readOnly: [],
    writable: [writable],
    workingDirectory: writable,
    environment: { PATH: '/usr/bin:/bin', HOME: '/tmp' },
    limits: { ...LIMITS, ...change },
  });

describe.skipIf(findExecutable('bwrap') === null)('a confined command', () => {
  test('sees no home folder of the administrator', async () => {
    const result = await shell('ls -a /root');
    expect(result.exit).not.toBe(0);
    expect(result.stdout).toBe('');
  });
});
