/** A test of one argument: its lower 32 bits, masked. */
export interface ArgumentTest {
  /** Place of the argument, from 0. */
  readonly argument: number;
  /** All bits where not given. */
  readonly mask?: number;
  /** `any`: a bit of the mask is set. */
  readonly holds: 'any' | 'equals' | 'differs';
  readonly value?: number;
}

/** A system call that is refused; the numbers are those of the kernel's tables, null where the architecture has none. */
export interface RefusedCall {
  readonly x64: number | null;
  readonly arm64: number | null;
  readonly why: string;
  /** Refused only where all tests of one of these lists hold; always where not given. */
  readonly when?: readonly (readonly ArgumentTest[])[];
  /** Answer `no such call`, so that libraries take the older call; else `not permitted`. */
  readonly isUnknown?: boolean;
}

/** CLONE_NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET; the masks of Docker's default profile. */
const NEW_NAMESPACES = 0x7e02_0000;
/** S_ISUID and S_ISGID. */
const SET_ID = 0o6000;
const O_CREAT = 0o100;
const O_TMPFILE = 0o2000_0000;

const setsId = (argument: number): readonly (readonly ArgumentTest[])[] => [
  [{ argument, mask: SET_ID, holds: 'any' }],
];
const opensSettingId = (flags: number): readonly (readonly ArgumentTest[])[] => [
  [
    { argument: flags, mask: O_CREAT | O_TMPFILE, holds: 'any' },
    { argument: flags + 1, mask: SET_ID, holds: 'any' },
  ],
];

const NAMESPACE = 'namespaces: a new one brings capabilities and file systems of its own';
const MOUNT = 'mounts: file systems without a size, control groups, read-only made writable';
const KEYS = 'keyrings: the session keyring of the caller is shared with everything it starts';
const TRACE = 'other processes: their memory and descriptors';
const KERNEL = 'the kernel: modules, programs inside it, its log, restarts';
const CLOCK = 'the clock of the machine';
const MEMORY_NODES = 'placement of memory on the nodes of the machine';
const SET_ID_FILES = 'set-uid and set-gid files would stay on the host';
const OLD = 'old calls that no program needs';

const call = (
  x64: number | null,
  arm64: number | null,
  why: string,
  rest: Pick<RefusedCall, 'when' | 'isUnknown'> = {},
): RefusedCall => ({ x64, arm64, why, ...rest });

/**
 * What a confined command may not ask of the kernel.
 *
 * The set is what Docker's default profile refuses without capabilities (moby/profiles, seccomp/default.json), with
 * `ptrace` and its kin, which Docker allows again on newer kernels, and with what systemd's RestrictSUIDSGID refuses.
 */
