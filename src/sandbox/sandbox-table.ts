/** Bounds of one confined run. */
export interface Limits {
  /** Address space of a process, and resident private memory of all of them. */
  readonly memoryBytes: number;
  /** Processor time of one process. */
  readonly cpuSeconds: number;
  /** Size of one file. */
  readonly fileBytes: number;
  /** All that may stand in the writable folders. */
  readonly diskBytes: number;
  readonly processes: number;
  readonly wallMs: number;
  /** `/tmp` and `/dev/shm` inside, each. */
  readonly tmpBytes: number;
}

/** What a command may see; every path is the same inside and outside. */
export interface Confinement {
  /** Of the container, so that it can be stopped. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly readOnly: readonly string[];
  readonly writable: readonly string[];
  readonly workingDirectory: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly limits: Limits;
  /** Symbolic links of the host's root such as `/lib -> usr/lib`; they are made again inside. */
  readonly rootLinks: Readonly<Record<string, string>>;
  /** Most processes and threads of the user, where the system's own limit must hold it; null where a group does. */
  readonly mostTasks: number | null;
  /** Where a path is found that is shown; at itself where none is named. */
  readonly sources: Readonly<Record<string, string>>;
  /** User and group that own the writable folders. */
  readonly owner: { readonly uid: number; readonly gid: number };
  /** Entries of /proc that tell about the machine; nothing is seen in them. */
  readonly hidden: { readonly files: readonly string[]; readonly folders: readonly string[] };
  /** The filter of system calls comes on `FILTER_DESCRIPTOR`. */
  readonly hasFilter: boolean;
  /** The kernel refuses further user namespaces inside, whatever asks. */
  readonly forbidsNamespaces: boolean;
}

/** Where bubblewrap reads the filter of system calls. */
export const FILTER_DESCRIPTOR = 3;
/** Where a command writes what only the parent shall read; what the command starts need not have it. */
export const CHANNEL_DESCRIPTOR = 4;

interface SandboxRow {
  readonly executable: string;
  readonly platforms: readonly NodeJS.Platform[];
  readonly how: string;
  readonly build: (confinement: Confinement) => string[];
  /** Arguments that end what outlives the command; null where nothing does. */
  readonly stop: ((name: string) => string[]) | null;
  /** Descriptors that the program is given reach the command. */
  readonly passesDescriptors: boolean;
  /**
   * How root makes the command another user: it starts the program itself as that user and shows it the paths, or the
   * program takes the user as an argument.
   */
  readonly ownUser: 'staged' | 'argument' | 'none';
}

/** Nobody, in most systems. */
const NOBODY = 65_534;

/** Every way to confine a command, the preferred first; `build` gives the arguments of `executable`. */
export const SANDBOXES = {
  bubblewrap: {
    executable: 'bwrap',
    platforms: ['linux'],
    how: 'install bubblewrap, e.g. apt-get install bubblewrap',
    build: bubblewrapArguments,
    stop: null,
    passesDescriptors: true,
    ownUser: 'staged',
  },
  podman: {
    executable: 'podman',
    platforms: ['linux'],
    how: 'install podman',
    build: (confinement) => containerArguments(confinement, ['--userns=keep-id']),
    stop: removeContainer,
    passesDescriptors: false,
    ownUser: 'argument',
  },
  docker: {
    executable: 'docker',
    platforms: ['linux'],
    how: 'install Docker and start its service',
    build: (confinement) => containerArguments(confinement, []),
    stop: removeContainer,
    passesDescriptors: false,
    ownUser: 'argument',
  },
  'sandbox-exec': {
    executable: 'sandbox-exec',
    platforms: ['darwin'],
    how: 'sandbox-exec is part of macOS',
    build: seatbeltArguments,
    stop: null,
    passesDescriptors: true,
    ownUser: 'none',
  },
} as const satisfies Record<string, SandboxRow>;

export type SandboxName = keyof typeof SANDBOXES;

/** The command with its limits; prlimit runs inside, so that it holds for the command and all it starts. */
function limitedCommand({ command, args, limits, mostTasks }: Confinement): string[] {
  return [
    'prlimit',
    `--as=${limits.memoryBytes}`,
    `--cpu=${limits.cpuSeconds}`,
    `--fsize=${limits.fileBytes}`,
    '--core=0',
    ...(mostTasks === null ? [] : [`--nproc=${mostTasks}`]),
    '--',
    command,
    ...args,
  ];
}

/**
 * The root is made of nothing but what is named, and read-only in the end: bubblewrap's own root and /dev
 * are unsized tmpfs, which would let a program fill the memory, and where root started it /proc/sys could
 * be written without any capability: root owns those files (tried: kernel.panic of the host was set).
 */
