/**
 * Does a generated project learn? scikit-learn's bundled data sets, four CSV files and a folder of images, as tasks of
 * `evaluate learning`: trained as written, scored on their own test split beside the trivial baseline and a simple
 * reference. Exit status 6 where one does not beat its baseline.
 * Usage: npm run test:learning [-- FOLDER, where the report is kept; by default none is].
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { PACKAGE_ROOT } from '../src/core/index.ts';
import { preparePythonEnvironment } from '../src/verification/index.ts';

const REQUIREMENTS = {
  iris: 'Classify iris flowers by species from their measurements',
  wine: 'Tell the cultivar of a wine from its chemical analysis with a neural network',
  breast_cancer: 'Predict the diagnosis (malignant or benign) from cell measurements',
  diabetes: 'Predict the progression of diabetes one year ahead from ten measurements',
  digits: 'Classify images of handwritten digits with a convolutional network',
} as const;

interface Report {
  readonly drill: readonly {
    readonly task: string;
    readonly candidates: readonly {
      readonly stages: readonly { id: string; status: string; message: string }[];
      readonly failure: string | null;
    }[];
  }[];
}

const { python } = await preparePythonEnvironment();
const scratch = mkdtempSync(path.join(os.tmpdir(), 'learning-'));
try {
  const tasks = path.join(scratch, 'tasks');
  const output = path.resolve(process.argv[2] ?? path.join(scratch, 'report'));
  execFileSync(python, [path.join(PACKAGE_ROOT, 'scripts/export-learning-data.py'), tasks]);
  for (const [name, requirement] of Object.entries(REQUIREMENTS)) {
    writeFileSync(
      path.join(tasks, name, 'requirement.json'),
      JSON.stringify({ 'User Requirement': requirement, 'Dataset Attributes': '' }),
    );
  }
  const cli = path.join(PACKAGE_ROOT, 'bin/dlcodegen.cjs');
  const line = [cli, 'evaluate', 'learning', '--tasks', tasks, '-o', output];
  execFileSync(process.execPath, line, { stdio: ['ignore', 'ignore', 'inherit'] });
  const { drill } = JSON.parse(readFileSync(path.join(output, 'report.json'), 'utf8')) as Report;
  let failures = 0;
  for (const { task, candidates } of drill) {
    const { stages = [], failure = null } = candidates[0] ?? {};
    const failed = stages.find(({ status }) => status === 'failed');
    const learnt = stages.find(({ id, status }) => id === 'S7' && status === 'passed');
    if (learnt === undefined) failures += 1;
    const message = failure ?? (failed ?? learnt)?.message ?? 'not verified';
    console.log(`${learnt === undefined ? 'FAILED' : 'passed'} ${task.padEnd(14)} ${message}`);
  }
  process.exitCode = failures > 0 || drill.length === 0 ? 6 : 0;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
