import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { PACKAGE_ROOT } from '../src/core/index.ts';
import { preparePythonEnvironment } from '../src/verification/index.ts';

/**
 * Does a generated project learn? scikit-learn's bundled data sets, as CSV files and a folder of images, through
 * `generate --verify full`: trained as written, scored on its own test split beside the trivial baseline and a simple
 * reference. Exit status 6 where one does not beat its baseline.
 */
const REQUIREMENTS = {
  iris: 'Classify iris flowers by species from their measurements',
  wine: 'Tell the cultivar of a wine from its chemical analysis with a neural network',
  breast_cancer: 'Predict the diagnosis (malignant or benign) from cell measurements',
  diabetes: 'Predict the progression of diabetes one year ahead from ten measurements',
  digits: 'Classify images of handwritten digits with a convolutional network',
} as const;

const { python } = await preparePythonEnvironment();
const scratch = mkdtempSync(path.join(os.tmpdir(), 'learning-'));
let failures = 0;
try {
  execFileSync(python, [path.join(PACKAGE_ROOT, 'scripts/export-learning-data.py'), scratch]);
  for (const [name, requirement] of Object.entries(REQUIREMENTS)) {
    const started = performance.now();
    const project = path.join(scratch, `${name}-project`);
    const row = generate(requirement, path.join(scratch, name), project);
    const seconds = ((performance.now() - started) / 1000).toFixed(0);
    if (!row.passed) failures += 1;
    console.log(
      `${row.passed ? 'passed' : 'FAILED'} ${name.padEnd(14)} ${seconds.padStart(4)} s  ${row.message}`,
    );
  }
  process.exitCode = failures > 0 ? 6 : 0;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

interface Row {
  readonly passed: boolean;
  readonly message: string;
}

function generate(requirement: string, data: string, project: string): Row {
  const cli = path.join(PACKAGE_ROOT, 'bin/dlcodegen.cjs');
  const args = [
    cli,
    'generate',
    requirement,
    '--data',
    data,
    '-o',
    project,
    '--verify',
    'full',
    '--json',
    '--quiet',
  ];
  let output: string;
  try {
    output = execFileSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 1e8 });
  } catch (error) {
    output = String((error as { stdout?: unknown }).stdout);
  }
  const result = JSON.parse(output) as {
    passed?: boolean;
    stages?: { id: string; status: string; message: string }[];
    error?: { message: string };
  };
  const last =
    result.stages?.find(({ status }) => status === 'failed') ??
    result.stages?.find(({ id }) => id === 'S7');
  return { passed: result.passed === true, message: result.error?.message ?? last?.message ?? '' };
}
