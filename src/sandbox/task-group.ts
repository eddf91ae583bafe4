import { mkdirSync, readdirSync, readFileSync, rmdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { isAlive } from '../core/index.ts';

/** A group of the kernel that a run joins before it starts; in it no more tasks can be made than allowed. */
export interface TaskGroup {
  readonly folder: string;
  /** Whether a task was refused: a fork bomb may die of that before the watchdog has its turn. */
  readonly wasFull: () => boolean;
  readonly remove: () => Promise<void>;
}

const ROOT = '/sys/fs/cgroup';
const OWNER = /^dlcodegen-(\d+)-\d+$/;
const REMOVE_TRIES = 50;
const REMOVE_PAUSE_MS = 20;
let made = 0;

/**
 * Makes a control group that bounds processes and threads together; null where this user may not.
 * The watchdog alone is too slow for a fork bomb on a busy machine (tried: 14,000 processes before it got
 * its turn, and other programs could start none).
 */
export function makeTaskGroup(mostTasks: number): TaskGroup | null {
  for (const parent of parents()) {
    removeLeftovers(parent);
    made += 1;
    const folder = path.join(parent, `dlcodegen-${process.pid}-${made}`);
    try {
      mkdirSync(folder);
      writeFileSync(path.join(folder, 'pids.max'), String(mostTasks));
      const wasFull = (): boolean =>
        /^max [1-9]/m.test(readQuietly(path.join(folder, 'pids.events')));
      return { folder, wasFull, remove: () => removeGroup(folder) };
    } catch {
      removeQuietly(folder);
    }
  }
  return null;
}

/** Groups below which ours may be made: the one of version 1, else the parent of our own in version 2. */
function parents(): string[] {
  const own = readQuietly('/proc/self/cgroup')
    .split('\n')
    .map((line) => line.split(':'));
  const first = own.find(([, controllers]) => controllers?.split(',').includes('pids'));
  const second = own.find(([, controllers]) => controllers === '');
  const unified = [
    path.join(ROOT, second?.[2] ?? ''),
    path.join(ROOT, path.dirname(second?.[2] ?? '/')),
  ];
  return [
    ...(first === undefined ? [] : [path.join(ROOT, 'pids', first[2] ?? '')]),
    ...unified.filter((folder) =>
      readQuietly(path.join(folder, 'cgroup.subtree_control')).includes('pids'),
    ),
  ];
}

/** How many tasks this user has; the system's own limit counts them all, on older kernels. */
export function countTasks(): number {
  const uid = process.getuid?.();
  let tasks = 0;
  for (const id of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      if (statSync(`/proc/${id}`).uid === uid) tasks += readdirSync(`/proc/${id}/task`).length;
    } catch {
      continue; // it ended while it was read about
    }
  }
  return tasks;
}

/** The kernel lets go of a group a moment after its last process has ended. */
async function removeGroup(folder: string): Promise<void> {
  for (let tries = 0; tries < REMOVE_TRIES && !removeQuietly(folder); tries += 1)
    await wait(REMOVE_PAUSE_MS);
}

function removeLeftovers(parent: string): void {
  for (const name of listQuietly(parent)) {
    const owner = OWNER.exec(name)?.[1];
    if (owner !== undefined && !isAlive(Number(owner))) removeQuietly(path.join(parent, name));
  }
}

function removeQuietly(folder: string): boolean {
  try {
    rmdirSync(folder);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT';
  }
}

function readQuietly(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function listQuietly(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
