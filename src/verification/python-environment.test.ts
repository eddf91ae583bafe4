import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest';
import { findPythonEnvironment } from './python-environment.ts';

const root = mkdtempSync(path.join(os.tmpdir(), 'environment-test-'));
afterAll(() => rmSync(root, { recursive: true }));
afterEach(() => {
  vi.unstubAllEnvs();
});

describe('what is shown of a Python', () => {
  const python = path.join(root, 'installed');
  mkdirSync(path.join(python, 'bin'), { recursive: true });
  mkdirSync(path.join(python, 'lib', 'python3.11'), { recursive: true });
  mkdirSync(path.join(python, 'secrets'));
  for (const file of ['bin/python3.11', 'lib/python3.11/os.py', 'secrets/key'])
    writeFileSync(path.join(python, file), '');
  const makeEnvironment = (configuration: string | null): string => {
    const folder = mkdtempSync(path.join(root, 'made-'));
    mkdirSync(path.join(folder, 'bin'));
    symlinkSync(path.join(python, 'bin', 'python3.11'), path.join(folder, 'bin', 'python'));
    if (configuration !== null) writeFileSync(path.join(folder, 'pyvenv.cfg'), configuration);
    vi.stubEnv('DLCODEGEN_PYTHON_ENV', folder);
    return folder;
  };

  test('is its library and its programs, and nothing beside them', () => {
    const folder = makeEnvironment(`home = ${python}/bin\nversion = 3.11.7\n`);
    expect(findPythonEnvironment()?.folders).toEqual([
      path.join(folder, 'bin'),
      path.join(folder, 'pyvenv.cfg'),
      path.join(python, 'bin'),
      path.join(python, 'lib'),
    ]);
  });

  test.each([
    ['a folder without a Python', `home = ${os.homedir()}/.ssh\n`],
    ['a relative folder', 'home = ..\n'],
    ['nothing', 'version = 3.11.7\n'],
    ['no configuration', null],
  ])('that names %s is refused', (_name, configuration) => {
    makeEnvironment(configuration);
    expect(findPythonEnvironment).toThrow(/pyvenv\.cfg/);
  });

  test.runIf(existsSync('/bin/python3'))('in the system is never the root', () => {
    makeEnvironment('home = /bin\n');
    expect(findPythonEnvironment()?.folders).not.toContain('/');
  });
});
