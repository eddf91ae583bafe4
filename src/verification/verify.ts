import { realpathSync, statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { PlanRecord, SettledAsk, Verdict } from '../artifacts/index.ts';
import {
  DLCodeGenError,
  PACKAGE_ROOT,
  shellWord,
  type ErrorCode,
  type Issue,
} from '../core/index.ts';
import { findUnreadable } from '../sandbox/index.ts';
import { readProjectFile, readProjectPlan } from '../project/index.ts';
import { judge, type VerifyLevel } from './checks.ts';
import { limitsFor, runHarness, type HarnessResult } from './harness-run.ts';
import { changedFiles, hashFiles } from './hash-files.ts';
import { startJudge } from './judge-run.ts';
import { findWeights, kerasHome, pretrainedBackbones } from './pretrained-weights.ts';
import { preparePythonEnvironment } from './python-environment.ts';
import { checkFiles, type StaticFindings } from './static-checks.ts';

export type { VerifyLevel } from './checks.ts';

export interface VerifyRequest {
  readonly directory: string;
  /** File or folder with the user's data. */
  readonly data?: string;
}

export interface VerifyProgress {
  /** Steps done and to do, over all projects. */
  readonly done: number;
  readonly total: number;
  readonly text: string;
}

export interface VerifyOptions {
  /** static: S0, S1, no Python; smoke: S0-S6; full: and S7. */
  readonly level: VerifyLevel;
  /** Run generated code on this machine as the user. Only a person at the command line may say so. */
  readonly unsandboxed?: boolean;
  /** Steps that run at once. */
  readonly jobs?: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: VerifyProgress) => void;
  /** Called with each result as soon as it is known, in the order of the requests. */
  readonly onVerified?: (project: VerifiedProject) => Promise<void>;
}

export interface VerifiedProject {
  readonly directory: string;
  readonly verdict: Verdict;
  /** What the requirement states, `done` only where the project still shows it. */
  readonly asked: readonly SettledAsk[];
  /** Pitfalls in the code; they fail no stage. */
  readonly warnings: readonly Issue[];
  /** What every step printed, its end. */
  readonly log: string;
  readonly versions: Readonly<Record<string, string>>;
  /** SHA-256 of every file that the verdict holds for, taken before anything was run. */
  readonly files: Readonly<Record<string, string>>;
  /** What confined the run; `none` where nothing was run or nothing confined it. */
  readonly sandbox: string;
}

/** Most projects that run at once; each has a sandbox and an import of Keras of its own. */
const MOST_LANES = 8;
const STEPS_SHOWN = 9;
const MOST_BYTES = 5_000_000;

interface Read {
  readonly request: VerifyRequest;
  readonly record: PlanRecord;
  readonly findings: StaticFindings;
  /** Backbones that start from pretrained weights. */
  readonly pretrained: readonly string[];
  readonly files: Readonly<Record<string, string>>;
  readonly ms: number;
}

/**
 * Verifies projects, results in the order of the requests. A project that fails is a verdict, not an error.
 *
 * Paper: none, DESIGN 6. Errors: BAD_INPUT (no project, a symbolic link in it), BAD_PLAN, BAD_DATA,
 * ENVIRONMENT (Python, the sandbox or pretrained weights cannot be had), INTERRUPTED.
 */
export async function verifyProjects(
  requests: readonly VerifyRequest[],
  options: VerifyOptions,
): Promise<readonly VerifiedProject[]> {
  const read: Read[] = [];
  for (const request of requests) read.push(await readStatically(request));
  const sound = options.level === 'static' ? [] : read.filter(isSound);
  for (const project of sound) refuseMissingWeights(project);
  let done = 0;
  const tell = (text: string): void =>
    options.onProgress?.({ done, total: sound.length * STEPS_SHOWN, text });
  const count = (project: Read, step: string): void => {
    tell(`${path.basename(project.request.directory)}: ${step}`);
    done += 1;
  };
  const runs = sound.length === 0 ? null : await startRuns(sound, options, tell, count);
  const results: VerifiedProject[] = [];
  try {
    for (const project of read) {
      const harness = (await runs?.of(project)) ?? null;
      const result = toResult(project, options.level, harness);
      results.push(result);
      await options.onVerified?.(result);
    }
  } finally {
    await runs?.close();
  }
  return results;
}

interface Runs {
  /** Null for a project that is not run. */
  readonly of: (project: Read) => Promise<HarnessResult | null>;
  /** Ends what still runs, and waits for it. */
  readonly close: () => Promise<void>;
}

