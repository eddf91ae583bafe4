import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, describe, expect, test } from 'vitest';
import { PACKAGE_ROOT } from '../../src/core/index.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'crash-'));
afterAll(() => rmSync(folder, { recursive: true }));
const BIN = path.join(PACKAGE_ROOT, 'bin/dlcodegen.cjs');
const GENERATE = ['generate', 'Classify photos', '--verify', 'none', '-o', 'out'];
/** Temporary folders of commands stand here. */
const temporary = path.join(folder, 'temporary');
mkdirSync(temporary);

/** A module that Node loads first: in the process that does the work, a function of a module does something else. */
function replace(name: string, module: string, method: string, code: string): string {
  const file = path.join(folder, `${name}.cjs`);
  writeFileSync(
    file,
    `if (process.argv[1].endsWith('supervised.cjs')) {
  require(${JSON.stringify(module)})[${JSON.stringify(method)}] = () => { ${code} };
  require('node:module').syncBuiltinESMExports();
}`,
  );
  return `--require ${file}`;
}

const run = (args: readonly string[], nodeOptions: string) =>
  spawnSync(process.execPath, [BIN, ...args], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, TMPDIR: temporary, NODE_OPTIONS: nodeOptions },
  });
const left = (): string[] => [
  ...readdirSync(temporary),
  ...readdirSync(folder).filter((name) => !name.endsWith('.cjs') && name !== 'temporary'),
];

describe('a process that ends without a word ends the command with 5 and leaves nothing', () => {
  test.each([
    [
      'a native library aborts',
      'SIGABRT',
      () => replace('abort', 'fs', 'renameSync', 'process.abort()'),
    ],
    [
      'a native library reads where nothing is',
      'SIGSEGV',
      () => replace('fault', 'fs', 'renameSync', 'process.kill(process.pid, "SIGSEGV"); for (;;);'),
    ],
    [
      'the system ends it for want of memory',
      'SIGKILL',
      () => replace('kill', 'fs', 'renameSync', 'process.kill(process.pid, "SIGKILL"); for (;;);'),
    ],
    ['the engine gets no memory', 'SIGABRT', () => '--max-old-space-size=30'],
  ])('%s', (_name, signal, nodeOptions) => {
    const { status, stdout, stderr } = run([...GENERATE, '--json'], nodeOptions());
    expect(stderr.trim().split('\n').slice(-2)).toEqual([
      expect.stringMatching(new RegExp(`^error: .*${signal}.*memory`)),
      expect.stringMatching(/^Free memory/),
    ]);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'MACHINE' } });
    expect(status).toBe(5);
    expect(left()).toEqual([]);
  });

  test('and the project that it was to replace stays', () => {
    expect(run(GENERATE, '').status).toBe(0);
    const before = readFileSync(path.join(folder, 'out/model.py'), 'utf8');
    const abort = replace('abort', 'fs', 'renameSync', 'process.abort()');
    expect(run([...GENERATE, '--force', '--seed', '7'], abort).status).toBe(5);
    expect(readFileSync(path.join(folder, 'out/model.py'), 'utf8')).toBe(before);
    expect(left()).toEqual(['out']);
    rmSync(path.join(folder, 'out'), { recursive: true });
  });
});

/** Whether a process runs; one that nobody waited for does not. */
function runs(id: number): boolean {
  try {
    return !/^State:\s*Z/m.test(readFileSync(`/proc/${id}/status`, 'utf8'));
  } catch {
    return false;
  }
}

/** Processes below this one that do the work of a command. */
function workers(parent: number): number[] {
  const isBelow = (id: number): boolean => {
    try {
      const stat = readFileSync(`/proc/${id}/stat`, 'utf8');
      return stat.slice(stat.lastIndexOf(')')).split(' ')[2] === String(parent);
    } catch {
      return false; // it has ended
    }
  };
  return readdirSync('/proc').map(Number).filter(isBelow).filter(runs);
}

describe.runIf(process.platform === 'linux')('a command and the process that does its work', () => {
  const started = async () => {
    const child = spawn(process.execPath, [BIN, ...GENERATE], {
      cwd: folder,
      detached: true,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const ended = new Promise<[number | null, NodeJS.Signals | null]>((resolve) =>
      child.once('close', (...end) => resolve(end)),
    );
    await new Promise((resolve) => child.stderr.once('data', resolve));
    return { id: child.pid ?? 0, ended };
  };

  test('are killed together', async () => {
    const { id, ended } = await started();
    const below = workers(id);
    expect(below).toHaveLength(1);
    process.kill(id, 'SIGKILL');
    expect(await ended).toEqual([null, 'SIGKILL']);
    for (let tries = 0; tries < 50 && below.some(runs); tries += 1) await wait(100);
    expect(below.filter(runs)).toEqual([]);
    expect(left()).toEqual([]);
  });

  test('hear one interrupt of a terminal, which goes to both', async () => {
    const { id, ended } = await started();
    process.kill(-id, 'SIGINT');
    expect(await ended).toEqual([130, null]);
    expect(left()).toEqual([]);
  });
});
