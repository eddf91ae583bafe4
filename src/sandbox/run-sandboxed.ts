import { spawn } from 'node:child_process';
import { lstatSync, realpathSync } from 'node:fs';
import os from 'node:os';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { DLCodeGenError } from '../core/index.ts';
import { findSandbox, hiddenOfProc, staging, systemFolders, type Sandbox } from './find.ts';
import { handOver } from './own-user.ts';
import { collect, MOST_LINE, onlyThese, runTool, sendAll } from './process.ts';
import { CHANNEL_DESCRIPTOR, FILTER_DESCRIPTOR, SANDBOXES, type Limits } from './sandbox-table.ts';
import { countTasks, makeTaskGroup, type TaskGroup } from './task-group.ts';
import { watch } from './watchdog.ts';

/** Threads count as tasks, and numerical libraries start many. */
const TASKS_PER_PROCESS = 4;
const TOO_WIDE = new Set(['/', '/proc', '/sys', '/dev', '/etc', '/var', '/run', '/home', '/root']);
/** `/tmp` and `/dev/shm`: what lies in them is memory too. */
const MEMORY_FOLDERS = 2;
const STOP_MS = 30_000;
const STANDARD_OUTPUT = 1;
let runs = 0;

export interface SandboxedRun {
  readonly command: string;
  readonly args: readonly string[];
  /** Files and folders that may be read, beside the system's programs and libraries; same path inside. */
  readonly readOnly: readonly string[];
  /** Folders that may be written; same path inside. Where root started us they are handed over to another user. */
  readonly writable: readonly string[];
  readonly workingDirectory: string;
  /** The whole environment of the command. */
  readonly environment: Readonly<Record<string, string>>;
  readonly limits: Limits;
  /** Run as the user on this machine, without confinement; only the limits of the watchdog hold. */
  readonly unsandboxed?: boolean;
  readonly signal?: AbortSignal;
  readonly onLine?: (line: string, stream: 'stdout' | 'stderr') => void;
  /**
   * Gets the lines that the command writes on the descriptor that CHANNEL names in its environment. It is none that
   * other processes inside can open; where the sandbox passes no descriptors it is standard output.
   */
  readonly onChannelLine?: (line: string) => void;
  /** Gets the command's standard input, once it runs; without it there is none. */
  readonly onInput?: (input: Writable) => void;
}

export interface SandboxedResult {
  readonly exit: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Which limit ended the run; null where none did. */
  readonly exceeded: string | null;
  readonly sandbox: Sandbox['name'] | 'none';
}

/**
 * Runs a command confined. When it returns, nothing that it started is running.
 *
 * The sandbox program itself gets an empty environment: its own can be read inside at /proc/1/environ.
 * Errors: ENVIRONMENT (no sandbox works), INTERRUPTED (the signal).
 */
export async function runSandboxed(run: SandboxedRun): Promise<SandboxedResult> {
  refuseAborted(run.signal);
  for (const folder of [...run.readOnly, ...run.writable]) refuseTooWide(folder);
  const sandbox = run.unsandboxed === true ? null : await findSandbox();
  const name = `dlcodegen-${process.pid}-${(runs += 1)}`;
  const passes = sandbox === null || SANDBOXES[sandbox.name].passesDescriptors;
  const channel = passes ? CHANNEL_DESCRIPTOR : STANDARD_OUTPUT;
  const environment = { ...run.environment, ...(run.onChannelLine && { CHANNEL: `${channel}` }) };
  const { processes, memoryBytes, tmpBytes } = run.limits;
  const group = makeTaskGroup({
    pids: processes * TASKS_PER_PROCESS,
    memory: memoryBytes + MEMORY_FOLDERS * tmpBytes,
  });
  const [command, args] = joinGroup(
    commandLine({ ...run, environment }, sandbox, name, group),
    group,
  );
  const child = spawn(command, args, {
    stdio: onlyThese([run.onInput ? 'pipe' : 'ignore', 'pipe', 'pipe', 'pipe', 'pipe']),
    cwd: sandbox === null ? run.workingDirectory : '/',
    env: sandbox === null ? environment : {},
    detached: sandbox === null,
  });
  sendAll(child, FILTER_DESCRIPTOR, sandbox?.filter ?? null);
  if (child.stdin !== null) {
    child.stdin.on('error', () => {}); // it reads no more
    run.onInput?.(child.stdin);
  }
  lowerPriority(child.pid);
  let exceeded: string | null = null;
  const kill = (): void => killTree(child.pid, sandbox === null);
  const unwatch =
    child.pid === undefined
      ? () => {}
      : watch(child.pid, run.writable, run.limits, (reason) => {
          exceeded ??= reason;
          kill();
        });
  run.signal?.addEventListener('abort', kill, { once: true });
  const exitHook = (): void => kill();
  process.once('exit', exitHook);
  try {
    const [result] = await Promise.all([
      collect(child, run.onLine),
      readLines(child.stdio[channel] as Readable | null, run.onChannelLine),
    ]);
    refuseAborted(run.signal);
    const met = group?.met() ?? null;
    if (met === 'pids') exceeded ??= `started more than ${processes} processes`;
    if (met === 'memory') exceeded ??= `took more than ${memoryBytes} bytes of memory`;
    return { ...result, exceeded, sandbox: sandbox?.name ?? 'none' };
  } finally {
    unwatch();
    if (sandbox === null) kill();
    if (sandbox !== null) await stopContainer(sandbox, name);
    await group?.remove();
    run.signal?.removeEventListener('abort', kill);
    process.removeListener('exit', exitHook);
  }
}

