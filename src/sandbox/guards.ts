import { ownTable } from '../core/index.ts';
import { findSandbox, type Sandbox } from './find.ts';
import { lookInside } from './look-inside.ts';
import { makeTaskGroup } from './task-group.ts';

/** Whether a guard of the sandbox holds on this machine. */
export interface GuardState {
  readonly name: string;
  readonly holds: boolean;
  /** What to do where it does not, and what holds meanwhile. */
  readonly how: string;
}

interface Seen {
  readonly sandbox: Sandbox;
  /** What a command prints that looks around inside. */
  readonly inside: string;
  /** What control groups bound here. */
  readonly bounded: readonly string[];
  /** User of this machine that a file made inside belongs to. */
  readonly owner: number | null;
}

interface Guard {
  readonly holds: (seen: Seen) => boolean;
  readonly how: string;
}

/** Prints what the guards are judged by; every line is there, whatever the sandbox. */
const LOOK = `: > mark
grep -E '^(Seccomp|NoNewPrivs|CapBnd|CapEff):' /proc/self/status
echo "interfaces: $(tail -n +3 /proc/net/dev | grep -cv '^ *lo:')"
echo "symbols: $(cat /proc/kallsyms 2>/dev/null | wc -c)"
echo "scratch: $(grep -F " $PWD " /proc/self/mountinfo | grep -o nosuid)"
echo "environment: $(tr '\\0' '\\n' < /proc/1/environ 2>/dev/null | grep -cv '^[OLD]*PWD=')"
echo "namespaces: $(unshare --user true 2>/dev/null && echo made)"`;

const GUARDS = ownTable<Guard>({
  'system call filter': {
    holds: ({ inside }) => /^Seccomp:\s*2$/m.test(inside),
    how: 'needs seccomp in the kernel and an x86-64 or arm64 processor; namespaces and capabilities hold meanwhile',
  },
  'no capabilities': {
    holds: ({ inside }) => /^CapEff:\s*0+$/m.test(inside) && /^CapBnd:\s*0+$/m.test(inside),
    how: 'update bubblewrap',
  },
  'no new privileges': {
    holds: ({ inside }) => /^NoNewPrivs:\s*1$/m.test(inside),
    how: 'update the kernel and bubblewrap',
  },
  'no further user namespaces': {
    holds: ({ inside }) => /^namespaces:\s*$/m.test(inside),
    how: 'install bubblewrap 0.8 or newer',
  },
  'user namespaces refused by the kernel too': {
    holds: ({ sandbox }) => sandbox.forbidsNamespaces,
    how: 'install bubblewrap 0.8 or newer; the system call filter refuses them meanwhile',
  },
  'no network': {
    holds: ({ inside }) => /^interfaces: 0$/m.test(inside),
    how: 'allow network namespaces to this user',
  },
  'machine hidden in /proc': {
    holds: ({ inside }) => /^symbols: 0$/m.test(inside),
    how: 'update bubblewrap',
  },
  'environment hidden': {
    holds: ({ inside }) => /^environment: 0$/m.test(inside),
    how: 'update bubblewrap',
  },
  'processes bounded by a control group': {
    holds: ({ bounded }) => bounded.includes('pids'),
    how: 'start it where this user may make control groups, e.g. systemd-run --user --scope -p Delegate=yes; the limit of the user and a watchdog hold meanwhile',
  },
  'memory bounded by a control group': {
    holds: ({ bounded }) => bounded.includes('memory'),
    how: 'as above; the limit of each process and a watchdog hold meanwhile, which do not see shared memory',
  },
  'set-uid bits without effect in scratch': {
    holds: ({ inside }) => /^scratch: nosuid$/m.test(inside),
    how: 'update bubblewrap; the system call filter refuses to set them meanwhile',
  },
  'not root on this machine': {
    holds: ({ owner }) => owner !== null && owner !== 0,
    how: 'start dlcodegen as another user, or allow root mounts (CAP_SYS_ADMIN) and others user namespaces; meanwhile the code is without capabilities, but owns what root owns of the files it sees',
  },
});

/** Looks from inside which guards hold here. Errors: ENVIRONMENT (no sandbox works). */
export async function probeGuards(): Promise<readonly GuardState[]> {
  const sandbox = await findSandbox();
  const group = makeTaskGroup({ pids: 16, memory: 2 ** 30 });
  await group?.remove();
  const { said, owner } = await lookInside(LOOK, [], []);
  const seen = { sandbox, inside: said, bounded: group?.bounded ?? [], owner };
  return Object.entries(GUARDS).map(([name, { holds, how }]) => ({
    name,
    holds: holds(seen),
    how,
  }));
}
