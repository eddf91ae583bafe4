import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, vi } from 'vitest';
import type { RunCommand } from '../../src/cli/command.ts';
import type { OptionValues } from '../../src/cli/options.ts';
import { startFaultServer, type Fault, type FaultServer } from './fault-server.ts';

/** What no file and no message may hold. */
export const KEY = 'canary-0123456789abcdef';
/** A reply that every prompt for code may get. */
export const CODE = '```python\nimport keras\n\n\ndef helper():\n    return keras\n```';

export interface Called {
  readonly exit: number;
  readonly printed: string;
  readonly said: string;
}

export interface ModelCommands {
  readonly folder: string;
  /** Options that name a model on a loopback server with this fault; the first call starts it. */
  readonly model: (
    fault: Fault,
    answer?: Parameters<typeof startFaultServer>[1],
  ) => Promise<OptionValues>;
  readonly server: () => FaultServer;
  /** Runs a command in this process. */
  readonly call: (
    command: RunCommand,
    positionals: readonly string[],
    values: OptionValues,
  ) => Promise<Called>;
  /** All bytes below the folder. */
  readonly everything: () => string;
}

/** Commands that ask a model, each test in a folder of its own with cache and data below it. */
export function useModelCommands(): ModelCommands {
  let folder = '';
  let server: FaultServer | null = null;
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'model-command-'));
    vi.stubEnv('XDG_CACHE_HOME', path.join(folder, 'cache'));
    vi.stubEnv('XDG_DATA_HOME', path.join(folder, 'data'));
    vi.stubEnv('DLCODEGEN_API_KEY', KEY);
  });
  afterEach(async () => {
    await server?.close();
    server = null;
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true });
  });
  return {
    get folder() {
      return folder;
    },
    model: async (fault, answer = () => CODE) => {
      server ??= await startFaultServer(fault, answer);
      return { model: 'openai-compatible:tiny', 'base-url': server.url, retries: '0' };
    },
    server: () => {
      if (server === null) throw new Error('no server was started');
      return server;
    },
    call: async (command, positionals, values) => {
      const [printed, said]: [string[], string[]] = [[], []];
      const exit = await command({
        positionals,
        values,
        console: {
          json: values.json === true,
          print: (text) => printed.push(text),
          talk: (text) => said.push(text),
          progress: () => undefined,
        },
        signal: new AbortController().signal,
      });
      return { exit, printed: printed.join('\n'), said: said.join('\n') };
    },
    everything: () =>
      readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => readFileSync(path.join(entry.parentPath, entry.name), 'utf8'))
        .join('\n'),
  };
}
