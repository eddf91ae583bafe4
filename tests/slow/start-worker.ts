import { spawn } from 'node:child_process';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { PACKAGE_ROOT } from '../../src/core/index.ts';

export interface OwnWorker {
  /** Everything it said so far. */
  readonly said: () => string;
  readonly hears: (text: string | RegExp) => Promise<void>;
  readonly signal: (name: NodeJS.Signals) => void;
  /** Exit status, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals | null>;
}

/** `dlcodegen worker` as a process of its own, one job at a time; the address is in the environment, for its password. */
export function startWorker(url: string, ...options: readonly string[]): OwnWorker {
  const line = ['bin/dlcodegen.cjs', 'worker', '--jobs', '1', ...options];
  const child = spawn(process.execPath, line, {
    cwd: path.resolve(PACKAGE_ROOT),
    env: { ...process.env, DLCODEGEN_QUEUE: url },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own: the command supervises the process that works, and a signal is for both.
    detached: true,
  });
  let said = '';
  let isEnded = false;
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (text: Buffer) => {
      said += text.toString();
    });
  }
  const ended = new Promise<number | NodeJS.Signals | null>((resolve) => {
    child.once('close', (status, signal) => {
      isEnded = true;
      resolve(status ?? signal);
    });
  });
  return {
    said: () => said,
    hears: async (text) => {
      while (!(typeof text === 'string' ? said.includes(text) : text.test(said))) {
        if (isEnded) throw new Error(`the worker ended without saying ${text}: ${said}`);
        await sleep(50);
      }
    },
    signal: (name) => {
      if (child.pid !== undefined && !isEnded) process.kill(-child.pid, name);
    },
    ended,
  };
}
