import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { DLCodeGenError, PACKAGE_ROOT } from '../src/core/index.ts';
import { generateProject, planProject } from '../src/pipeline/index.ts';
import { writeProject } from '../src/project/index.ts';
import { readPool } from '../src/retrieval/index.ts';
import { verifyProjects } from '../src/verification/index.ts';
import { LAYOUTS } from '../tests/layouts/layouts-table.ts';

/**
 * Users' folders, written without any loader, through the whole program: profile, plan, project, S0-S6 on that very
 * data. Prints a row a layout. Exit status 6 where one fails.
 *
 * Usage: npm run test:layouts [-- NAME ...]
 */
const wanted = process.argv.slice(2);
const layouts = LAYOUTS.filter(
  ({ name }) => wanted.length === 0 || wanted.some((part) => name.includes(part)),
);
const samples = await readPool(path.join(PACKAGE_ROOT, 'pool'));
const scratch = await mkdtemp(path.join(os.tmpdir(), 'layouts-'));
const made: { name: string; directory: string; data: string; sample: string }[] = [];
let failures = 0;
try {
  for (const [
    index,
    { name, requirement: text, write, path: inner, target },
  ] of layouts.entries()) {
    const folder = path.join(scratch, `${index}-data`);
    await mkdir(folder);
    await write(folder);
    const data = path.join(folder, inner ?? '');
    try {
      const options = target === undefined ? {} : { target };
      const requirement = { text, attributes: '' };
      const planned = await planProject({ requirement, data, samples, given: null, ...options });
      const generated = await generateProject({
        requirement,
        ...planned,
        samples,
        method: 'dlcodegen',
        seed: 42,
      });
      const directory = path.join(scratch, `${index}-project`);
      await writeProject(directory, generated.files, { force: false });
      made.push({ name, directory, data, sample: generated.selection.nearest.sample.id });
    } catch (error) {
      if (!(error instanceof DLCodeGenError)) throw error;
      failures += 1;
      console.log(`FAILED ${name.padEnd(44)} ${error.code}: ${error.message}`);
    }
  }
  await verifyProjects(made, {
    level: 'smoke',
    onProgress: ({ done, total, text }) => process.stderr.write(`[${done}/${total}] ${text}\n`),
    onVerified: async ({ directory, verdict, log }) => {
      const row = made.find((project) => project.directory === directory);
      const bad = verdict.stages.filter(({ status }) => status === 'failed');
      const off = Object.entries(verdict.agreement).filter(([, value]) => value === false);
      console.log(
        `${verdict.passed ? 'passed' : 'FAILED'} ${row?.name.padEnd(44)} ${row?.sample.padEnd(26)} ${bad.map(({ id, message }) => `${id}: ${message}`).join('; ')}${off.length > 0 ? ` disagrees: ${off.map(([field]) => field).join(', ')}` : ''}`,
      );
      if (verdict.passed) return;
      failures += 1;
      console.log(log.slice(-1500));
    },
  });
  console.log(`${layouts.length} layouts, ${failures} failed`);
  process.exitCode = failures > 0 ? 6 : 0;
} finally {
  await rm(scratch, { recursive: true, force: true });
}
