import { existsSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { DLCodeGenError, isAlive, readInside } from '../core/index.ts';
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
/** Of an evaluation of a million calls, all events are read. Units: bytes. */
const MOST_EVENTS = 500_000_000;
const MOST_MANIFEST = 1_000_000;

/**
 * All runs below a folder, the newest first. A run whose files cannot be read is left out.
 * Errors: BAD_INPUT (no folder).
 */
export function listRuns(folder: string): readonly RunSummary[] {
  const ids = namesIn(folder)
    .filter((name) => ID.test(name))
    .toSorted()
    .toReversed();
  return ids.map((id) => summarize(folder, id)).filter((run) => run !== null);
}

function namesIn(folder: string): readonly string[] {
  try {
    return existsSync(folder) ? readdirSync(folder) : [];
  } catch (cause) {
    throw new DLCodeGenError('BAD_INPUT', `${folder} is no folder of runs`, { cause });
  }
}

/** One run with its events. Errors: BAD_INPUT where there is none of this id, or its record is damaged. */
export function readRun(folder: string, id: string): RunDetails {
  refuseUnknown(folder, id);
  const run = summarize(folder, id);
  if (run === null) throw new DLCodeGenError('BAD_INPUT', `the record of run ${id} is damaged`);
  const events = readEvents(folder, id);
  return { ...run, events, parts: partsOf(events) };
}

/** Takes the record of a run away; its replies stay in the cache. Errors: BAD_INPUT (no such run, or it goes on). */
export function removeRun(folder: string, id: string): void {
  refuseUnknown(folder, id);
  if (summarize(folder, id)?.status === 'running')
    throw new DLCodeGenError('BAD_INPUT', `run ${id} is still running`);
  rmSync(path.join(folder, id), { recursive: true });
}

function refuseUnknown(folder: string, id: string): void {
  if (ID.test(id) && existsSync(path.join(folder, id))) return;
  throw new DLCodeGenError(
    'BAD_INPUT',
    `no run "${id}" in ${folder}; dlcodegen runs list names those that are there`,
  );
}

function summarize(folder: string, id: string): RunSummary | null {
  const manifest = readManifest(folder, id);
  if (manifest === null) return null;
  const { ended, process: own } = manifest;
  if (ended !== undefined) return { manifest, status: ended.outcome, totals: ended.totals };
  try {
    const totals = readEvents(folder, id).reduce(addCalls, NO_CALLS);
    return { manifest, status: isAlive(own) ? 'running' : 'killed', totals };
  } catch {
    return null;
  }
}

function readManifest(folder: string, id: string): Manifest | null {
  try {
    const text = readInside(folder, `${id}/manifest.json`, MOST_MANIFEST);
    return MANIFEST.safeParse(JSON.parse(text ?? '')).data ?? null;
  } catch {
    return null;
  }
}

/** Lines that are whole; a killed process may have torn the last. Errors: BAD_INPUT (a link or a pipe, too large). */
function readEvents(folder: string, id: string): RunEvent[] {
  const text = readInside(folder, `${id}/events.jsonl`, MOST_EVENTS) ?? '';
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
