import { existsSync, rmSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { DLCodeGenError, isAlive } from '../core/index.ts';
import {
  addCalls,
  MANIFEST,
  NO_CALLS,
  RUN_EVENT,
  type Manifest,
  type RunEvent,
  type RunStatus,
  type Totals,
} from './manifest.ts';

export interface RunSummary {
  readonly manifest: Manifest;
  readonly status: RunStatus;
  readonly totals: Totals;
}

export interface RunDetails extends RunSummary {
  readonly events: readonly RunEvent[];
  /** What each task and method took, in the order of their first events. */
  readonly parts: readonly RunPart[];
}

export interface RunPart {
  readonly task: string;
  readonly method: string;
  readonly totals: Totals;
  /** That of the last stage; "" where none has ended. */
  readonly outcome: string;
  readonly message: string;
}

const ID = /^\d{17}-[0-9a-f]{6}$/;

/** All runs below a folder, the newest first. A run whose manifest cannot be read is left out. */
export async function listRuns(folder: string): Promise<readonly RunSummary[]> {
  const names = existsSync(folder) ? await readdir(folder) : [];
  const ids = names
    .filter((name) => ID.test(name))
    .toSorted()
    .toReversed();
  const runs = await Promise.all(ids.map(async (id) => summarize(path.join(folder, id))));
  return runs.filter((run) => run !== null);
}

/** One run with its events. Errors: BAD_INPUT where there is none of this id. */
export async function readRun(folder: string, id: string): Promise<RunDetails> {
  const place = placeOf(folder, id);
  const run = await summarize(place);
  if (run === null) throw new DLCodeGenError('BAD_INPUT', `the manifest of run ${id} is damaged`);
  const events = await readEvents(place);
  return { ...run, events, parts: partsOf(events) };
}

/** Takes the record of a run away; its replies stay in the cache. Errors: BAD_INPUT (no such run, or it goes on). */
export async function removeRun(folder: string, id: string): Promise<void> {
  const place = placeOf(folder, id);
  if ((await summarize(place))?.status === 'running')
    throw new DLCodeGenError('BAD_INPUT', `run ${id} is still running`);
  rmSync(place, { recursive: true });
}

function placeOf(folder: string, id: string): string {
  const place = path.join(folder, id);
  if (ID.test(id) && existsSync(place)) return place;
  throw new DLCodeGenError(
    'BAD_INPUT',
    `no run "${id}" in ${folder}; dlcodegen runs list names those that are there`,
  );
}

async function summarize(place: string): Promise<RunSummary | null> {
  const manifest = await readManifest(path.join(place, 'manifest.json'));
  if (manifest === null) return null;
  const { ended, process: id } = manifest;
  if (ended !== undefined) return { manifest, status: ended.outcome, totals: ended.totals };
  const totals = (await readEvents(place)).reduce(addCalls, NO_CALLS);
  return { manifest, status: isAlive(id) ? 'running' : 'killed', totals };
}

async function readManifest(file: string): Promise<Manifest | null> {
  try {
    return MANIFEST.safeParse(JSON.parse(await readFile(file, 'utf8'))).data ?? null;
  } catch {
    return null;
  }
}

/** Lines that are whole; a killed process may have torn the last. */
async function readEvents(place: string): Promise<RunEvent[]> {
  const text = await readFile(path.join(place, 'events.jsonl'), 'utf8').catch(() => '');
  return text.split('\n').flatMap((line) => {
    try {
      return RUN_EVENT.safeParse(JSON.parse(line)).data ?? [];
    } catch {
      return [];
    }
  });
}

function partsOf(events: readonly RunEvent[]): RunPart[] {
  const groups = Map.groupBy(events, ({ task, method }) => JSON.stringify([task, method]));
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const last = group.findLast(({ kind }) => kind === 'stage');
    return {
      task: first.task,
      method: first.method,
      totals: group.reduce(addCalls, NO_CALLS),
      outcome: last?.outcome ?? '',
      message: last?.message ?? '',
    };
  });
}
