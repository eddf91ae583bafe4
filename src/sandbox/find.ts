import { spawn } from 'node:child_process';
import { lstatSync, readdirSync, readlinkSync } from 'node:fs';
import { DLCodeGenError, ownTable } from '../core/index.ts';
import { ownUser, stagePaths, type Staging } from './own-user.ts';
import { collect, findExecutable, onlyThese, sendAll, type ToolResult } from './process.ts';
import {
  FILTER_DESCRIPTOR,
  SANDBOXES,
  type Confinement,
  type SandboxName,
} from './sandbox-table.ts';
import { systemCallFilter } from './system-call-filter.ts';

export interface Sandbox {
  readonly name: SandboxName;
  readonly executable: string;
  /** The kernel itself refuses further user namespaces inside; needs bubblewrap 0.8. */
  readonly forbidsNamespaces: boolean;
  /** User of this machine that a command is, where root started us; null where it is whoever started us. */
  readonly user: number | null;
  /** Refused system calls; null where the sandbox brings its own filter or the processor is not known. */
  readonly filter: Buffer | null;
}

/** Folders of programs and libraries; those that are links, e.g. `/lib -> usr/lib`, stay links inside. */
const SYSTEM_FOLDERS = ['/usr', '/bin', '/sbin', '/lib', '/lib32', '/lib64', '/libx32'];

/** Of /proc, what programs with numbers read; processes have their own folders. */
const SHOWN_OF_PROC = new Set([
  'cpuinfo',
  'filesystems',
  'loadavg',
  'meminfo',
  'mounts',
  'net',
  'self',
  'stat',
  'sys',
  'thread-self',
  'uptime',
  'version',
]);
const PROBE_MS = 20_000;
let found: Promise<Sandbox> | undefined;

/**
 * The first sandbox of the table that is installed and really starts here; the answer is kept.
 * Errors: ENVIRONMENT (none works; `data.tried` says what each answered).
 */
export function findSandbox(): Promise<Sandbox> {
  found ??= search();
  return found;
}

async function search(): Promise<Sandbox> {
  const tried: Record<string, string> = ownTable({});
  for (const [name, row] of Object.entries(SANDBOXES) as [
    SandboxName,
    (typeof SANDBOXES)[SandboxName],
  ][]) {
    if (!(row.platforms as readonly string[]).includes(process.platform)) continue;
    const executable = findExecutable(row.executable);
    if (executable === null) {
      tried[name] = `${row.executable} is not installed (${row.how})`;
      continue;
    }
    for (const sandbox of waysToStart(name, executable)) {
      const started = await probe(sandbox);
      if (started.exit === 0) return sandbox;
      tried[name] = started.stderr.trim().split('\n').at(-1) ?? 'does not start';
    }
  }
  const reasons = Object.entries(tried).map(([name, reason]) => `${name}: ${reason}`);
  throw new DLCodeGenError(
    'ENVIRONMENT',
    `no sandbox works here; ${reasons.join('; ')}; --unsandboxed runs the generated code on this machine as you`,
    { data: { tried } },
  );
}

/** The ways to start a sandbox, the one with the most guards first. */
function waysToStart(name: SandboxName, executable: string): Sandbox[] {
  const filter = name === 'bubblewrap' ? systemCallFilter(process.arch) : null;
  const user = SANDBOXES[name].ownUser === 'none' ? null : ownUser();
  return (user === null ? [null] : [user, null]).flatMap((as) =>
    (name === 'bubblewrap' ? [true, false] : [false]).map((forbidsNamespaces) => ({
      name,
      executable,
      forbidsNamespaces,
      filter,
      user: as,
    })),
  );
}

/** How paths are shown to a sandbox program that is itself the own user; null where root need not help. */
export function staging({ name, user }: Sandbox, paths: readonly string[]): Staging | null {
  return user === null || SANDBOXES[name].ownUser !== 'staged' ? null : stagePaths(paths, user);
}

async function probe(sandbox: Sandbox): Promise<ToolResult> {
  const { name, executable, forbidsNamespaces, filter, user } = sandbox;
  const hasFilter = filter !== null;
  const owner = { uid: user ?? process.getuid?.() ?? 0, gid: user ?? process.getgid?.() ?? 0 };
  const staged = staging(sandbox, []);
  const built = SANDBOXES[name].build({ ...PROBE(), owner, forbidsNamespaces, hasFilter });
  const [command = executable, ...args] = [...(staged?.prefix ?? []), executable, ...built];
  const child = spawn(command, args, {
    stdio: onlyThese(['ignore', 'pipe', 'pipe', 'pipe']),
    timeout: PROBE_MS,
    killSignal: 'SIGKILL',
  });
  sendAll(child, FILTER_DESCRIPTOR, filter);
  return collect(child);
}

const PROBE = (): Omit<Confinement, 'owner' | 'hasFilter' | 'forbidsNamespaces'> => ({
  name: `dlcodegen-probe-${process.pid}`,
  command: 'true',
  args: [],
  readOnly: systemFolders().folders,
  writable: [],
  workingDirectory: '/',
  environment: { PATH: '/usr/bin:/bin' },
  limits: {
    memoryBytes: 2 ** 30,
    cpuSeconds: 10,
    fileBytes: 2 ** 20,
    diskBytes: 2 ** 20,
    processes: 16,
    wallMs: PROBE_MS,
    tmpBytes: 2 ** 20,
  },
  mostTasks: null,
  rootLinks: systemFolders().rootLinks,
  sources: {},
  hidden: hiddenOfProc(),
});

/** Everything in /proc but processes and what is shown. */
export function hiddenOfProc(): Confinement['hidden'] {
  const hidden = { files: [] as string[], folders: [] as string[] };
  if (process.platform !== 'linux') return hidden;
  for (const entry of readdirSync('/proc', { withFileTypes: true })) {
    if (/^\d+$/.test(entry.name) || SHOWN_OF_PROC.has(entry.name)) continue;
    if (entry.isDirectory()) hidden.folders.push(`/proc/${entry.name}`);
    else if (!entry.isSymbolicLink()) hidden.files.push(`/proc/${entry.name}`);
  }
  return hidden;
}

/** What of the host's root a program needs to start. */
export function systemFolders(): { folders: string[]; rootLinks: Record<string, string> } {
  const folders: string[] = [];
  const rootLinks: Record<string, string> = ownTable({});
  for (const folder of SYSTEM_FOLDERS) {
    const status = lstatSync(folder, { throwIfNoEntry: false });
    if (status?.isSymbolicLink() === true) rootLinks[folder] = readlinkSync(folder);
    else if (status?.isDirectory() === true) folders.push(folder);
  }
  return { folders, rootLinks };
}
