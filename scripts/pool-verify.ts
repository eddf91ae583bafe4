import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { recordOf, type Origin, type Sample } from '../src/artifacts/index.ts';
import { PACKAGE_ROOT } from '../src/core/index.ts';
import { renderProject, writeProject } from '../src/project/index.ts';
import { readProgram } from '../src/python/index.ts';
import { readPool } from '../src/retrieval/index.ts';
import { verifyProjects, type VerifiedProject } from '../src/verification/index.ts';

/**
 * Runs every program of the pool (or those named) through S0-S6 as a project of its own, and records what passed in
 * its `verified.json`. Exit status 6 where one fails.
 *
 * Usage: npm run pool:verify [-- ID ...]
 */
const POOL = path.join(PACKAGE_ROOT, 'pool');
const wanted = process.argv.slice(2);
const samples = (await readPool(POOL)).filter(
  ({ id }) => wanted.length === 0 || wanted.includes(id),
);
const scratch = await mkdtemp(path.join(os.tmpdir(), 'pool-verify-'));
try {
  for (const sample of samples)
    await writeProject(path.join(scratch, sample.id), await filesOf(sample), { force: false });
  let failures = 0;
  await verifyProjects(
    samples.map(({ id }) => ({ directory: path.join(scratch, id) })),
    {
      level: 'smoke',
      onProgress: ({ done, total, text }) => process.stderr.write(`[${done}/${total}] ${text}\n`),
      onVerified: async (result) => {
        if (!result.verdict.passed) failures += 1;
        await recordResult(result);
      },
    },
  );
  console.log(`${samples.length} programs, ${failures} failed`);
  process.exitCode = failures > 0 ? 6 : 0;
} finally {
  await rm(scratch, { recursive: true, force: true });
}

/** Prints what a program's run found and writes its `verified.json`. */
async function recordResult({
  directory,
  verdict,
  versions,
  warnings,
  log,
}: VerifiedProject): Promise<void> {
  const id = path.basename(directory);
  const bad = verdict.stages.filter(({ status }) => status === 'failed');
  const off = Object.entries(verdict.agreement).filter(([, value]) => value === false);
  const disagreed = off.length > 0 ? ` disagrees: ${off.map(([field]) => field).join(', ')}` : '';
  const failed = bad.map(({ id: stage, message }) => `${stage}: ${message}`).join('; ');
  console.log(`${verdict.passed ? 'passed' : 'FAILED'} ${id.padEnd(28)} ${failed}${disagreed}`);
  for (const { code, path: place, message } of warnings)
    console.log(`       ${code} ${place}: ${message}`);
  if (!verdict.passed) console.log(log.slice(-2000));
  const program = await readFile(path.join(POOL, id, 'program.py'));
  const record = {
    stages: Object.fromEntries(verdict.stages.map(({ id: stage, status }) => [stage, status])),
    versions,
    sha256: createHash('sha256').update(program).digest('hex'),
  };
  await writeFile(path.join(POOL, id, 'verified.json'), `${JSON.stringify(record, null, 2)}\n`);
}

/** The sample as a project: its own program, plan and facts, nothing adapted. */
async function filesOf(sample: Sample): Promise<ReadonlyMap<string, string>> {
  const origin: Origin = {
    kind: 'code1',
    samples: [sample.id],
    licence: sample.licence,
    reason: 'the sample itself',
  };
  const program = readProgram(sample.program, origin);
  if (!program.ok) throw new Error(`${sample.id}: ${program.issues[0]?.message}`);
  const record = recordOf(sample.plan, sample.data);
  const files = await renderProject({
    requirement: sample.requirement,
    record,
    program: program.value,
  });
  if (!files.ok)
    throw new Error(`${sample.id}: ${files.issues.map(({ message }) => message).join('; ')}`);
  return files.value;
}