function bubblewrapArguments(confinement: Confinement): string[] {
  const { readOnly, writable, limits, environment, rootLinks, workingDirectory } = confinement;
  const bind = (how: string, path: string): string[] => [
    how,
    confinement.sources[path] ?? path,
    path,
  ];
  const size = String(limits.tmpBytes);
  const { files, folders } = confinement.hidden;
  return [
    '--unshare-all',
    '--unshare-user',
    ...(confinement.forbidsNamespaces ? ['--disable-userns'] : []),
    ...(confinement.hasFilter ? ['--seccomp', String(FILTER_DESCRIPTOR)] : []),
    '--uid',
    String(NOBODY),
    '--gid',
    String(NOBODY),
    '--cap-drop',
    'ALL',
    '--clearenv',
    '--new-session',
    '--die-with-parent',
    ...Object.entries(rootLinks).flatMap(([link, target]) => ['--symlink', target, link]),
    '--proc',
    '/proc',
    ...files.flatMap((file) => ['--ro-bind', '/dev/null', file]),
    ...folders.flatMap((folder) => ['--tmpfs', folder, '--remount-ro', folder]),
    '--remount-ro',
    '/proc',
    '--dev',
    '/dev',
    '--remount-ro',
    '/dev',
    '--size',
    size,
    '--tmpfs',
    '/dev/shm',
    '--size',
    size,
    '--tmpfs',
    '/tmp',
    ...readOnly.flatMap((path) => bind('--ro-bind', path)),
    ...writable.flatMap((path) => bind('--bind', path)),
    '--remount-ro',
    '/',
    '--chdir',
    workingDirectory,
    ...Object.entries(environment).flatMap(([name, value]) => ['--setenv', name, value]),
    '--',
    ...limitedCommand(confinement),
  ];
}

function removeContainer(name: string): string[] {
  return ['rm', '--force', name];
}

/** The image is an empty shell: programs and libraries are the host's, as in bubblewrap. */
function containerArguments(confinement: Confinement, extra: readonly string[]): string[] {
  const { readOnly, writable, limits, environment, owner, rootLinks, workingDirectory } =
    confinement;
  return [
    'run',
    '--rm',
    '--name',
    confinement.name,
    '--interactive',
    '--init',
    '--network',
    'none',
    '--read-only',
    ...extra,
    '--cap-drop',
    'ALL',
    '--security-opt',
    'no-new-privileges',
    '--ipc',
    'private',
    '--user',
    `${owner.uid}:${owner.gid}`,
    '--pids-limit',
    String(limits.processes),
    '--memory',
    String(limits.memoryBytes),
    '--memory-swap',
    String(limits.memoryBytes),
    '--shm-size',
    String(limits.tmpBytes),
    '--tmpfs',
    `/tmp:size=${limits.tmpBytes}`,
    ...Object.entries(rootLinks).flatMap(([link, target]) => ['--volume', `/${target}:${link}:ro`]),
    ...readOnly.flatMap((path) => ['--volume', `${path}:${path}:ro`]),
    ...writable.flatMap((path) => ['--volume', `${path}:${path}`]),
    ...Object.entries(environment).flatMap(([name, value]) => ['--env', `${name}=${value}`]),
    '--workdir',
    workingDirectory,
    'docker.io/library/busybox:stable',
    ...limitedCommand(confinement),
  ];
}

/** macOS has neither prlimit nor namespaces: the shell's ulimit bounds time and files, the profile the rest. */
function seatbeltArguments(confinement: Confinement): string[] {
  const { readOnly, writable, limits, environment, command, args, workingDirectory } = confinement;
  const quote = (path: string): string => `(subpath ${JSON.stringify(path)})`;
  const system = [
    '/usr',
    '/bin',
    '/System',
    '/Library',
    '/dev',
    '/private/var/db',
    '/opt/homebrew',
  ];
  const profile = [
    '(version 1)',
    '(deny default)',
    '(allow process-fork)(allow process-exec)(allow sysctl-read)(allow file-read-metadata)',
    `(allow file-read* ${[...system, ...readOnly, ...writable].map(quote).join(' ')})`,
    `(allow file-write* ${[...writable, '/dev/null'].map(quote).join(' ')})`,
  ].join('\n');
  const fileBlocks = Math.ceil(limits.fileBytes / 512);
  const limit = `ulimit -t ${limits.cpuSeconds} -f ${fileBlocks} -u ${limits.processes}; cd "$1"; shift; exec "$@"`;
  const variables = Object.entries(environment).map(([name, value]) => `${name}=${value}`);
  return [
    '-p',
    profile,
    '/usr/bin/env',
    '-i',
    ...variables,
    '/bin/sh',
    '-c',
    limit,
    'sh',
    workingDirectory,
    command,
    ...args,
  ];
}
