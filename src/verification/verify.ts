import { lstat, readdir, readFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { PlanRecord, SettledAsk, Verdict } from '../artifacts/index.ts';
import { DLCodeGenError, type Issue } from '../core/index.ts';
import { parsePlanRecord } from '../plan/index.ts';
import { judge, type VerifyLevel } from './checks.ts';
import type { RunEvidence } from './evidence.ts';
import { runHarness, type HarnessResult } from './harness-run.ts';
import { findWeights, pretrainedBackbones } from './pretrained-weights.ts';
import { preparePythonEnvironment, type PythonEnvironment } from './python-environment.ts';
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
  /** What confined the run; `none` where nothing was run or nothing confined it. */
  readonly sandbox: string;
}

/** Projects that share one process and its import of Keras. */
const CHUNK = 16;
const STEPS_SHOWN = 9;
const MOST_BYTES = 5_000_000;

interface Read {
  readonly request: VerifyRequest;
  readonly record: PlanRecord;
  readonly findings: StaticFindings;
  /** Backbones that start from pretrained weights. */
  readonly pretrained: readonly string[];
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
  const runs = sound.length;
  let done = 0;
  const tell = (text: string): void =>
    options.onProgress?.({ done, total: runs * STEPS_SHOWN, text });
  const signal = options.signal === undefined ? {} : { signal: options.signal };
  const environment = runs === 0 ? null : await preparePythonEnvironment({ tell, ...signal });
  const results: VerifiedProject[] = [];
  for (let at = 0; at < read.length; at += CHUNK) {
    const chunk = read.slice(at, at + CHUNK);
    const runnable = environment === null ? [] : chunk.filter(isSound);
    const harness =
      environment === null || runnable.length === 0
        ? null
        : await runChunk(runnable, options, environment, (text, isStep) => {
            tell(text);
            done += Number(isStep);
          });
    for (const project of chunk) {
      const run = harness?.runs[runnable.indexOf(project)] ?? null;
      const result = toResult(project, options.level, run, harness);
      results.push(result);
      await options.onVerified?.(result);
    }
  }
  return results;
}

async function runChunk(
  chunk: readonly Read[],
  options: VerifyOptions,
  environment: PythonEnvironment,
  tell: (text: string, isStep: boolean) => void,
): Promise<HarnessResult> {
  tell('importing Keras', false);
  return runHarness(
    chunk.map(({ request, record }) => ({ ...request, record })),
    {
      environment,
      level: options.level,
      unsandboxed: options.unsandboxed === true,
      jobs: options.jobs ?? Math.min(os.availableParallelism(), 8),
      ...(options.signal === undefined ? {} : { signal: options.signal }),
      onStep: (index, step) =>
        tell(`${path.basename(chunk[index]?.request.directory ?? '')}: ${step}`, true),
    },
  );
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
  { request, record, findings, ms }: Read,
  level: VerifyLevel,
  run: RunEvidence | null,
  harness: HarnessResult | null,
): VerifiedProject {
  const logs = Object.entries(run?.logs ?? {}).map(([step, log]) => `--- ${step}\n${log}`);
  return {
    directory: request.directory,
    verdict: judge({ record, findings, run }, level, ms),
    warnings: findings.warnings,
    asked: findings.asked,
    log: logs.join('\n'),
    versions: run === null ? {} : (harness?.versions ?? {}),
    sandbox: run === null ? 'none' : (harness?.sandbox ?? 'none'),
  };
}

async function readStatically(request: VerifyRequest): Promise<Read> {
  const began = performance.now();
  const plan = parsePlanRecord(await readProjectText(request.directory, 'plan.json'));
  if (!plan.ok) {
    const issues = plan.issues.map(({ path: field, message }) => `${field}: ${message}`);
    throw new DLCodeGenError('BAD_PLAN', `${request.directory}/plan.json: ${issues.join('; ')}`);
  }
  const files = new Map<string, string>();
  for (const folder of ['', 'tests']) {
    for (const name of await pythonFiles(path.join(request.directory, folder))) {
      const file = path.posix.join(folder, name);
      files.set(file, await readProjectText(request.directory, file));
    }
  }
  const findings = checkFiles(files, plan.value);
  return {
    request,
    record: plan.value,
    findings,
    pretrained: pretrainedBackbones(files),
    ms: Math.round(performance.now() - began),
  };
}

async function pythonFiles(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.filter((name) => name.endsWith('.py')).sort();
}

async function readProjectText(directory: string, file: string): Promise<string> {
  const full = path.join(directory, file);
  const status = await lstat(full).catch(() => null);
  if (status === null)
    throw new DLCodeGenError(
      'BAD_INPUT',
      `${directory} is no project of dlcodegen: it has no ${file}`,
    );
  if (!status.isFile() || status.size > MOST_BYTES) {
    throw new DLCodeGenError(
      'BAD_INPUT',
      `${full} is a symbolic link, no plain file or larger than ${MOST_BYTES} bytes; it is refused`,
    );
  }
  return readFile(full, 'utf8');
}
