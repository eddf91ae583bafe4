import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { PACKAGE_ROOT } from '../../src/core/index.ts';
import { findExecutable } from '../../src/sandbox/index.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'leaves-nothing-'));
afterAll(() => rmSync(folder, { recursive: true }));
const data = path.join(folder, 'pears.csv');
const rows = Array.from({ length: 60 }, (_, at) => `${at},${at % 7},${at % 2 ? 'ripe' : 'green'}`);
writeFileSync(data, `weight,size,grade\n${rows.join('\n')}\n`);

const BIN = path.join(PACKAGE_ROOT, 'bin', 'dlcodegen.cjs');

/** Runs the command line and sends SIGINT when it says `at`; the exit status and what is left beside the data. */
async function interrupt(args: readonly string[], at: string) {
  const child = spawn(process.execPath, [BIN, ...args], { cwd: folder });
  let told = '';
  let sent = false;
  child.stderr.on('data', (part: Buffer) => {
    told += part.toString();
    if (sent || !told.includes(at)) return;
    sent = true;
    child.kill('SIGINT');
  });
  const exit = await new Promise((resolve) => child.once('close', resolve));
  const left = readdirSync(folder).filter((name) => name !== path.basename(data));
  return { exit, sent, left };
}

describe('an interrupted generate', () => {
  const generate = ['generate', 'Grade pears', '--data', data, '--target', 'grade', '-o', 'out'];

  test.each([
    ['after the data were read', 'code 1, template', 'none'],
    ['while files are written', 'writing out', 'none'],
    ['while the project is verified', 'importing Keras', 'smoke'],
    ['while it trains', ': train', 'smoke'],
  ])('%s ends with 130 and leaves nothing', async (_name, at, level) => {
    if (level === 'smoke' && findExecutable('bwrap') === null) return;
    const found = await interrupt([...generate, '--verify', level], at);
    expect(found).toEqual({ exit: 130, sent: true, left: [] });
  });

  test('keeps the project that --force would have replaced', async () => {
    const old = path.join(folder, 'out');
    execFileSync(process.execPath, [BIN, ...generate, '--verify', 'none'], { cwd: folder });
    const before = readFileSync(path.join(old, 'model.py'), 'utf8');
    const args = [...generate, '--force', '--verify', 'static', '--seed', '7'];
    const found = await interrupt(args, 'verifying (static)');
    expect(found).toMatchObject({ exit: 130, left: ['out'] });
    expect(readFileSync(path.join(old, 'model.py'), 'utf8')).toBe(before);
    rmSync(old, { recursive: true });
  });
});

describe('the runtime of the language model', () => {
  /** A program that loads it as `plan` does. */
  const program = `import { createEngine } from ${JSON.stringify(path.join(PACKAGE_ROOT, 'src/predictor/engine.ts'))};
await createEngine(new Uint8Array([1]), { threads: 1 }).catch(() => undefined);
await new Promise((resolve) => setTimeout(resolve, 2000));`;
  const home = path.join(folder, 'home');
  const environment = {
    PATH: process.env['PATH'],
    HOME: home,
    XDG_CACHE_HOME: path.join(home, 'cache'),
  };

  test('writes no file into the home folder', () => {
    execFileSync(process.execPath, ['--input-type=module', '-e', program], { env: environment });
    expect(existsSync(home)).toBe(false);
  });

  test.skipIf(findExecutable('strace') === null)('opens no connection', () => {
    const trace = path.join(folder, 'trace');
    const args = ['-f', '-qq', '-e', 'trace=connect,sendto', '-o', trace, process.execPath];
    execFileSync('strace', [...args, '--input-type=module', '-e', program], { env: environment });
    expect(readFileSync(trace, 'utf8')).not.toMatch(/AF_INET/);
    rmSync(trace);
  });
});
