import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { DataProfile } from '../src/artifacts/index.ts';
import { DLCodeGenError, PACKAGE_ROOT } from '../src/core/index.ts';
import { foldableSegments } from '../src/generation/index.ts';
import {
  generateProject,
  planProject,
  type Generated,
  type PlanInput,
} from '../src/pipeline/index.ts';
import { writeProject } from '../src/project/index.ts';
import { stripComments } from '../src/python/index.ts';
import { readPool } from '../src/retrieval/index.ts';
import { verifyProjects } from '../src/verification/index.ts';
import { LAYOUTS } from '../tests/layouts/layouts-table.ts';
import { recordFigures } from './record-figures.ts';

/**
 * Users' folders, written without any loader, through the whole program: profile, plan, project, S0-S6 on that very
 * data. Prints a row a layout, then how long the programs and that of `npm run example` are, and how many could be folded
 * further. Exit status 6 where one fails.
 *
 * Usage: npm run test:layouts [-- [--record] [--no-run] NAME ...]
 */
const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const isRun = !process.argv.includes('--no-run');
const layouts = LAYOUTS.filter(
  ({ name }) => wanted.length === 0 || wanted.some((part) => name.includes(part)),
);
const samples = await readPool(path.join(PACKAGE_ROOT, 'pool'));
const scratch = await mkdtemp(path.join(os.tmpdir(), 'layouts-'));
const made: { name: string; directory: string; data: string; sample: string }[] = [];
let failures = 0;
let foldable = 0;
const lengths: number[] = [];
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
      const { generated, profile } = await generate(text, data, target);
      const { data: spec } = generated.record;
      foldable += foldableSegments(generated.final.program, { data: spec, profile }).length;
      lengths.push(linesOfCode(generated));
      const directory = path.join(scratch, `${index}-project`);
      await writeProject(directory, generated.files, { force: false });
      made.push({ name, directory, data, sample: generated.selection.nearest.sample.id });
    } catch (error) {
      if (!(error instanceof DLCodeGenError)) throw error;
      failures += 1;
      console.log(`FAILED ${name.padEnd(44)} ${error.code}: ${error.message}`);
    }
  }
  await verifyProjects(isRun ? made : [], {
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
  const median = lengths.toSorted((a, b) => a - b)[lengths.length >> 1] ?? 0;
  console.log(`${layouts.length} layouts, ${failures} failed`);
  console.log(`script.py: median ${median} lines of code, ${foldable} segments fold further`);
  const example = await generateExample();
  console.log(`script.py of npm run example: ${example} lines of code`);
  recordFigures('layouts', {
    title: "Users' folders, end to end",
    command: 'npm run test:layouts',
    figures: {
      'layouts that pass S0-S6': isRun
        ? `${layouts.length - failures} of ${layouts.length}`
        : 'not run',
      'lines of code of script.py, median': median,
      'lines of code of script.py, most': Math.max(...lengths),
      'lines of code of script.py, orchard example': example,
      'segments that fold further': foldable,
    },
  });
  process.exitCode = failures > 0 ? 6 : 0;
} finally {
  await rm(scratch, { recursive: true, force: true });
}

/** The project for a requirement and data; where a column is named, it is what to predict. */
async function generate(
  text: string,
  data: string,
  target?: string,
): Promise<{ generated: Generated; profile: DataProfile | null }> {
  const requirement = { text, attributes: '' };
  const input: PlanInput = { requirement, data, samples, given: null };
  const planned = await planProject(target === undefined ? input : { ...input, target });
  const { profile } = planned;
  const options = { samples, method: 'dlcodegen', seed: 42 } as const;
  return { generated: await generateProject({ requirement, ...planned, ...options }), profile };
}

/** Lines of code of the project that `npm run example` makes. */
async function generateExample(): Promise<number> {
  const folder = path.join(PACKAGE_ROOT, 'examples', 'orchard');
  const text = await readFile(path.join(folder, 'requirement.txt'), 'utf8');
  const { generated } = await generate(text, path.join(folder, 'orchard.csv'), 'grade');
  return linesOfCode(generated);
}

/** Lines of `script.py` that are neither empty nor comments or docstrings. */
function linesOfCode({ files }: Generated): number {
  const text = files.get('script.py') ?? '';
  return (stripComments(text) ?? text).split('\n').filter((line) => line.trim() !== '').length;
}
