import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { STAGES } from '../artifacts/index.ts';
import { hashFiles } from './hash-files.ts';
import { readVerification, writeVerification } from './verification-file.ts';

const root = mkdtempSync(path.join(os.tmpdir(), 'verification-file-test-'));
afterAll(() => rmSync(root, { recursive: true }));

async function makeVerified(): Promise<string> {
  const folder = mkdtempSync(path.join(root, 'project-'));
  mkdirSync(path.join(folder, 'tests'));
  for (const file of ['model.py', 'tests/test_smoke.py', 'README.md'])
    writeFileSync(path.join(folder, file), file);
  const files = await hashFiles(folder);
  const stages = STAGES.map((id) => ({ id, status: 'passed' as const, ms: 1, message: '' }));
  await writeVerification(folder, {
    directory: folder,
    verdict: { passed: true, stages, agreement: { loss: true } },
    asked: [],
    warnings: [],
    log: '',
    versions: {},
    files,
    sandbox: 'bubblewrap',
  });
  return folder;
}

test('a project as it was verified is proven', async () => {
  const folder = await makeVerified();
  expect(await readVerification(folder)).toEqual({
    passed: true,
    agreement: { loss: true },
    changed: [],
  });
});

test.each<[string, (folder: string) => void, readonly string[]]>([
  ['edited', (folder) => writeFileSync(path.join(folder, 'model.py'), 'x'), ['model.py']],
  ['added', (folder) => writeFileSync(path.join(folder, 'tests', 'x.py'), ''), ['tests/x.py']],
  ['removed', (folder) => rmSync(path.join(folder, 'model.py')), ['model.py']],
])('a file that was %s is no longer proven', async (_name, change, changed) => {
  const folder = await makeVerified();
  change(folder);
  expect((await readVerification(folder))?.changed).toEqual(changed);
});

test('a record behind a link is neither read nor written', async () => {
  const folder = await makeVerified();
  rmSync(path.join(folder, 'verification.json'));
  symlinkSync(path.join(root, 'outside.json'), path.join(folder, 'verification.json'));
  await expect(readVerification(folder)).rejects.toThrow(/symbolic link/);
});
