import { lstatSync, readlinkSync } from 'node:fs';
import { DLCodeGenError, ownTable } from '../core/index.ts';
import { findExecutable, runTool } from './process.ts';
import { SANDBOXES, type Confinement, type SandboxName } from './sandbox-table.ts';

export interface Sandbox {
  readonly name: SandboxName;
  readonly executable: string;
}

/** Folders of programs and libraries; those that are links, e.g. `/lib -> usr/lib`, stay links inside. */
const SYSTEM_FOLDERS = ['/usr', '/bin', '/sbin', '/lib', '/lib32', '/lib64', '/libx32'];

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
    const probe = await runTool({
      command: executable,
      args: row.build(PROBE()),
      timeoutMs: PROBE_MS,
    });
    if (probe.exit === 0) return { name, executable };
    tried[name] = probe.stderr.trim().split('\n').at(-1) ?? 'does not start';
  }
  const reasons = Object.entries(tried).map(([name, reason]) => `${name}: ${reason}`);
  throw new DLCodeGenError(
    'ENVIRONMENT',
    `no sandbox works here; ${reasons.join('; ')}; --unsandboxed runs the generated code on this machine as you`,
    { data: { tried } },
  );
}

const PROBE = (): Confinement => ({
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
  owner: { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 },
});

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
