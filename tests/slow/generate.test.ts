import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { PACKAGE_ROOT } from '../../src/core/index.ts';
import { LAYOUTS } from '../layouts/layouts-table.ts';

const scratch = mkdtempSync(path.join(os.tmpdir(), 'generate-'));
afterAll(() => rmSync(scratch, { recursive: true }));

interface Outcome {
  readonly passed: boolean;
  readonly stages: readonly {
    readonly id: string;
    readonly status: string;
    readonly message: string;
  }[];
}

function generate(args: readonly string[]): { status: number | null; outcome: Outcome } {
  const cli = path.join(PACKAGE_ROOT, 'bin/dlcodegen.cjs');
  const ended = spawnSync(process.execPath, [cli, 'generate', ...args, '--json', '--quiet'], {
    encoding: 'utf8',
    maxBuffer: 1e8,
  });
  return { status: ended.status, outcome: JSON.parse(ended.stdout) as Outcome };
}

test('the example is trained on its data and beats the majority class', () => {
  const project = path.join(scratch, 'orchard');
  const data = path.join(PACKAGE_ROOT, 'examples/orchard/orchard.csv');
  const { status, outcome } = generate([
    'Predict the grade of an apple',
    '--data',
    data,
    '-o',
    project,
    '--verify',
    'full',
  ]);
  expect(outcome.stages.filter(({ status: ended }) => ended === 'failed')).toEqual([]);
  expect(status).toBe(0);
  expect(outcome.stages.map(({ id }) => id)).toEqual([
    'S0',
    'S1',
    'S2',
    'S3',
    'S4',
    'S5',
    'S6',
    'S7',
  ]);
  const record = JSON.parse(readFileSync(path.join(project, 'verification.json'), 'utf8')) as {
    files: Record<string, string>;
  };
  expect(Object.keys(record.files)).toContain('train.py');
});

/** The other layouts run in `npm run test:layouts`. */
const SHOWN = ['class folders', 'hourly series', 'tsv of reviews'];

test.each(LAYOUTS.filter(({ name }) => SHOWN.includes(name)))(
  '$name: a project reads it, trains, evaluates, predicts',
  async ({ name, requirement, write, path: inner }) => {
    const folder = path.join(scratch, name);
    mkdirSync(folder);
    await write(folder);
    const data = path.join(folder, inner ?? '');
    const { outcome } = generate([requirement, '--data', data, '-o', `${folder}-project`]);
    expect(outcome.stages.filter(({ status }) => status === 'failed')).toEqual([]);
    expect(outcome.passed).toBe(true);
  },
);

test('a batch verifies every line in one process, and a line that fails is a record', () => {
  const batch = path.join(scratch, 'batch.jsonl');
  const lines = ['Classify e-mails as spam or not with a GRU', '', 'Cluster'];
  writeFileSync(
    batch,
    lines
      .map((text) => JSON.stringify({ 'User Requirement': text, 'Dataset Attributes': '' }))
      .join('\n'),
  );
  const output = path.join(scratch, 'batch');
  const cli = path.join(PACKAGE_ROOT, 'bin/dlcodegen.cjs');
  const ended = spawnSync(
    process.execPath,
    [cli, 'generate', '--batch', batch, '-o', output, '--quiet'],
    { encoding: 'utf8' },
  );
  const rows = readFileSync(path.join(output, 'results.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((row) => JSON.parse(row) as { id: string; passed: boolean; error?: { code: string } });
  expect(rows.map(({ id }) => id)).toEqual(['000', '001', '002']);
  expect(rows[0]?.passed).toBe(true);
  expect(rows[1]?.error?.code).toBe('BAD_INPUT');
  expect(existsSync(path.join(output, '000', 'verification.json'))).toBe(true);
  expect(ended.status).toBe(7);
});
