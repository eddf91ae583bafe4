import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, describe, expect, test } from 'vitest';
import {
  createScratch,
  findExecutable,
  findSandbox,
  findUnreadable,
  runSandboxed,
  type Limits,
} from '../../src/sandbox/index.ts';
import { makeTaskGroup } from '../../src/sandbox/task-group.ts';

const LIMITS: Limits = {
  memoryBytes: 512 * 2 ** 20,
  cpuSeconds: 20,
  fileBytes: 8 * 2 ** 20,
  diskBytes: 32 * 2 ** 20,
  processes: 40,
  wallMs: 30_000,
  tmpBytes: 4 * 2 ** 20,
};
const CANARY = 'canary-51c2';
const group = makeTaskGroup({ pids: 16, memory: 2 ** 30 });
await group?.remove();
/** What control groups hold on this machine; elsewhere it is the watchdog. */
const BOUNDED = group?.bounded ?? [];
const writable = mkdtempSync(path.join(os.tmpdir(), 'attack-'));
afterAll(() => rmSync(writable, { recursive: true }));

const run = (command: string, args: readonly string[], change: Partial<Limits> = {}) =>
  runSandboxed({
    command,
    args,
    readOnly: [],
    writable: [writable],
    workingDirectory: writable,
    environment: { PATH: '/usr/bin:/bin', HOME: '/tmp' },
    limits: { ...LIMITS, ...change },
  });
const shell = (script: string) => run('/bin/sh', ['-c', script]);
/** `ask(number, arguments...)` gives the name of the error, or the result. */
const python = (code: string) =>
  run('/usr/bin/python3', [
    '-c',
    `import ctypes, errno, os, platform
libc = ctypes.CDLL(None, use_errno=True)
arm = platform.machine() == "aarch64"
def ask(numbers, *arguments):
    ctypes.set_errno(0)
    result = libc.syscall(numbers[arm] if isinstance(numbers, tuple) else numbers, *arguments)
    return errno.errorcode[ctypes.get_errno()] if result < 0 else result
${code}`,
  ]);
const USER = 0x1000_0000;
const THREAD = 'ctypes.c_long(0x10000000 | 17)';

