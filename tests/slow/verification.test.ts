import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { recordOf } from '../../src/artifacts/index.ts';
import { PACKAGE_ROOT } from '../../src/core/index.ts';
import { renderProject, writeProject } from '../../src/project/index.ts';
import { readProgram } from '../../src/python/index.ts';
import { readPool } from '../../src/retrieval/index.ts';
import {
  verifyProjects,
  writeVerification,
  type VerifiedProject,
} from '../../src/verification/index.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'verification-test-'));
const at = (name: string): string => path.join(folder, name);
afterAll(() => rmSync(folder, { recursive: true }));

/** Ways to break a project, and the stage that must notice. */
const BREAKS: readonly (readonly [
  name: string,
  stage: string,
  file: string,
  from: RegExp,
  to: string,
])[] = [
  ['syntax', 'S0', 'model.py', /def build_model\(/, 'def build_model(('],
  ['import', 'S1', 'train.py', /^import keras$/m, 'import keras\nimport torch'],
  ['data', 'S2', 'data.py', /return Prepared\(/, 'return Unprepared('],
  ['build', 'S3', 'model.py', /layers\.Dense\(64/, 'layers.Dense(-64'],
  ['training', 'S4', 'train.py', /model\.fit\(/, 'model.fit_nothing('],
  ['evaluation', 'S5', 'evaluate.py', /"verdict"/g, '"opinion"'],
];

beforeAll(async () => {
  const samples = await readPool(path.join(PACKAGE_ROOT, 'pool'));
  const sample = samples.find(({ id }) => id === 'table-multiclass');
  if (sample === undefined) throw new Error('no such sample');
  const { id, licence, plan, data, requirement } = sample;
  const program = readProgram(sample.program, {
    kind: 'code1',
    samples: [id],
    licence,
    reason: 'the sample',
  });
  if (!program.ok) throw new Error(JSON.stringify(program.issues));
  const files = await renderProject({
    requirement,
    program: program.value,
    record: recordOf(plan, data),
  });
  if (!files.ok) throw new Error(JSON.stringify(files.issues));
  await writeProject(at('sound'), files.value, { force: false });
  for (const [name, , file, from, to] of BREAKS) {
    cpSync(at('sound'), at(name), { recursive: true });
    const text = readFileSync(path.join(at(name), file), 'utf8');
    if (!from.test(text)) throw new Error(`${file} has no ${from.source}`);
    writeFileSync(path.join(at(name), file), text.replace(from, to));
  }
});

describe('projects in the sandbox', () => {
  let results: readonly VerifiedProject[];
  beforeAll(async () => {
    const names = ['sound', ...BREAKS.map(([name]) => name)];
    results = await verifyProjects(
      names.map((name) => ({ directory: at(name) })),
      { level: 'smoke' },
    );
  });
  const failedStages = (result: VerifiedProject | undefined) =>
    result?.verdict.stages.filter(({ status }) => status === 'failed').map(({ id }) => id);

  test('a sound project passes S0-S6 and its record names the files', async () => {
    const [sound] = results;
    expect(
      sound?.verdict.stages.filter(({ status }) => status !== 'passed').map(({ id }) => id),
    ).toEqual(['S7']);
    expect(sound?.verdict.passed).toBe(true);
    expect(Object.values(sound?.verdict.agreement ?? {})).not.toContain(false);
    if (sound !== undefined) await writeVerification(sound.directory, sound);
    const record = JSON.parse(
      await readFile(path.join(at('sound'), 'verification.json'), 'utf8'),
    ) as {
      files: Record<string, string>;
      versions: Record<string, string>;
    };
    expect(Object.keys(record.files)).toContain('tests/test_smoke.py');
    expect(record.versions['keras']).toBe('3.15.1');
  });

  test.each(BREAKS.map(([name, stage], index) => [name, stage, index + 1] as const))(
    'a fault in %s fails %s',
    (_name, stage, index) => {
      expect(failedStages(results[index])).toEqual([stage]);
      expect(results[index]?.verdict.passed).toBe(false);
    },
  );

  test('a symbolic link in a project is refused', async () => {
    cpSync(at('sound'), at('linked'), { recursive: true });
    symlinkSync('/etc/passwd', path.join(at('linked'), 'notes.txt'));
    await expect(
      verifyProjects([{ directory: at('linked') }], { level: 'smoke' }),
    ).rejects.toMatchObject({
      code: 'BAD_INPUT',
    });
  });

  test('an interrupted run ends with INTERRUPTED', async () => {
    const controller = new AbortController();
    const run = verifyProjects([{ directory: at('sound') }], {
      level: 'smoke',
      signal: controller.signal,
      onProgress: ({ text }) => {
        if (text.endsWith('train')) controller.abort();
      },
    });
    await expect(run).rejects.toMatchObject({ code: 'INTERRUPTED' });
  });
});
