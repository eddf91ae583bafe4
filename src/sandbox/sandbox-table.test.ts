import { describe, expect, test } from 'vitest';
import { SANDBOXES, type Confinement, type SandboxName } from './sandbox-table.ts';

const CONFINEMENT: Confinement = {
  name: 'run-1',
  command: 'python',
  args: ['run me.py', '$(touch x)'],
  readOnly: ['/usr', '/opt/my data'],
  writable: ['/scratch'],
  workingDirectory: '/scratch',
  environment: { HOME: '/tmp' },
  limits: {
    memoryBytes: 1000,
    cpuSeconds: 20,
    fileBytes: 1024,
    diskBytes: 4096,
    processes: 9,
    wallMs: 1000,
    tmpBytes: 77,
  },
  mostTasks: null,
  rootLinks: { '/lib': 'usr/lib' },
  sources: { '/scratch': '/sys/0' },
  owner: { uid: 12, gid: 13 },
  hidden: { files: ['/proc/keys'], folders: ['/proc/fs'] },
  hasFilter: true,
  forbidsNamespaces: true,
};

describe('the arguments of each sandbox', () => {
  test.each<[SandboxName, readonly string[]]>([
    [
      'bubblewrap',
      [
        '--unshare-all --unshare-user --disable-userns --seccomp 3 --uid 65534 --gid 65534',
        '--cap-drop ALL --clearenv --new-session --die-with-parent',
        '--ro-bind /dev/null /proc/keys --tmpfs /proc/fs --remount-ro /proc/fs --remount-ro /proc',
        '--size 77 --tmpfs /tmp',
        '--ro-bind /opt/my data /opt/my data --bind /sys/0 /scratch --remount-ro /',
        '--setenv HOME /tmp -- prlimit --as=1000 --cpu=20 --fsize=1024',
      ],
    ],
    ['podman', ['--network none --read-only --userns=keep-id --cap-drop ALL', '--user 12:13']],
    [
      'docker',
      [
        '--network none --read-only --cap-drop ALL --security-opt no-new-privileges',
        '--pids-limit 9 --memory 1000 --memory-swap 1000',
        '--volume /opt/my data:/opt/my data:ro --volume /scratch:/scratch',
      ],
    ],
    ['sandbox-exec', ['(deny default)', 'ulimit -t 20 -f 2 -u 9', '/usr/bin/env -i HOME=/tmp']],
  ])('%s', (name, parts) => {
    const args = SANDBOXES[name].build(CONFINEMENT);
    for (const part of parts) expect(args.join(' ')).toContain(part);
    expect(args.slice(-3)).toEqual(['python', 'run me.py', '$(touch x)']);
  });

  test('the limit of tasks stands where no group holds it', () => {
    const args = (mostTasks: number | null): string =>
      SANDBOXES.bubblewrap.build({ ...CONFINEMENT, mostTasks }).join(' ');
    expect(args(99)).toContain('--core=0 --nproc=99 --');
    expect(args(null)).not.toContain('nproc');
  });

  test('macOS allows writing to the writable folders alone', () => {
    const profile = SANDBOXES['sandbox-exec'].build(CONFINEMENT)[1] ?? '';
    expect(profile).toContain('(allow file-write* (subpath "/scratch") (subpath "/dev/null"))');
    expect(profile).not.toContain('network');
  });
});
