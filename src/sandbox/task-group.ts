import { mkdirSync, readdirSync, readFileSync, rmdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { isAlive } from '../core/index.ts';

/** Groups of the kernel that a run joins before it starts; in them it can make no more tasks and take no more memory. */
export interface TaskGroup {
  /** Files that take the id of a process that joins. */
  readonly joins: readonly string[];
  /** Which bound was met: a fork bomb may die of that before the watchdog has its turn. Null where none was. */
  readonly met: () => Controller | null;
  /** Controllers that hold. */
  readonly bounded: readonly Controller[];
  readonly remove: () => Promise<void>;
}

export type Bounds = Readonly<Record<Controller, number>>;

/** Files of each controller, in version 2 of control groups and in version 1, and what they say where the bound was met. */
const CONTROLLERS = {
  pids: {
    files: [
      ['pids.max', 'pids.events'],
      ['pids.max', 'pids.events'],
    ],
    met: /^max [1-9]/m,
  },
  memory: {
    files: [
      ['memory.max', 'memory.events'],
      ['memory.limit_in_bytes', 'memory.oom_control'],
    ],
    met: /^oom_kill [1-9]/m,
  },
} as const;
type Controller = keyof typeof CONTROLLERS;

const ROOT = '/sys/fs/cgroup';
const OWNER = /^dlcodegen-(\d+)-\d+$/;
const REMOVE_TRIES = 50;
const REMOVE_PAUSE_MS = 20;
let made = 0;

/**
 * Makes control groups that bound processes and threads together, and memory with files in memory; null where this user
 * may not bound tasks. Where only memory cannot be bound, the watchdog does it alone.
 * The watchdog is too slow for a fork bomb on a busy machine (tried: 14,000 processes before it got its turn, and other
 * programs could start none), and does not see shared memory.
 */
export function makeTaskGroup(bounds: Bounds): TaskGroup | null {
  made += 1;
  const name = `dlcodegen-${process.pid}-${made}`;
  const groups = (['pids', 'memory'] as const).flatMap(
    (controller) => makeGroup(controller, name, bounds[controller]) ?? [],
  );
  const folders = [...new Set(groups.map(({ folder }) => folder))];
  const remove = async (): Promise<void> => {
    for (const folder of folders) await removeGroup(folder);
  };
  if (groups[0]?.controller !== 'pids') {
    for (const folder of folders) removeQuietly(folder);
    return null;
  }
  return {
    joins: folders.map((folder) => path.join(folder, 'cgroup.procs')),
    bounded: groups.map(({ controller }) => controller),
    met: () => groups.find(({ isMet }) => isMet())?.controller ?? null,
    remove,
  };
}

interface Group {
  readonly controller: Controller;
  readonly folder: string;
  readonly isMet: () => boolean;
}

function makeGroup(controller: Controller, name: string, most: number): Group | null {
  const { files, met } = CONTROLLERS[controller];
  for (const { parent, version } of parents(controller)) {
    removeLeftovers(parent);
    const folder = path.join(parent, name);
    const [bound, events] = files[version];
    try {
      mkdirSync(folder, { recursive: true });
      writeFileSync(path.join(folder, bound), String(most));
      const isMet = (): boolean => met.test(readQuietly(path.join(folder, events)));
      return { controller, folder, isMet };
    } catch {
      removeQuietly(folder);
    }
  }
  return null;
}

/** Groups below which ours may be made: the one of version 1, else our own or its parent in version 2. */
function parents(controller: Controller): { parent: string; version: 0 | 1 }[] {
  const own = readQuietly('/proc/self/cgroup')
    .split('\n')
    .map((line) => line.split(':'));
  const first = own.find(([, controllers]) => controllers?.split(',').includes(controller));
  const second = own.find(([, controllers]) => controllers === '');
  const unified = [
    path.join(ROOT, second?.[2] ?? ''),
    path.join(ROOT, path.dirname(second?.[2] ?? '/')),
  ];
  return [
    ...(first === undefined
      ? []
      : [{ parent: path.join(ROOT, controller, first[2] ?? ''), version: 1 as const }]),
    ...unified
      .filter((folder) =>
        readQuietly(path.join(folder, 'cgroup.subtree_control')).includes(controller),
      )
      .map((parent) => ({ parent, version: 0 as const })),
  ];
}

/** How many tasks a user has; the system's own limit counts them all, on older kernels. */
export function countTasks(uid: number): number {
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