describe.skipIf(findExecutable('bwrap') === null)('a confined command', () => {
  test.each([
    ['a user namespace by unshare', `(272, 97), ${USER}`],
    ['a mount namespace', '(272, 97), 0x20000'],
    ['a control group namespace', '(272, 97), 0x2000000'],
    ['a time namespace', '(272, 97), 0x80'],
    ['a user namespace by clone', `(56, 220), ${THREAD}, 0, 0, 0, 0`],
    ['the namespaces of another process', '(308, 268), 0, 0'],
    ['mount', '(165, 40), b"none", b"/tmp", b"tmpfs", 0, 0'],
    ['open a tree of mounts', '428, -100, b"/", 0'],
    ['a file system by descriptor', '430, b"tmpfs", 0'],
    ['change the root', '(161, 51), b"/tmp"'],
    ['a key', '(248, 217), b"user", b"a", b"b", 1, -3'],
    ['request a key', '(249, 218), b"user", b"a", 0, -3'],
    ['read keyrings', '(250, 219), 0, -3, 0'],
    ['io_uring', '425, 1, 0'],
    ['userfaultfd', '(323, 282), 1'],
    ['trace', '(101, 117), 0, 0, 0, 0'],
    ['read the memory of process 1', '(310, 270), 1, 0, 0, 0, 0, 0'],
    ['write the memory of process 1', '(311, 271), 1, 0, 0, 0, 0, 0'],
    ['take a descriptor of process 1', '438, ask(434, 1, 0), 1, 0'],
    ['performance counters', '(298, 241), 0, 0, -1, -1, 0'],
    ['programs in the kernel', '(321, 280), 0, 0, 0'],
    ['a socket to the host of the virtual machine', '(41, 198), 40, 1, 0'],
    ['a socket of the cipher family', '(41, 198), 38, 5, 0'],
    ['no random addresses', '(135, 92), 0x40000'],
    ['a file by its handle', '(304, 265), -1, 0, 0'],
  ])('is refused %s', async (_name, call) => {
    const result = await python(`print(ask(${call}))`);
    expect(result.stdout.trim()).toBe('EPERM');
  });

  test.each([
    ['calls whose flags lie in memory', '435, 0, 0'],
    ['calls newer than the filter', '467, -100, b"/", 0'],
  ])('finds no %s', async (_name, call) => {
    const result = await python(`print(ask(${call}))`);
    expect(result.stdout.trim()).toBe('ENOSYS');
  });

  test.runIf(process.arch === 'x64')('is ended when it asks as a 32-bit program', async () => {
    const code = `import mmap
page = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
page.write(bytes([0xb8, 20, 0, 0, 0, 0xcd, 0x80, 0xc3]))
call = ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(page)))
print("answered", call(), flush=True)`;
    const result = await python(code);
    expect(result.exit).not.toBe(0);
    expect(result.stdout).not.toContain('answered');
  });

  test('may still start threads, processes, pools and sockets of its own', async () => {
    const result = await python(`import multiprocessing, socket, subprocess, threading
t = threading.Thread(target=print, args=("thread",)); t.start(); t.join()
print(subprocess.run(["/bin/echo", "process"], capture_output=True, text=True).stdout.strip())
one, other = socket.socketpair(); one.send(b"pair"); print(other.recv(9).decode())
socket.socket(socket.AF_INET)
with multiprocessing.get_context("fork").Pool(2) as pool: print(pool.map(abs, [-1, -2]))`);
    expect(result.stdout).toBe('thread\nprocess\npair\n[1, 2]\n');
  });

  test('has no further user namespaces by the kernel either', async () => {
    expect((await findSandbox()).forbidsNamespaces).toBe(true);
  });

  test.each([
    ['kallsyms', 'keys', 'iomem', 'slabinfo', 'vmallocinfo', 'timer_list', 'config.gz', 'cmdline'],
    ['modules', 'kcore', 'kmsg', 'sched_debug', 'interrupts', 'key-users', 'zoneinfo', 'swaps'],
  ])('reads nothing of the machine in /proc: %s, %s, %s, %s, %s ...', async (...names) => {
    const result = await shell(names.map((name) => `cat /proc/${name}`).join('; '));
    expect(result.stdout).toBe('');
  });

  test('lists nothing in the folders of /proc', async () => {
    const result = await shell('ls /proc/fs /proc/bus /proc/irq /proc/driver /proc/tty');
    expect(result.stdout.replace(/^(?:\/.*:)?$/gm, '').trim()).toBe('');
  });

  test('cannot write below /proc/sys or its control group', async () => {
    const result = await shell(
      'for f in $(find /proc/sys /sys -type f 2>/dev/null); do (echo 1 > $f) 2>/dev/null && echo $f; done',
    );
    expect(result.stdout).toBe('');
  });

  test('sees no home folder of the administrator', async () => {
    const result = await shell('ls -a /root');
    expect(result.exit).not.toBe(0);
    expect(result.stdout).toBe('');
  });

  test('reads no key of the caller', async () => {
    const key = (code: string) =>
      `import ctypes
libc = ctypes.CDLL(None, use_errno=True)
import platform
add, control = (217, 219) if platform.machine() == "aarch64" else (248, 250)
${code}`;
    const add = `print(libc.syscall(add, b"user", b"${CANARY}", b"${CANARY}", ${CANARY.length}, -4))`;
    const id = execFileSync('/usr/bin/python3', ['-c', key(add)], { encoding: 'utf8' }).trim();
    const read = `buffer = ctypes.create_string_buffer(64)
print(libc.syscall(control, 11, ${id}, buffer, 64), buffer.value)`;
    try {
      const outside = execFileSync('/usr/bin/python3', ['-c', key(read)], { encoding: 'utf8' });
      expect(outside).toContain(CANARY);
      const inside = await run('/usr/bin/python3', ['-c', key(read)]);
      expect(inside.stdout.trim()).toBe("-1 b''");
    } finally {
      execFileSync('/usr/bin/python3', [
        '-c',
        key(`libc.syscall(control, 9, ${id}, ctypes.c_long(-4))`),
      ]);
    }
  });

  test.each([
    ['chmod', 'chmod 6755 set'],
    ['a new file', `python3 -c 'import os; os.open("set", os.O_CREAT | os.O_RDWR, 0o6755)'`],
    ['a new folder', `python3 -c 'import os; os.mkdir("set", 0o6755)'`],
    ['a device', `python3 -c 'import os; os.mknod("set", 0o106755)'`],
    ['a descriptor', `python3 -c 'import os; os.fchmod(os.open("set", os.O_RDONLY), 0o4755)'`],
  ])('leaves no set-uid file on the host by %s', async (name, script) => {
    const place = path.join(writable, 'set');
    rmSync(place, { recursive: true, force: true });
    if (['chmod', 'a descriptor'].includes(name)) await shell('cp /bin/true set; chmod 755 set');
    await shell(script);
    expect((lstatSync(place, { throwIfNoEntry: false })?.mode ?? 0) & 0o6000).toBe(0);
  });

  test('finds set-uid bits without effect in its scratch folder', async () => {
    const result = await shell('grep -F " $PWD " /proc/self/mountinfo');
    expect(result.stdout).toContain('nosuid');
    expect(result.stdout).toContain('nodev');
  });

  test('cannot open its scratch folder to other users of the host', async () => {
    const scratch = await createScratch();
    try {
      await runSandboxed({
        command: '/bin/sh',
        args: ['-c', 'chmod 777 . ..; touch left; chmod 777 left'],
        readOnly: [],
        writable: [scratch.folder],
        workingDirectory: scratch.folder,
        environment: { PATH: '/usr/bin:/bin' },
        limits: LIMITS,
      });
      expect(lstatSync(path.dirname(scratch.folder)).mode & 0o077).toBe(0);
    } finally {
      await scratch.remove();
    }
  });

  test('cannot fill the disk with files that have no name', async () => {
    const result = await python(`import time
held = []
for n in range(60):
    held.append(open(f"file{n}", "wb", buffering=0))
    os.unlink(f"file{n}")
    for _ in range(7): held[-1].write(bytes(2**20))
    time.sleep(0.1)
print("filled")`);
    expect(result.stdout).not.toContain('filled');
    expect(result.exceeded).toMatch(/bytes/);
  });

  test.skipIf(!BOUNDED.includes('memory'))(
    'cannot take more memory than allowed by sharing it',
    async () => {
      const result = await python(`import mmap, time
parts = []
for n in range(5):
    if os.fork() == 0:
        part = mmap.mmap(-1, 300 * 2**20)
        for at in range(0, len(part), 2**20): part[at : at + 2**20] = b"1" * 2**20
        time.sleep(5)
        print("taken", flush=True)
        os._exit(0)
for n in range(5): os.wait()`);
      expect(result.stdout).not.toBe('taken\n'.repeat(5));
      expect(result.exceeded).toMatch(/memory/);
    },
  );

  test('gets no descriptor of whatever started us', async () => {
    const folder = path.join(writable, 'descriptors');
    mkdirSync(folder);
    const script = `import { runSandboxed } from ${JSON.stringify(path.resolve('src/sandbox/index.ts'))};
const result = await runSandboxed({ command: '/bin/sh', args: ['-c', 'cat <&57 >&2; ls -l /proc/self/fd'], readOnly: [],
  writable: [${JSON.stringify(folder)}], workingDirectory: ${JSON.stringify(folder)},
  environment: { PATH: '/usr/bin:/bin' }, limits: ${JSON.stringify(LIMITS)} });
console.log(result.stdout + result.stderr);`;
    const answer = execFileSync(
      'bash',
      [
        '-c',
        `exec 57< <(echo ${CANARY}); exec "$0" --input-type=module -e "$1"`,
        process.execPath,
        script,
      ],
      { encoding: 'utf8' },
    );
    expect(answer).not.toContain(CANARY);
    expect(answer).not.toContain('pipe:');
  });
});

