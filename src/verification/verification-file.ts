import * as z from 'zod';
import { DLCodeGenError, readInside, writeInside } from '../core/index.ts';
import { writeResults } from '../project/index.ts';
import { changedFiles, hashFiles, hashOf, VERIFICATION_FILE } from './hash-files.ts';
import type { VerifiedProject } from './verify.ts';

const README = 'README.md';
const MOST_RECORD = 20_000_000;
const MOST_SCRIPT = 5_000_000;
const MOST_LOG = 100_000;

/**
 * Writes `verification.json` at once, and what was measured into the project's README: verdict, log, versions, and the SHA-256 of every file it
 * holds for, taken before the run (the README, which nothing runs, as it stands after).
 * Another run on the same files differs in times only.
 */
export async function writeVerification(directory: string, result: VerifiedProject): Promise<void> {
  const { verdict, asked, warnings, versions, sandbox, log } = result;
  await writeResults(directory, verdict);
  const record = {
    passed: verdict.passed,
    stages: verdict.stages,
    agreement: verdict.agreement,
    asked,
    warnings,
    sandbox,
    versions: { node: process.versions.node, ...versions },
    seed: readSeed(directory),
    files: filesOf(directory, result),
    log: log.slice(-MOST_LOG),
  };
  writeInside(directory, VERIFICATION_FILE, `${JSON.stringify(record, null, 2)}\n`);
}

const RECORD = z.object({
  passed: z.boolean(),
  agreement: z.record(z.string(), z.unknown()),
  files: z.record(z.string(), z.string()),
});

export interface ReadVerification {
  readonly passed: boolean;
  readonly agreement: Readonly<Record<string, unknown>>;
  /** Files that are other than those that were verified, new or gone: what is recorded does not hold for them. */
  readonly changed: readonly string[];
}

/** The record of a project's last verification; null where there is none. Errors: BAD_INPUT. */
export async function readVerification(directory: string): Promise<ReadVerification | null> {
  const text = readInside(directory, VERIFICATION_FILE, MOST_RECORD);
  if (text === null) return null;
  const record = RECORD.safeParse(parseJson(text));
  if (!record.success) {
    const reason = z.prettifyError(record.error);
    throw new DLCodeGenError('BAD_INPUT', `${directory}/${VERIFICATION_FILE}: ${reason}`);
  }
  const { passed, agreement, files } = record.data;
  return { passed, agreement, changed: changedFiles(files, await hashFiles(directory)) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function filesOf(directory: string, { files }: VerifiedProject): VerifiedProject['files'] {
  const readme = readInside(directory, README, MOST_RECORD);
  return readme === null ? files : { ...files, [README]: hashOf(readme) };
}

function readSeed(directory: string): number | null {
  const script = readInside(directory, 'script.py', MOST_SCRIPT) ?? '';
  const seed = /^SEED = (\d+)$/m.exec(script)?.[1];
  return seed === undefined ? null : Number(seed);
}
