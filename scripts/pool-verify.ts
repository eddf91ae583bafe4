import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { recordOf, type Origin, type Sample, type SampleRecord } from '../src/artifacts/index.ts';
import { PACKAGE_ROOT } from '../src/core/index.ts';
import { renderProject, writeProject } from '../src/project/index.ts';
import { readProgram } from '../src/python/index.ts';
import { firstVariants, readPool, RECORDS_FILE } from '../src/retrieval/index.ts';
import { verifyProjects, type VerifiedProject } from '../src/verification/index.ts';

/**
 * Composes every program of the pool and a variant for each of its architectures (or those named), runs it through S0-S6 as
 * a project of its own, and records in the pool's `verified.json` what passed. An architecture's name stands for the first
 * of its variants, HOST-with-NAME for any. Exit status 6 where one fails, raises a Python warning or has a pitfall.
 *
 * Usage: npm run pool:verify [-- ID ...]
 */
const POOL = path.join(PACKAGE_ROOT, 'pool');
const wanted = process.argv.slice(2);
const pool = await readPool(POOL);
const all = [...pool, ...pool.flatMap(({ variants = [] }) => variants)];
const usual = new Set([...pool, ...firstVariants(pool).values()]);
const asked = new Set(wanted.map((name) => firstVariants(pool).get(name)?.id ?? name));
const samples = all.filter((sample) =>
  wanted.length === 0 ? usual.has(sample) : asked.has(sample.id),
);
/** Of programs that are still in the pool. */
const records = new Map<string, SampleRecord | null>(all.map(({ id, verified }) => [id, verified]));
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
        failures += Number(!isGood(result));
        await recordResult(result);
      },
    },
  );
  console.log(`${samples.length} programs, ${failures} failed`);
  process.exitCode = failures > 0 ? 6 : 0;
} finally {
  await rm(scratch, { recursive: true, force: true });
}

function isGood({ verdict, warnings, log }: VerifiedProject): boolean {
  return (
    verdict.stages.every(({ status }) => status !== 'failed') &&
    warnings.length === 0 &&
    pythonWarnings(log).length === 0
  );
}

/** Warnings as Python prints them, `file.py:12: FutureWarning: ...`, each once; libraries' own deprecations are theirs. */
function pythonWarnings(log: string): string[] {
  const lines = new Set(log.match(/^.*\.py:\d+: \w*Warning: .*$/gm));
  return [...lines].filter(
    (line) => !/site-packages.*: (?:Pending)?DeprecationWarning:/.test(line),
  );
}

/** Prints what a program's run found; a good one goes into the pool's record. */
async function recordResult(result: VerifiedProject): Promise<void> {
  const { directory, verdict, versions, warnings, log } = result;
  const id = path.basename(directory);
  const bad = verdict.stages.filter(({ status }) => status === 'failed');
  const off = Object.entries(verdict.agreement).filter(([, value]) => value === false);
  const disagreed = off.length > 0 ? ` disagrees: ${off.map(([field]) => field).join(', ')}` : '';
  const failed = bad.map(({ id: stage, message }) => `${stage}: ${message}`).join('; ');
  console.log(`${isGood(result) ? 'passed' : 'FAILED'} ${id.padEnd(28)} ${failed}${disagreed}`);
  for (const { code, path: place, message } of warnings)
    console.log(`       ${code} ${place}: ${message}`);
  for (const line of pythonWarnings(log)) console.log(`       ${line}`);
  if (!verdict.passed) console.log(log.slice(-2000));
  if (!isGood(result)) return;
  const program = samples.find((sample) => sample.id === id)?.program ?? '';
  records.set(id, {
    stages: Object.fromEntries(verdict.stages.map(({ id: stage, status }) => [stage, status])),
    versions,
    sha256: createHash('sha256').update(program).digest('hex'),
  });
  const lines = [...records].flatMap(([key, record]) =>
    record === null ? [] : [`  ${JSON.stringify(key)}: ${JSON.stringify(record)}`],
  );
  await writeFile(path.join(POOL, RECORDS_FILE), `{\n${lines.join(',\n')}\n}\n`);
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
