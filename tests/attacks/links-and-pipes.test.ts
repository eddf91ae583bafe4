import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ERRORS, PACKAGE_ROOT } from '../../src/core/index.ts';

const root = mkdtempSync(path.join(os.tmpdir(), 'links-'));
const sound = path.join(root, 'sound');
const outside = path.join(root, 'outside.txt');
afterAll(() => rmSync(root, { recursive: true }));

const LONGEST_MS = 120_000;
const run = (...args: readonly string[]) =>
  spawnSync(process.execPath, [path.join(PACKAGE_ROOT, 'bin', 'dlcodegen.cjs'), ...args], {
    encoding: 'utf8',
    timeout: LONGEST_MS,
  });

beforeAll(() => {
  writeFileSync(outside, 'outside');
  const made = run('generate', 'Classify photos', '--verify', 'static', '-o', sound);
  if (made.status !== 0) throw new Error(made.stderr);
});

/** A copy of the project in which one file is something else. */
function projectWith(file: string, what: 'link' | 'pipe'): string {
  const project = mkdtempSync(path.join(root, 'project-'));
  cpSync(sound, project, { recursive: true });
  const place = path.join(project, file);
  rmSync(place);
  if (what === 'link') symlinkSync(outside, place);
  else execFileSync('mkfifo', [place]);
  return project;
}

describe.each(['link', 'pipe'] as const)('a %s in a project', (what) => {
  test.each([
    ['verify', 'plan.json'],
    ['verify', 'model.py'],
    ['verify', 'verification.json'],
    ['explain', 'plan.json'],
    ['explain', 'PROVENANCE.json'],
    ['explain', 'verification.json'],
  ])('ends %s in place of %s, and nothing outside is read or written', (command, file) => {
    const project = projectWith(file, what);
    const options = command === 'verify' ? ['--verify', 'static'] : [];
    const result = run(command, project, ...options);
    expect(result.status).toBe(ERRORS.BAD_INPUT.exit);
    expect(result.stdout + result.stderr).not.toContain('UNEXPECTED');
    expect(readFileSync(outside, 'utf8')).toBe('outside');
  });
});
