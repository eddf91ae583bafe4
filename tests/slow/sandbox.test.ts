import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  copyInto,
  findExecutable,
  readArtefact,
  runSandboxed,
  type Limits,
} from '../../src/sandbox/index.ts';

const LIMITS: Limits = {
  memoryBytes: 512 * 2 ** 20,
  cpuSeconds: 20,
  fileBytes: 8 * 2 ** 20,
  diskBytes: 32 * 2 ** 20,
  processes: 40,
  wallMs: 30_000,
  tmpBytes: 4 * 2 ** 20,
};
const CANARY = 'canary-7d1f';
const outside = mkdtempSync(path.join(os.tmpdir(), 'sandbox-outside-'));
const readOnly = path.join(outside, 'read-only');
const writable = path.join(outside, 'writable');
const secret = path.join(outside, 'secret.txt');
let server: Server;
let port = 0;

beforeAll(async () => {
  mkdirSync(readOnly);
  mkdirSync(writable);
  writeFileSync(secret, CANARY);
  writeFileSync(path.join(readOnly, 'data.txt'), 'data');
  process.env['CANARY'] = CANARY;
  server = createServer((socket) => socket.end(CANARY));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  port = typeof address === 'object' && address !== null ? address.port : 0;
});
afterAll(() => {
  server.close();
  rmSync(outside, { recursive: true });
});

const shell = (script: string, change: Partial<Limits> = {}, signal?: AbortSignal) =>
  runSandboxed({
    command: '/bin/sh',
    args: ['-c', script],
    readOnly: [readOnly],
    writable: [writable],
    workingDirectory: writable,
    environment: { PATH: '/usr/bin:/bin', HOME: '/tmp' },
    limits: { ...LIMITS, ...change },
    ...(signal === undefined ? {} : { signal }),
  });
const python = (code: string) => shell(`exec /usr/bin/python3 -c '${code}'`);
const readFolder = (folder: string): string[] => (existsSync(folder) ? readdirSync(folder) : []);
const processesNamed = (mark: string): number =>
  readdirSync('/proc').filter((id) => {
    try {
      return (
        /^\d+$/.test(id) &&
        Number(id) !== process.pid &&
        readFileSync(`/proc/${id}/cmdline`, 'utf8').includes(mark)
      );
    } catch {
      return false;
    }
  }).length;

