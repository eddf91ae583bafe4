import { copyFile, mkdir, realpath, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { FactValue, PlanRecord } from '../artifacts/index.ts';
import { DLCodeGenError, PACKAGE_ROOT } from '../core/index.ts';
import { copyInto, createScratch, runSandboxed, type Limits } from '../sandbox/index.ts';
import type { VerifyLevel } from './checks.ts';
import { readRun, type RunEvidence } from './evidence.ts';
import { readEvents } from './harness-events.ts';
import { hashFiles } from './hash-files.ts';
import type { Judge, Judgement } from './judge-run.ts';
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
  readonly judge: Judge;
  /** Steps that run at once. */
  readonly lanes: number;
  readonly signal?: AbortSignal;
  readonly onStep: (step: string) => void;
}

export interface HarnessResult {
  readonly run: RunEvidence;
  /** SHA-256 of every file of the copy, before it was run. */
  readonly files: Readonly<Record<string, string>>;
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
export const MADE_ITEMS = 48;
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

/**
 * Runs one project in a sandbox of its own: all its steps are forks of one process that imports Keras once. The project
 * is copied and the copy is run; the user's data are only read. What training left is judged in another sandbox.
 * Errors: ENVIRONMENT (no sandbox), BAD_INPUT (a symbolic link in the project), BAD_DATA (no such data), INTERRUPTED.
 */
export async function runHarness(
  project: HarnessProject,
  options: HarnessOptions,
): Promise<HarnessResult> {
  const scratch = await createScratch();
  try {
    const readOnly = [path.join(PACKAGE_ROOT, 'python'), ...options.environment.folders];
    const work = path.join(scratch.folder, '0');
    await copyInto(project.directory, path.join(work, 'project'), PROJECT_BOUNDS);
    const files = await hashFiles(path.join(work, 'project'));
    const data = project.data === undefined ? null : await placeData(project.data, work, readOnly);
    const row = jobRow(project, work, data, options.level);
    const home = path.join(scratch.folder, 'home');
    await mkdir(home);
    readOnly.push(...(await linkWeights(home)));
    const job = path.join(scratch.folder, 'job.json');
    await writeFile(job, JSON.stringify({ threads: 1, lanes: options.lanes, project: row }));
    const events = readEvents(row.steps);
    const asked: Promise<Judgement>[] = [];
    const result = await runSandboxed({
      command: options.environment.python,
      args: ['-B', path.join(PACKAGE_ROOT, 'python', 'harness.py'), job],
      readOnly,
      writable: [scratch.folder],
      workingDirectory: scratch.folder,
      environment: { PATH: '/usr/bin:/bin', HOME: home, LANG: 'C.UTF-8', TMPDIR: '/tmp' },
      limits: limitsFor(1, options.level),
      unsandboxed: options.unsandboxed,
      ...(options.signal === undefined ? {} : { signal: options.signal }),
      onChannelLine: (line) => {
        const step = events.take(line);
        if (step !== null) options.onStep(step);
        // The saved model is judged beside the steps that come after.
        if (asked.length === 0 && events.ends.get('reload')?.exit === 0)
          asked.push(options.judge.judge(work, row.seconds.step));
      },
    });
    const whole = result.exit === 0 && events.isFinished();
    const last = result.stderr.trim().split('\n').at(-1) ?? '';
    const broken = events.fault() ?? (whole ? null : (result.exceeded ?? `the run ended: ${last}`));
    const run = await readRun(work, events.ends, broken);
    const { sandbox } = result;
    return {
      run: { ...run, judgement: (await asked[0]) ?? null },
      files,
      versions: events.versions(),
      sandbox,
    };
  } finally {
    await scratch.remove();
  }
}

function jobRow(project: HarnessProject, work: string, data: string | null, level: VerifyLevel) {
  const { record } = project;
  if (data === null && record.data === null) {
    throw new DLCodeGenError(
      'BAD_PLAN',
      `${project.directory}/plan.json says nothing of the data (Data); name them with --data`,
    );
  }
  return {
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

/** Bounds of what runs `count` projects, or judges them. */
export function limitsFor(count: number, level: VerifyLevel): Limits {
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
