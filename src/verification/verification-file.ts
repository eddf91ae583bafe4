import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { isDraft, writeText, ownTable } from '../core/index.ts';
import { writeResults } from '../project/index.ts';
import type { VerifiedProject } from './verify.ts';

const NAME = 'verification.json';
/** Never part of what was proven: results of runs and what tools leave. */
const LEFT_OUT = new Set([NAME, 'artifacts', 'data', '__pycache__', '.git', '.pytest_cache']);
const MOST_LOG = 100_000;

/**
 * Writes `verification.json` at once, and what was measured into the project's README: verdict, log, versions, and the SHA-256 of every file it holds for.
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
    seed: await readSeed(directory),
    files: await hashFiles(directory),
    log: log.slice(-MOST_LOG),
  };
  writeText(path.join(directory, NAME), `${JSON.stringify(record, null, 2)}\n`);
}

/** SHA-256 of every plain file of a project, by relative path. */
export async function hashFiles(directory: string): Promise<Record<string, string>> {
  const hashes: Record<string, string> = ownTable({});
  const visit = async (folder: string): Promise<void> => {
    const entries = await readdir(path.join(directory, folder), { withFileTypes: true });
    for (const entry of entries.sort((one, other) => (one.name < other.name ? -1 : 1))) {
      const file = path.posix.join(folder, entry.name);
      if (LEFT_OUT.has(entry.name) || isDraft(entry.name)) continue;
      if (entry.isDirectory()) await visit(file);
      else if (entry.isFile()) {
        hashes[file] = createHash('sha256')
          .update(await readFile(path.join(directory, file)))
          .digest('hex');
      }
    }
  };
  await visit('');
  return hashes;
}

async function readSeed(directory: string): Promise<number | null> {
  const script = await readFile(path.join(directory, 'script.py'), 'utf8').catch(() => '');
  const seed = /^SEED = (\d+)$/m.exec(script)?.[1];
  return seed === undefined ? null : Number(seed);
}