describe.skipIf(findExecutable('bwrap') === null)('a confined command', () => {
  test('runs, reads what it may read and writes what it may write', async () => {
    const result = await shell(`cat ${readOnly}/data.txt; echo made > made.txt; id -u`);
    expect(result).toMatchObject({ exit: 0, exceeded: null, sandbox: 'bubblewrap' });
    expect(result.stdout).toBe('data65534\n');
    expect(await readArtefact(writable, 'made.txt', 100)).toBe('made\n');
  });

  test.each([
    ['write to a read-only folder', `echo x > ${readOnly}/x`],
    ['remount it', `mount -o remount,bind,rw ${readOnly} && echo x > ${readOnly}/x`],
    [
      'remount it in a user namespace of its own',
      `unshare -Urm sh -c 'mount -o remount,bind,rw ${readOnly} && echo x > ${readOnly}/x'`,
    ],
    ['bind it elsewhere', `unshare -Urm sh -c 'mount --bind ${readOnly} /tmp && echo x > /tmp/x'`],
    ['write to the system', 'echo x > /usr/x'],
    ['write to the root', 'echo x > /x'],
    ['write to /dev', 'echo x > /dev/x'],
    ['mount a file system', 'mount -t tmpfs none /mnt'],
    ['make a device', 'mknod disk b 8 0'],
    ['read the home folder', `ls ${os.homedir()}`],
    ['read a file outside', `cat ${secret}`],
    ['read it through a link', `ln -sf ${secret} link && cat link`],
    ['read it through the root of process 1', `cat /proc/1/root${secret}`],
    ['read accounts', 'cat /etc/passwd'],
    ['set the kernel', 'cat /proc/sys/vm/swappiness > /proc/sys/vm/swappiness'],
    [
      'set the kernel through a /proc of its own',
      'unshare -Urmpf sh -c "mount -t proc proc /tmp && cat /tmp/sys/vm/swappiness > /tmp/sys/vm/swappiness"',
    ],
  ])('cannot %s', async (_name, script) => {
    const result = await shell(script);
    expect(result.exit).not.toBe(0);
    expect(result.stdout).not.toContain(CANARY);
    expect(readdirSync(readOnly)).toEqual(['data.txt']);
  });

  test('does not see the environment, its own or that of process 1', async () => {
    const result = await shell(
      'env; for f in /proc/[0-9]*/environ; do cat $f; done; cat /proc/1/environ | tr "\\0" "\\n"',
    );
    expect(result.stdout).not.toContain(CANARY);
    expect(result.stdout).toContain('HOME=/tmp');
  });

  test('sees no process of the host', async () => {
    const result = await shell('ls -d /proc/[0-9]* | wc -l');
    expect(Number(result.stdout)).toBeLessThan(8);
  });

  test('has no network, not even this machine', async () => {
    const result = await python(
      `import socket; s = socket.socket(); s.settimeout(2); s.connect(("127.0.0.1", ${port})); print(s.recv(99))`,
    );
    expect(result.exit).not.toBe(0);
    expect(result.stdout).not.toContain(CANARY);
  });

  test('is ended when it starts too many processes', async () => {
    const result = await shell('bomb() { bomb | bomb & }; bomb; sleep 20');
    expect(result.exceeded).toMatch(/processes/);
    await wait(300);
    expect(processesNamed('bomb()')).toBe(0);
  });

  test('leaves no group of tasks behind', async () => {
    await shell('true');
    const groups = [...readdirSync('/sys/fs/cgroup'), ...readFolder('/sys/fs/cgroup/pids')];
    expect(groups.filter((name) => name.startsWith(`dlcodegen-${process.pid}-`))).toEqual([]);
  });

  test.each([
    ['one file', 'head -c 100000000 /dev/zero > big', /^$/],
    [
      'many files',
      'for n in $(seq 200); do head -c 4000000 /dev/zero > file$n; sleep 0.05; done',
      /bytes/,
    ],
    ['the temporary folder', 'head -c 6000000 /dev/zero > /tmp/big', /^$/],
    ['shared memory', 'head -c 6000000 /dev/zero > /dev/shm/big', /^$/],
  ])('cannot fill the disk by %s', async (_name, script, reason) => {
    const result = await shell(script);
    expect(result.exit).not.toBe(0);
    expect(result.exceeded ?? '').toMatch(reason);
    rmSync(writable, { recursive: true });
    mkdirSync(writable);
  });

  test.each([['one process', 'x = bytearray(10**9)', 'MemoryError']])(
    'cannot take more memory than allowed by %s',
    async (_name, code, message) => {
      const result = await python(code);
      expect(result.exit).not.toBe(0);
      expect(result.stderr).toContain(message);
    },
  );

  test('cannot take more memory than allowed by several processes', async () => {
    const result = await shell(
      'for n in 1 2 3; do /usr/bin/python3 -c "x = bytearray(b\\"1\\" * (3 * 10**8)); import time; time.sleep(9)" & done; wait',
      { memoryBytes: 700 * 2 ** 20 },
    );
    expect(result.exceeded).toMatch(/memory/);
  });

  test('is ended when its time is over', async () => {
    const result = await shell('sleep 31.7', { wallMs: 800 });
    expect(result.exceeded).toMatch(/longer/);
    await wait(200);
    expect(processesNamed('sleep\u000031.7')).toBe(0);
  });

  test('leaves nothing running when it is interrupted', async () => {
    const controller = new AbortController();
    const run = shell('(setsid sleep 32.7 &) ; sleep 32.7', {}, controller.signal);
    await wait(500);
    expect(processesNamed('sleep\u000032.7')).toBeGreaterThan(0);
    controller.abort();
    await expect(run).rejects.toMatchObject({ code: 'INTERRUPTED' });
    await wait(300);
    expect(processesNamed('sleep\u000032.7')).toBe(0);
  });

  test('cannot make us read a file of the host', async () => {
    await shell(
      `ln -s ${secret} result.json; mkdir inner; ln -s ${outside} folder; mkfifo pipe; echo ok > inner/real.json`,
    );
    expect(existsSync(path.join(writable, 'result.json'))).toBe(true);
    expect(await readArtefact(writable, 'result.json', 100)).toBeNull();
    expect(await readArtefact(writable, 'folder/secret.txt', 100)).toBeNull();
    expect(await readArtefact(writable, '../secret.txt', 100)).toBeNull();
    expect(await readArtefact(writable, 'pipe', 100)).toBeNull();
    expect(await readArtefact(writable, 'inner/real.json', 1)).toBeNull();
    expect(await readArtefact(writable, 'inner/real.json', 100)).toBe('ok\n');
  });

  test('gets no symbolic link in its copy of a project', async () => {
    const source = path.join(outside, 'project');
    mkdirSync(source);
    symlinkSync('/etc/passwd', path.join(source, 'data.py'));
    const bounds = { mostBytes: 100, mostFiles: 10, skip: new Set<string>() };
    await expect(copyInto(source, path.join(outside, 'copy'), bounds)).rejects.toMatchObject({
      code: 'BAD_INPUT',
    });
  });
});
