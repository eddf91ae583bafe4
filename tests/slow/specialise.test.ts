import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { Origin, Program } from '../../src/artifacts/index.ts';
import { PACKAGE_ROOT } from '../../src/core/index.ts';
import {
  findFoldable,
  readProgram,
  renderProgram,
  specialiseProgram,
} from '../../src/python/index.ts';
import { readPool } from '../../src/retrieval/index.ts';
import { runTool } from '../../src/sandbox/index.ts';
import { preparePythonEnvironment } from '../../src/verification/index.ts';
import { ProgramWriter } from './random-programs.ts';

const ORIGIN: Origin = { kind: 'code1', samples: [], licence: 'Apache-2.0', reason: 'test' };
const PAIRS = 400;
const folder = mkdtempSync(path.join(os.tmpdir(), 'specialise-test-'));
afterAll(() => rmSync(folder, { recursive: true }));

function read(text: string): Program {
  const program = readProgram(text, ORIGIN);
  if (!program.ok) throw new Error(`${program.issues[0]?.message}: ${text}`);
  return program.value;
}

test('random programs do the same when they are specialised, and fold no further', async () => {
  const writer = new ProgramWriter(7);
  const pairs = Array.from({ length: PAIRS }, () => {
    const { text, final } = writer.write();
    const before = read(text);
    const after = specialiseProgram(before, final);
    expect(findFoldable(after, final)).toEqual([]);
    return [renderProgram(before), renderProgram(after)] as const;
  });
  const shorter = pairs.filter(([before, after]) => after.length < before.length);
  const file = path.join(folder, 'pairs.json');
  writeFileSync(file, JSON.stringify(pairs));
  const { python } = await preparePythonEnvironment();
  const script = path.join(import.meta.dirname, 'compare-programs.py');
  const run = await runTool({ command: python, args: [script, file], timeoutMs: 600_000 });
  expect(run.stderr).toBe('');
  const { compared, differ, raised } = JSON.parse(run.stdout) as Record<string, unknown>;
  const texts = (differ as number[]).map((number) => pairs[number]);
  expect(texts.slice(0, 1)).toEqual([]);
  // The comparison says little where most programs only raise.
  expect(compared).toBeGreaterThan(0.9 * PAIRS);
  expect(raised).toBeLessThan(0.5);
  expect(shorter.length).toBeGreaterThan(0.9 * PAIRS);
});

test('every program of the pool compiles when it is specialised for its facts', async () => {
  for (const { id, program, data } of await readPool(path.join(PACKAGE_ROOT, 'pool'))) {
    const after = specialiseProgram(read(program), Object.keys(data.facts));
    writeFileSync(path.join(folder, `${id.replaceAll('-', '_')}.py`), renderProgram(after));
  }
  const { python } = await preparePythonEnvironment();
  const args = ['-m', 'compileall', '-q', folder];
  expect(await runTool({ command: python, args, timeoutMs: 120_000 })).toEqual({
    exit: 0,
    stdout: '',
    stderr: '',
  });
});
