import { randomBytes } from 'node:crypto';
import { appendFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DLCodeGenError, ERRORS, makeFolders, writeText, type Result } from '../core/index.ts';
import { callKey, type LanguageModel, type Question, type Reply } from '../llm/index.ts';
import {
  addCalls,
  NO_CALLS,
  type CallEvent,
  type Manifest,
  type RunEvent,
  type StageEvent,
  type Totals,
} from './manifest.ts';

export interface RunOptions extends Pick<
  Manifest,
  'command' | 'asked' | 'model' | 'methods' | 'seed' | 'options'
> {
  /** Folder of all runs. */
  readonly folder: string;
  /** Version of this package. */
  readonly version: string;
}

/** An event before it has a time. */
export type NewEvent = Omit<CallEvent, 'time'> | Omit<StageEvent, 'time'>;

/** A run that goes on. */
export interface Run {
  readonly id: string;
  /** Appends one line; a killed process loses no earlier one. */
  readonly record: (event: NewEvent) => void;
  readonly totals: () => Totals;
}

/** Kept in the same order, and named once. */
const [MANIFEST_FILE, EVENTS_FILE] = ['manifest.json', 'events.jsonl'] as const;

/**
 * Does the work of a command as a run with a folder of its own; its exit status.
 * Errors: BAD_INPUT where the folder cannot be written; those of the work, which end the run's record with their code.
 */
export async function recordRun(
  { folder, version, options, ...asked }: RunOptions,
  work: (run: Run) => Promise<number>,
): Promise<number> {
  const started = new Date();
  const id = `${started.toISOString().replaceAll(/\D/g, '').slice(0, 17)}-${randomBytes(3).toString('hex')}`;
  const place = path.join(folder, id);
  const manifest: Manifest = {
    id,
    ...asked,
    started: started.toISOString(),
    process: process.pid,
    versions: { dlcodegen: version, node: process.versions.node },
    options: Object.fromEntries(
      Object.entries(options).map(([name, value]) => [name, withoutPassword(value)]),
    ),
  };
  const manifestFile = path.join(place, MANIFEST_FILE);
  const eventsFile = path.join(place, EVENTS_FILE);
  makeFolders(place);
  writeText(manifestFile, render(manifest));
  writeFileSync(eventsFile, '');
  let totals = NO_CALLS;
  const run: Run = {
    id,
    totals: () => totals,
    record: (event) => {
      const timed: RunEvent = { time: new Date().toISOString(), ...event };
      totals = addCalls(totals, timed);
      appendFileSync(eventsFile, `${JSON.stringify(timed)}\n`);
    },
  };
  const end = (outcome: string, exit: number): void => {
    const ended = { time: new Date().toISOString(), outcome, exit, totals };
    writeText(manifestFile, render({ ...manifest, ended }));
  };
  try {
    const exit = await work(run);
    end(exit === 0 ? 'done' : nameOf(exit), exit);
    return exit;
  } catch (error) {
    const code = error instanceof DLCodeGenError ? error.code : 'UNEXPECTED';
    end(code, ERRORS[code].exit);
    throw error;
  }
}

/** A question and what came of it, as an event. */
export function toCallEvent(
  model: Pick<LanguageModel, 'name' | 'server'>,
  question: Question,
  reply: Result<Reply>,
): Omit<CallEvent, 'time' | 'task' | 'method'> {
  const shared = {
    kind: 'call',
    stage: question.stage,
    call: callKey(model, question),
  } as const;
  if (!reply.ok) {
    const [issue] = reply.issues;
    return {
      ...shared,
      outcome: issue?.code ?? 'UNEXPECTED',
      message: issue?.message ?? '',
      input: null,
      output: null,
      cost: null,
      seconds: 0,
      isCached: false,
    };
  }
  const { usage, cost, ms, isCached, warnings } = reply.value;
  return {
    ...shared,
    outcome: 'replied',
    message: warnings.join('; '),
    input: usage?.input ?? null,
    output: usage?.output ?? null,
    cost,
    seconds: ms / 1000,
    isCached,
  };
}

/** What the exit status of a run that ended by itself stands for. */
function nameOf(exit: number): string {
  const known = Object.entries(ERRORS).find(([, error]) => error.exit === exit);
  return known?.[0] ?? 'UNEXPECTED';
}

/** An address may hold a password. */
function withoutPassword(value: string | boolean): string | boolean {
  const address = typeof value === 'string' && value.includes('@') ? URL.parse(value) : null;
  if (address === null || (address.username === '' && address.password === '')) return value;
  address.username = '';
  address.password = '';
  return address.href;
}

function render(manifest: Manifest): string {
  return `${JSON.stringify(manifest, null, 1)}\n`;
}