async function readLines(
  stream: Readable | null,
  onLine: ((line: string) => void) | undefined,
): Promise<void> {
  if (stream === null || onLine === undefined) return;
  stream.on('error', () => {});
  for await (const line of createInterface({ input: stream })) onLine(line.slice(0, MOST_LINE));
}

type Line = readonly [command: string, args: readonly string[]];

function commandLine(
  run: SandboxedRun,
  sandbox: Sandbox | null,
  name: string,
  group: TaskGroup | null,
): Line {
  if (sandbox === null) return [run.command, run.args];
  const { user } = sandbox;
  if (user !== null) for (const folder of run.writable) handOver(folder, user);
  const { folders, rootLinks } = systemFolders();
  const seen = [...folders, ...Object.keys(rootLinks)];
  const extra = run.readOnly.filter(
    (path) => !seen.some((folder) => path === folder || path.startsWith(`${folder}/`)),
  );
  const staged = staging(sandbox, [...extra, ...run.writable]);
  const { uid, gid } = lstatSync(run.writable[0] ?? '/');
  const tasksOf = user ?? process.getuid?.() ?? 0;
  // The kernel does not hold the user's limit for root.
  const isHeld = group !== null || tasksOf === 0 || process.platform !== 'linux';
  const args = SANDBOXES[sandbox.name].build({
    ...run,
    name,
    readOnly: [...folders, ...extra],
    rootLinks,
    sources: staged?.sources ?? {},
    mostTasks: isHeld ? null : countTasks(tasksOf) + run.limits.processes * TASKS_PER_PROCESS,
    owner: { uid, gid },
    hidden: hiddenOfProc(),
    hasFilter: sandbox.filter !== null,
    forbidsNamespaces: sandbox.forbidsNamespaces,
  });
  const [command = sandbox.executable, ...rest] = [
    ...(staged?.prefix ?? []),
    sandbox.executable,
    ...args,
  ];
  return [command, rest];
}

/** The shell joins the group and then becomes the command: nothing is started outside the group. */
function joinGroup([command, args]: Line, group: TaskGroup | null): [string, string[]] {
  if (group === null) return [command, [...args]];
  const joins = group.joins.map((_, at) => `echo $$ > "$${at + 1}"`).join(' && ');
  const join = `${joins} && shift ${group.joins.length} && exec "$@"`;
  return ['/bin/sh', ['-c', join, 'sh', ...group.joins, command, ...args]];
}

/** A container outlives the program that started it. */
async function stopContainer({ name: kind, executable }: Sandbox, name: string): Promise<void> {
  const { stop } = SANDBOXES[kind];
  if (stop !== null) await runTool({ command: executable, args: stop(name), timeoutMs: STOP_MS });
}

/** Whatever runs inside, the machine stays usable and the watchdog gets its turn. */
function lowerPriority(id: number | undefined): void {
  if (id === undefined) return;
  try {
    os.setPriority(id, os.constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    return; // it has ended already
  }
}

/** The whole machine is never shown. Errors: BAD_INPUT. */
function refuseTooWide(folder: string): void {
  const real = realpathSync(folder);
  if (!TOO_WIDE.has(real)) return;
  throw new DLCodeGenError(
    'BAD_INPUT',
    `${folder} is too wide to be shown to generated code; name the folder that is meant`,
  );
}

function refuseAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw new DLCodeGenError('INTERRUPTED', 'interrupted');
}

/** The sandbox dies with all that is in it; without one the process group is what can be reached. */
function killTree(id: number | undefined, group: boolean): void {
  if (id === undefined) return;
  try {
    process.kill(group ? -id : id, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