/** Runs projects in the order given, several at once where the machine has the processors, each in a sandbox of its own. */
async function startRuns(
  projects: readonly Read[],
  options: VerifyOptions,
  tell: (text: string) => void,
  count: (project: Read, step: string) => void,
): Promise<Runs> {
  const stop = new AbortController();
  const signal = AbortSignal.any([stop.signal, ...(options.signal ? [options.signal] : [])]);
  const environment = await preparePythonEnvironment({ tell, signal });
  if (options.unsandboxed !== true) await refuseUnreadable(projects, environment.folders);
  tell('importing Keras');
  const unsandboxed = options.unsandboxed === true;
  const jobs = options.jobs ?? Math.min(os.availableParallelism(), MOST_LANES);
  const atOnce = Math.min(jobs, projects.length);
  const limits = limitsFor(projects.length, options.level);
  const judge = await startJudge({ environment, unsandboxed, limits, signal });
  const lanes = Math.max(1, Math.floor(jobs / atOnce));
  const run = runOne(
    { environment, level: options.level, unsandboxed, judge, lanes, signal },
    count,
  );
  const started = new Map<Read, Promise<HarnessResult>>();
  const workers = Array.from({ length: atOnce }, () => Promise.resolve());
  for (const [at, project] of projects.entries()) {
    const before = workers[at % atOnce] ?? Promise.resolve();
    const result = before.then(() => run(project));
    started.set(project, result);
    workers[at % atOnce] = result.then(
      () => undefined,
      () => undefined, // thrown where its turn comes
    );
  }
  return {
    of: async (project) => started.get(project) ?? null,
    close: async () => {
      stop.abort();
      await Promise.all(workers);
      await judge.close();
    },
  };
}

/** Started by root, the code runs as another user, who may be refused what root may read; it is not to blame for that. */
async function refuseUnreadable(
  projects: readonly Read[],
  environment: readonly string[],
): Promise<void> {
  const weights = findWeights().size === 0 ? [] : [kerasHome()];
  const folders = [path.join(PACKAGE_ROOT, 'python'), ...environment, ...weights];
  const ours = await findUnreadable(folders, 1);
  if (ours !== null) throw unreadable('ENVIRONMENT', ours);
  // A single file is copied, and the copy handed over.
  const data = projects.flatMap(({ request }) =>
    statSync(request.data ?? '', { throwIfNoEntry: false })?.isDirectory() === true
      ? realpathSync(request.data ?? '')
      : [],
  );
  const theirs = await findUnreadable([...new Set(data)]);
  if (theirs !== null) throw unreadable('BAD_DATA', theirs);
}

function unreadable(code: ErrorCode, place: string): DLCodeGenError {
  return new DLCodeGenError(
    code,
    `${place} can be read by root alone, and generated code does not run as root: let others read it, e.g. chmod -R o+rX ${shellWord(path.dirname(place))}`,
  );
}

function runOne(
  options: Omit<Parameters<typeof runHarness>[1], 'onStep'>,
  count: (project: Read, step: string) => void,
) {
  return async (project: Read): Promise<HarnessResult> => {
    const { request, record, files } = project;
    const onStep = (step: string): void => count(project, step);
    const result = await runHarness({ ...request, record }, { ...options, onStep });
    const changed = changedFiles(files, result.files);
    if (changed.length === 0) return result;
    throw new DLCodeGenError(
      'BAD_INPUT',
      `${request.directory} was changed while it was verified: ${changed.join(', ')}`,
    );
  };
}

function isSound({ findings }: Read): boolean {
  return findings.syntax.length === 0 && findings.imports.length === 0;
}

/** Nothing is downloaded in a run, and a project is not to blame for what this machine has not. */
function refuseMissingWeights({ request, pretrained }: Read): void {
  if (pretrained.length === 0) return;
  const found = findWeights();
  const missing = pretrained.filter((name) => !found.has(name)).join(' ');
  if (missing === '') return;
  throw new DLCodeGenError(
    'ENVIRONMENT',
    `${request.directory} starts from pretrained weights that are not in the cache; get them by: dlcodegen doctor --fetch-weights ${missing}`,
  );
}

function toResult(
  { request, record, findings, files, ms }: Read,
  level: VerifyLevel,
  harness: HarnessResult | null,
): VerifiedProject {
  const run = harness?.run ?? null;
  const logs = Object.entries(run?.logs ?? {}).map(([step, log]) => `--- ${step}\n${log}`);
  return {
    directory: request.directory,
    verdict: judge({ record, findings, run }, level, ms),
    warnings: findings.warnings,
    asked: findings.asked,
    log: logs.join('\n'),
    files,
    versions: harness?.versions ?? {},
    sandbox: harness?.sandbox ?? 'none',
  };
}

async function readStatically(request: VerifyRequest): Promise<Read> {
  const began = performance.now();
  const record = await readProjectPlan(request.directory, MOST_BYTES);
  const files = new Map<string, string>();
  for (const folder of ['', 'tests']) {
    for (const name of await pythonFiles(path.join(request.directory, folder))) {
      const file = path.posix.join(folder, name);
      files.set(file, await readProjectFile(request.directory, file, MOST_BYTES));
    }
  }
  const findings = checkFiles(files, record);
  const hashes = await hashFiles(request.directory);
  return {
    request,
    record,
    findings,
    pretrained: pretrainedBackbones(files),
    files: hashes,
    ms: Math.round(performance.now() - began),
  };
}

async function pythonFiles(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.filter((name) => name.endsWith('.py')).sort();
}