export const REFUSED_CALLS = {
  unshare: call(272, 97, NAMESPACE),
  setns: call(308, 268, NAMESPACE),
  clone: call(56, 220, NAMESPACE, {
    when: [[{ argument: 0, mask: NEW_NAMESPACES, holds: 'any' }]],
  }),
  clone3: call(435, 435, `${NAMESPACE}; its flags lie in memory`, { isUnknown: true }),

  mount: call(165, 40, MOUNT),
  umount2: call(166, 39, MOUNT),
  pivot_root: call(155, 41, MOUNT),
  chroot: call(161, 51, MOUNT),
  open_tree: call(428, 428, MOUNT),
  move_mount: call(429, 429, MOUNT),
  fsopen: call(430, 430, MOUNT),
  fsconfig: call(431, 431, MOUNT),
  fsmount: call(432, 432, MOUNT),
  fspick: call(433, 433, MOUNT),
  mount_setattr: call(442, 442, MOUNT),
  statmount: call(457, 457, MOUNT),
  listmount: call(458, 458, MOUNT),
  swapon: call(167, 224, MOUNT),
  swapoff: call(168, 225, MOUNT),
  quotactl: call(179, 60, MOUNT),
  quotactl_fd: call(443, 443, MOUNT),
  name_to_handle_at: call(303, 264, 'files by handle, past the folders that were given'),
  open_by_handle_at: call(304, 265, 'files by handle, past the folders that were given'),

  add_key: call(248, 217, KEYS),
  request_key: call(249, 218, KEYS),
  keyctl: call(250, 219, KEYS),

  ptrace: call(101, 117, TRACE),
  process_vm_readv: call(310, 270, TRACE),
  process_vm_writev: call(311, 271, TRACE),
  process_madvise: call(440, 440, TRACE),
  kcmp: call(312, 272, TRACE),
  pidfd_getfd: call(438, 438, TRACE),

  io_uring_setup: call(425, 425, 'io_uring does the work of refused calls unseen'),
  io_uring_enter: call(426, 426, 'io_uring does the work of refused calls unseen'),
  io_uring_register: call(427, 427, 'io_uring does the work of refused calls unseen'),
  userfaultfd: call(323, 282, 'stops the kernel in the middle of a copy, a usual part of exploits'),
  bpf: call(321, 280, KERNEL),
  perf_event_open: call(298, 241, KERNEL),
  init_module: call(175, 105, KERNEL),
  finit_module: call(313, 273, KERNEL),
  delete_module: call(176, 106, KERNEL),
  kexec_load: call(246, 104, KERNEL),
  kexec_file_load: call(320, 294, KERNEL),
  reboot: call(169, 142, KERNEL),
  syslog: call(103, 116, KERNEL),
  acct: call(163, 89, KERNEL),
  fanotify_init: call(300, 262, KERNEL),
  lookup_dcookie: call(212, 18, KERNEL),
  iopl: call(172, null, KERNEL),
  ioperm: call(173, null, KERNEL),
  modify_ldt: call(154, null, KERNEL),
  vhangup: call(153, 58, KERNEL),
  sethostname: call(170, 161, KERNEL),
  setdomainname: call(171, 162, KERNEL),
  personality: call(135, 92, 'switches protections such as random addresses off', {
    when: [
      [0, 0x8, 0x2_0000, 0x2_0008, 0xffff_ffff].map((value) => ({
        argument: 0,
        holds: 'differs',
        value,
      })),
    ],
  }),
  ioctl: call(16, 29, 'types into the terminal of the caller', {
    when: [0x5412, 0x541c].map((value) => [{ argument: 1, holds: 'equals', value }]),
  }),
  socket: call(
    41,
    198,
    'AF_VSOCK reaches the host of a virtual machine, other families are exotic',
    {
      // AF_UNIX, AF_INET, AF_INET6, AF_NETLINK stay; the network of the sandbox is empty.
      when: [[1, 2, 10, 16].map((value) => ({ argument: 0, holds: 'differs', value }))],
    },
  ),

  settimeofday: call(164, 170, CLOCK),
  clock_settime: call(227, 112, CLOCK),
  clock_adjtime: call(305, 266, CLOCK),
  adjtimex: call(159, 171, CLOCK),

  mbind: call(237, 235, MEMORY_NODES),
  set_mempolicy: call(238, 237, MEMORY_NODES),
  get_mempolicy: call(239, 236, MEMORY_NODES),
  set_mempolicy_home_node: call(450, 450, MEMORY_NODES),
  migrate_pages: call(256, 238, MEMORY_NODES),
  move_pages: call(279, 239, MEMORY_NODES),

  chmod: call(90, null, SET_ID_FILES, { when: setsId(1) }),
  fchmod: call(91, 52, SET_ID_FILES, { when: setsId(1) }),
  fchmodat: call(268, 53, SET_ID_FILES, { when: setsId(2) }),
  fchmodat2: call(452, 452, SET_ID_FILES, { when: setsId(2) }),
  mkdir: call(83, null, SET_ID_FILES, { when: setsId(1) }),
  mkdirat: call(258, 34, SET_ID_FILES, { when: setsId(2) }),
  mknod: call(133, null, SET_ID_FILES, { when: setsId(1) }),
  mknodat: call(259, 33, SET_ID_FILES, { when: setsId(2) }),
  creat: call(85, null, SET_ID_FILES, { when: setsId(1) }),
  open: call(2, null, SET_ID_FILES, { when: opensSettingId(1) }),
  openat: call(257, 56, SET_ID_FILES, { when: opensSettingId(2) }),
  openat2: call(437, 437, `${SET_ID_FILES}; its mode lies in memory`, { isUnknown: true }),

  _sysctl: call(156, null, OLD),
  create_module: call(174, null, OLD),
  get_kernel_syms: call(177, null, OLD),
  query_module: call(178, null, OLD),
  nfsservctl: call(180, 42, OLD),
  sysfs: call(139, null, OLD),
  uselib: call(134, null, OLD),
  ustat: call(136, null, OLD),
} as const satisfies Record<string, RefusedCall>;

/** The newest call that was looked at, `mseal` of Linux 6.10; newer ones are answered with `no such call`. */
export const NEWEST_CALL = 462;
