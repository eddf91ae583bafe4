import { copyFile, mkdir, realpath, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import * as z from 'zod';
import type { FactValue, PlanRecord } from '../artifacts/index.ts';
import { DLCodeGenError, PACKAGE_ROOT, ownTable } from '../core/index.ts';
import { copyInto, createScratch, runSandboxed, type Limits } from '../sandbox/index.ts';
import type { VerifyLevel } from './checks.ts';
import { readRun, type RunEvidence, type StepEnd } from './evidence.ts';
import { linkWeights } from './pretrained-weights.ts';
import type { PythonEnvironment } from './python-environment.ts';

/** A project that the harness runs. */
export interface HarnessProject {
  readonly directory: string;
  readonly record: PlanRecord;
  /** The user's data; made data where there are none. */
  readonly data?: string;
}

export interface HarnessOptions {
  readonly environment: PythonEnvironment;
  readonly level: VerifyLevel;
  readonly unsandboxed: boolean;
  readonly jobs: number;
  readonly signal?: AbortSignal;
  readonly onStep: (index: number, step: string) => void;
}

export interface HarnessResult {
  readonly runs: readonly RunEvidence[];
  readonly versions: Readonly<Record<string, string>>;
  readonly sandbox: string;
}

/** Steps of every level; what each needs first stands in python/harness.py. */
const SMOKE_STEPS = [
  'train',
  'inspect',
  'reload',
  'evaluate',
  'predict',
  'script',
  'tests',
  'explore',
];
const FULL_STEPS = ['train_fully', 'evaluate_fully'];
const MADE_ITEMS = 48;
/** Of large images fewer items are read: about so many pixels a split. */
const ITEMS_PER_SPLIT = { most: 24, least: 8, pixels: 24 * 160 * 160 } as const;
/** On a machine of its own; on a busy one steps may take as many times longer as there is work for each processor. */
const STEP_SECONDS = 400;
const FULL_SECONDS = 3600;
const MOST_PATIENCE = 4;
const GIBIBYTE = 2 ** 30;
const PROJECT_BOUNDS = {
  mostBytes: 50_000_000,
  mostFiles: 500,
  skip: new Set(['artifacts', '__pycache__', '.git', 'data', '.pytest_cache']),
};

const EVENT = z.object({
  event: z.enum(['imported', 'start', 'end', 'done', 'finished']),
  project: z.string().optional(),
  step: z.string().optional(),
  exit: z.number().optional(),
  ms: z.number().optional(),
  timeout: z.boolean().optional(),
  versions: z.record(z.string(), z.string()).optional(),
});

/**
 * Runs several projects in one confined process that imports Keras once. Each project is copied; the user's
 * data are only read.
 * Errors: ENVIRONMENT (no sandbox), BAD_INPUT (a symbolic link in the project), BAD_DATA (no such data), INTERRUPTED.
 */
export async function runHarness(
  projects: readonly HarnessProject[],
  options: HarnessOptions,
): Promise<HarnessResult> {
  const scratch = await createScratch();
  try {
    const readOnly = [path.join(PACKAGE_ROOT, 'python'), ...options.environment.folders];
    const rows: unknown[] = [];
    for (const [index, project] of projects.entries()) {
      const work = path.join(scratch.folder, String(index));
      await copyInto(project.directory, path.join(work, 'project'), PROJECT_BOUNDS);
      const data =
        project.data === undefined ? null : await placeData(project.data, work, readOnly);
      rows.push(jobRow(project, index, work, data, options.level));
    }
    const home = path.join(scratch.folder, 'home');
    await mkdir(home);
    readOnly.push(...(await linkWeights(home)));
    const job = path.join(scratch.folder, 'job.json');
    await writeFile(job, JSON.stringify({ threads: 1, lanes: options.jobs, projects: rows }));
    const steps = projects.map(() => new Map<string, StepEnd>());
    let versions: Record<string, string> = ownTable({});
    const result = await runSandboxed({
      command: options.environment.python,
      args: ['-B', path.join(PACKAGE_ROOT, 'python', 'harness.py'), job],
      readOnly,
      writable: [scratch.folder],
      workingDirectory: scratch.folder,
      environment: { PATH: '/usr/bin:/bin', HOME: home, LANG: 'C.UTF-8', TMPDIR: '/tmp' },
      limits: limitsFor(projects.length, options.level),
      unsandboxed: options.unsandboxed,
      ...(options.signal === undefined ? {} : { signal: options.signal }),
      onLine: (line, stream) => {
        const event = stream === 'stdout' ? readEvent(line) : null;
        if (event?.versions !== undefined) versions = event.versions;
        const { project, step } = event ?? {};
        if (project === undefined || step === undefined) return;
        const index = Number(project);
        if (event?.event === 'end') {
          steps[index]?.set(step, {
            exit: event.exit ?? 1,
            ms: event.ms ?? 0,
            timeout: event.timeout ?? false,
          });
        }
        if (event?.event === 'start') options.onStep(index, step);
      },
    });
    const broken =
      result.exit === 0
        ? null
        : (result.exceeded ?? `the run ended: ${result.stderr.trim().split('\n').at(-1) ?? ''}`);
    const runs = await Promise.all(
      steps.map((ends, index) => readRun(path.join(scratch.folder, String(index)), ends, broken)),
    );
    return { runs, versions, sandbox: result.sandbox };
  } finally {
    await scratch.remove();
  }
}

function jobRow(
  project: HarnessProject,
  index: number,
  work: string,
  data: string | null,
  level: VerifyLevel,
) {
  const { record } = project;
  if (data === null && record.data === null) {
    throw new DLCodeGenError(
      'BAD_PLAN',
      `${project.directory}/plan.json says nothing of the data (Data); name them with --data`,
    );
  }
  return {
    id: String(index),
    project: path.join(work, 'project'),
    work,
    data,
    made: data === null ? { ...record.data, count: MADE_ITEMS } : null,
    limit: itemsPerSplit(record.data?.facts['IMAGE_SIZE']),
    seconds: { step: STEP_SECONDS * patience(), full: FULL_SECONDS * patience() },
    steps: [
      ...(data === null ? ['make_data'] : []),
      ...SMOKE_STEPS,
      ...(level === 'full' ? FULL_STEPS : []),
    ],
  };
}

function itemsPerSplit(size: FactValue | undefined): number {
  const { most, least, pixels } = ITEMS_PER_SPLIT;
  if (!Array.isArray(size)) return most;
  const fit = Math.floor(pixels / (Number(size[0]) * Number(size[1])));
  return Math.max(least, Math.min(most, fit));
}

/** A folder is read where it is; a file alone is copied, so that its neighbours stay unseen. */
async function placeData(data: string, work: string, readOnly: string[]): Promise<string> {
  const real = await realpath(data).catch(() => {
    throw new DLCodeGenError('BAD_DATA', `no such data: ${data}`);
  });
  if ((await stat(real)).isDirectory()) {
    readOnly.push(real);
    return real;
  }
  const folder = path.join(work, 'data');
  await mkdir(folder, { recursive: true });
  await copyFile(real, path.join(folder, path.basename(data)));
  return folder;
}

function patience(): number {
  const load = (os.loadavg()[0] ?? 0) / os.availableParallelism();
  return Math.max(1, Math.min(MOST_PATIENCE, load));
}

function limitsFor(count: number, level: VerifyLevel): Limits {
  const seconds = count * STEP_SECONDS * 4 + (level === 'full' ? count * 2 * FULL_SECONDS : 0);
  return {
    memoryBytes: Math.max(4 * GIBIBYTE, Math.min(16 * GIBIBYTE, Math.floor(os.totalmem() * 0.75))),
    cpuSeconds: level === 'full' ? 8 * FULL_SECONDS : 8 * STEP_SECONDS,
    fileBytes: 4 * GIBIBYTE,
    diskBytes: 8 * GIBIBYTE,
    processes: 128,
    wallMs: seconds * patience() * 1000,
    tmpBytes: GIBIBYTE,
  };
}

function readEvent(line: string): z.infer<typeof EVENT> | null {
  try {
    return EVENT.safeParse(JSON.parse(line)).data ?? null;
  } catch {
    return null; // no event, whatever it is
  }
}
