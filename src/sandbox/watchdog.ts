import { readdirSync, readFileSync, statSync } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import path from 'node:path';
import type { Limits } from './sandbox-table.ts';

const POLL_MS = 250;
const DISK_POLL_MS = 1000;
const PAGE_BYTES = 4096;
/** More files than this in the writable folders count as a full disk. */
const MOST_FILES = 200_000;

/**
 * Watches a confined process tree and calls `onExceeded` once with the reason. Resource limits of the system
 * do not hold the number of processes for root, nor what many processes or many files take together.
 * Returns the function that ends the watch. Process figures need /proc.
 */
export function watch(
  root: number,
  writable: readonly string[],
  limits: Limits,
  onExceeded: (reason: string) => void,
): () => void {
  let over = false;
  const stop = (): void => {
    over = true;
    clearTimeout(timers.wall);
    clearTimeout(timers.processes);
    clearTimeout(timers.disk);
  };
  const exceed = (reason: string | null): boolean => {
    if (over || reason === null) return over;
    stop();
    onExceeded(reason);
    return true;
  };
  const repeat = (
    name: 'processes' | 'disk',
    ms: number,
    check: () => string | null | Promise<string | null>,
  ): void => {
    timers[name] = setTimeout(() => {
      void Promise.resolve(check()).then((reason) => {
        return exceed(reason) ? undefined : repeat(name, ms, check);
      });
    }, ms);
  };
  const timers: Record<'wall' | 'processes' | 'disk', NodeJS.Timeout | undefined> = {
    wall: setTimeout(() => exceed(`ran longer than ${limits.wallMs / 1000} s`), limits.wallMs),
    processes: undefined,
    disk: undefined,
  };
  repeat('processes', POLL_MS, () => checkProcesses(root, limits));
  repeat('disk', DISK_POLL_MS, () => checkDisk(root, writable, limits));
  return stop;
}

/** Read without a pause in between: while a fork bomb runs, every pause may be long. */
function checkProcesses(root: number, limits: Limits): string | null {
  const tree = processTree(root);
  if (tree.length > limits.processes) return `started more than ${limits.processes} processes`;
  const total = tree.reduce((sum, id) => sum + privateBytes(id), 0);
  return total > limits.memoryBytes ? `took more than ${limits.memoryBytes} bytes of memory` : null;
}

/** The process and everything below it; whatever daemonises inside stays below the sandbox's first process. */
function processTree(root: number): number[] {
  const children = new Map<number, number[]>();
  for (const name of readText(() => readdirSync('/proc'), [])) {
    const id = Number(name);
    if (!Number.isInteger(id)) continue;
    const stat = readText(() => readFileSync(`/proc/${id}/stat`, 'utf8'), '');
    const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1] ?? 0);
    children.set(parent, [...(children.get(parent) ?? []), id]);
  }
  const tree = [root];
  for (let at = 0; at < tree.length; at += 1) tree.push(...(children.get(tree[at] ?? 0) ?? []));
  return tree;
}

function privateBytes(id: number): number {
  const fields = readText(() => readFileSync(`/proc/${id}/statm`, 'utf8'), '').split(' ');
  return (Number(fields[1] ?? 0) - Number(fields[2] ?? 0)) * PAGE_BYTES;
}

/** Processes end while they are read about. */
function readText<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch {
    return otherwise;
  }
}

/** Blocks of files that have no name any more and stay while a process has them open. */
function unlinkedBlocks(root: number): number {
  const found = new Map<string, number>();
  for (const id of processTree(root)) {
    for (const name of readText(() => readdirSync(`/proc/${id}/fd`), [])) {
      const status = readText(() => statSync(`/proc/${id}/fd/${name}`), null);
      if (status?.isFile() === true && status.nlink === 0)
        found.set(`${status.dev}:${status.ino}`, status.blocks);
    }
  }
  return [...found.values()].reduce((sum, blocks) => sum + blocks, 0);
}

async function checkDisk(
  root: number,
  folders: readonly string[],
  limits: Limits,
): Promise<string | null> {
  let blocks = unlinkedBlocks(root);
  let files = 0;
  const queue = [...folders];
  for (let folder = queue.pop(); folder !== undefined; folder = queue.pop()) {
    for (const entry of await readdir(folder, { withFileTypes: true }).catch(() => [])) {
      const file = path.join(folder, entry.name);
      files += 1;
      if (files > MOST_FILES) return `wrote more than ${MOST_FILES} files`;
      if (entry.isDirectory()) queue.push(file);
      else blocks += (await lstat(file).catch(() => null))?.blocks ?? 0;
    }
  }
  return blocks * 512 > limits.diskBytes ? `wrote more than ${limits.diskBytes} bytes` : null;
}
