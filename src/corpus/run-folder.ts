import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { DLCodeGenError, isAlive, makeFolders, writeText } from '../core/index.ts';

/** Changes with the rules of reading and judging: a run of other rules is not gone on with. */
const RULES = 1;
const WAITS = 20;
const WAIT_MS = 50;

/** Files of a run's folder. `journal` is what a run goes on from; the others are written at its end. */
export interface RunFolder {
  readonly notebooks: string;
  readonly pairs: string;
  readonly summary: string;
  /** A line an input, in order. */
  readonly files: string;
  /** A line a kept program, in order. */
  readonly described: string;
  /** Answers of workers that stand not yet in these. */
  readonly shards: string;
  readonly close: () => void;
}

/**
 * Opens the folder of a run, new or begun. One process at a time has it.
 * Errors: BAD_INPUT (it holds something else, a run over other inputs or by other rules, or another process runs there).
 */
export async function openRunFolder(
  folder: string,
  options: {
    readonly places: readonly string[];
    readonly sources?: string;
    readonly threshold: number;
    readonly force: boolean;
  },
): Promise<RunFolder> {
  const journal = path.join(folder, 'journal');
  const settings = path.join(journal, 'settings.json');
  const owner = path.join(journal, 'owner');
  const run: RunFolder = {
    notebooks: path.join(folder, 'notebooks.jsonl'),
    pairs: path.join(folder, 'pairs.jsonl'),
    summary: path.join(folder, 'corpus.json'),
    files: path.join(journal, 'files.jsonl'),
    described: path.join(journal, `described-${options.threshold}.jsonl`),
    shards: path.join(journal, 'shards'),
    close: () => rmSync(owner, { force: true }),
  };
  const isRun = existsSync(settings);
  if (!isRun) refuseForeign(folder);
  await refuseTaken(owner, folder);
  if (isRun && options.force) {
    for (const name of [journal, run.notebooks, run.pairs, run.summary]) {
      rmSync(name, { recursive: true, force: true });
    }
  }
  const inputs = options.sources ?? options.places;
  const wanted = `${JSON.stringify({ rules: RULES, inputs })}\n`;
  makeFolders(journal);
  if (!existsSync(settings)) writeText(settings, wanted);
  else if (readFileSync(settings, 'utf8') !== wanted) {
    throw new DLCodeGenError(
      'BAD_INPUT',
      `${folder} holds a run over other inputs or by other rules (${settings}); name another folder, or --force replaces it`,
    );
  }
  writeText(owner, String(process.pid));
  return run;
}

/** What a killed run left before its settings stood is empty. */
function refuseForeign(folder: string): void {
  if (!existsSync(folder)) return;
  const names = listFolder(folder).filter((name) => name !== 'journal');
  if (names.length === 0) return;
  throw new DLCodeGenError(
    'BAD_INPUT',
    `${folder} is there and holds ${names.length} entries of something else; name a new folder`,
  );
}

function listFolder(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (cause) {
    throw new DLCodeGenError('BAD_INPUT', `cannot write ${folder}: ${String(cause)}`, { cause });
  }
}

/** A process that was killed a moment ago may take another to be gone. */
async function refuseTaken(owner: string, folder: string): Promise<void> {
  for (let wait = 0; wait < WAITS; wait += 1) {
    const id = readOwner(owner);
    if (id === null || id === process.pid || !isAlive(id)) return;
    await setTimeout(WAIT_MS);
  }
  throw new DLCodeGenError(
    'BAD_INPUT',
    `process ${readOwner(owner)} is mining into ${folder}; wait for it, or remove ${owner} where it is none`,
  );
}

function readOwner(owner: string): number | null {
  if (!existsSync(owner)) return null;
  const id = Number.parseInt(readFileSync(owner, 'utf8'), 10);
  return Number.isInteger(id) ? id : null;
}