/** A folder of root's as it often is: nobody else may enter, and one file in it is root's alone. */
function folderOfRoot(): { folder: string; open: string; secret: string } {
  const folder = mkdtempSync(path.join(writable, 'root-'));
  const [open, secret] = [path.join(folder, 'open'), path.join(folder, 'secret')];
  writeFileSync(open, 'open');
  writeFileSync(secret, CANARY);
  chmodSync(open, 0o644);
  chmodSync(secret, 0o600);
  return { folder, open, secret };
}

/** Without the right to mount, which root has in few containers, the code stays root. */
describe.runIf(process.getuid?.() === 0)('a command that root confines', () => {
  const inside = (script: string, readOnly: readonly string[], scratch: string) =>
    runSandboxed({
      command: '/bin/sh',
      args: ['-c', script],
      readOnly,
      writable: [scratch],
      workingDirectory: scratch,
      environment: { PATH: '/usr/bin:/bin' },
      limits: LIMITS,
    });

  test('reads what is open to all below a closed folder, and nothing of root alone', async () => {
    const { folder, open, secret } = folderOfRoot();
    const scratch = mkdtempSync(path.join(writable, 'scratch-'));
    const result = await inside(`cat ${open}; cat ${secret}`, [open, secret], scratch);
    expect(result.stdout).toBe('open');
    expect(result.stderr).toMatch(/secret: Permission denied/);
    chmodSync(folder, 0o755);
    const shown = await inside(`cat ${open} ${secret}`, [folder], scratch);
    expect(shown.stdout).toBe('open');
    expect(await findUnreadable([folder])).toBe(secret);
    expect(await findUnreadable([open])).toBeNull();
  });

  test('makes files that are not those of root, and cannot change those that are', async () => {
    const scratch = mkdtempSync(path.join(writable, 'scratch-'));
    mkdirSync(path.join(scratch, 'given'), { mode: 0o700 });
    writeFileSync(path.join(scratch, 'given/file'), 'given', { mode: 0o600 });
    const { folder } = folderOfRoot();
    const late = path.join(scratch, 'late');
    const run = inside(
      `cat given/file; echo made > made; until [ -e late ]; do sleep 0.05; done; chmod 666 late; echo x >> late`,
      [],
      scratch,
    );
    await until(() => existsSync(path.join(scratch, 'made')));
    writeFileSync(path.join(folder, 'file'), 'root');
    renameSync(path.join(folder, 'file'), late);
    const result = await run;
    expect(result.stdout).toBe('given');
    expect(lstatSync(path.join(scratch, 'made')).uid).toBeGreaterThan(0);
    expect(readFileSync(late, 'utf8')).toBe('root');
    expect(lstatSync(late).mode & 0o022).toBe(0);
  });

  test('is another user for the machine, in all of its processes', async () => {
    const scratch = mkdtempSync(path.join(writable, 'scratch-'));
    const run = inside('sleep 3.71 & sleep 3.72', [], scratch);
    const users = await until(() => {
      const found = readdirSync('/proc').flatMap((id) => usersOf(id, 'sleep\u00003.7'));
      return found.length < 2 ? null : found;
    });
    expect(users.join(' ')).not.toMatch(/\b0\b/);
    await run;
  });

  test('follows no link when the folder is handed over to it', async () => {
    const scratch = mkdtempSync(path.join(writable, 'scratch-'));
    const { folder, secret } = folderOfRoot();
    symlinkSync(secret, path.join(scratch, 'file'));
    symlinkSync(folder, path.join(scratch, 'folder'));
    await inside('true', [], scratch);
    expect([folder, secret].map((place) => lstatSync(place).uid)).toEqual([0, 0]);
  });

  test('says so where it cannot be another user, and is confined in all else', () => {
    const { stdout } = spawnSync(
      'setpriv',
      [
        '--bounding-set',
        '-sys_admin',
        '--inh-caps',
        '-sys_admin',
        '--',
        process.execPath,
        path.resolve('bin/dlcodegen.cjs'),
        'doctor',
      ],
      { encoding: 'utf8' },
    );
    const missing = stdout.split('\n').filter((line) => /^missing\s+guard/.test(line));
    expect(missing).toHaveLength(1);
    expect(missing[0]).toMatch(/guard: not root on this machine .*CAP_SYS_ADMIN/);
  });
});

/** What is found in the end; tried again until it is there. Errors: it never is. */
async function until<T>(find: () => T | null | false): Promise<T> {
  for (let tries = 0; tries < 200; tries += 1) {
    const found = find();
    if (found !== null && found !== false) return found;
    await wait(50);
  }
  throw new Error('it was never there');
}

/** The real, effective, saved and file system user of a process whose command line holds a mark. */
function usersOf(id: string, mark: string): string[] {
  try {
    if (!readFileSync(`/proc/${id}/cmdline`, 'utf8').startsWith(mark)) return [];
    return /^Uid:\s*(.*)$/m.exec(readFileSync(`/proc/${id}/status`, 'utf8'))?.slice(1) ?? [];
  } catch {
    return []; // no process, or it has ended
  }
}
