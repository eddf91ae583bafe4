import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';

export interface OwnRedis {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/** Debian's redis-server on a free port, in a folder of its own, that keeps nothing on disk. */
export async function startRedis(password: string): Promise<OwnRedis> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'redis-'));
  const port = await findFreePort();
  const settings = { port, bind: '127.0.0.1', dir: folder, save: '', appendonly: 'no' };
  const lines = Object.entries({ ...settings, requirepass: password }).flatMap(([name, value]) => [
    `--${name}`,
    String(value),
  ]);
  const server = spawn('redis-server', lines, { stdio: ['ignore', 'pipe', 'inherit'] });
  const missing = new Error(
    'the queue is tested with a real redis-server, and none is installed: run scripts/setup.sh, or apt-get install redis-server',
  );
  await new Promise<void>((resolve, reject) => {
    let heard = '';
    server.once('error', () => reject(missing));
    server.once('exit', () => reject(new Error(`redis-server ended: ${heard}`)));
    server.stdout.on('data', (text: Buffer) => {
      heard += text.toString();
      if (heard.includes('Ready to accept connections')) resolve();
    });
  });
  return {
    url: `redis://:${password}@127.0.0.1:${port}`,
    stop: async () => {
      const ended = once(server, 'exit');
      server.kill();
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
