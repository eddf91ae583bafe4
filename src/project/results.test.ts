import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { Verdict } from '../artifacts/index.ts';
import { NO_RESULTS, writeResults } from './results.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'results-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const README = path.join(folder, 'README.md');

function trained(message: string, status: 'passed' | 'failed' = 'passed'): Verdict {
  return {
    passed: status === 'passed',
    stages: [{ id: 'S7', status, ms: 1, message }],
    agreement: {},
  } as unknown as Verdict;
}

test('what training reached replaces what stood there, again and again', async () => {
  writeFileSync(README, `## Results\n\n${NO_RESULTS}\n\n## Files\n`);
  await writeResults(folder, trained('accuracy 0.5', 'failed'));
  expect(readFileSync(README, 'utf8')).toContain(NO_RESULTS);
  await writeResults(folder, trained('accuracy 0.8'));
  await writeResults(folder, trained('accuracy 0.9'));
  expect(readFileSync(README, 'utf8')).toBe(
    '## Results\n\nOn the data it was made for, after training: accuracy 0.9\n\n## Files\n',
  );
});

test('a README of somebody else stays, and none is made', async () => {
  writeFileSync(README, 'my own words\n');
  await writeResults(folder, trained('accuracy 0.8'));
  expect(readFileSync(README, 'utf8')).toBe('my own words\n');
  rmSync(README);
  await writeResults(folder, trained('accuracy 0.8'));
  expect(() => readFileSync(README)).toThrow('ENOENT');
});
