import { spawn, type ChildProcess } from 'node:child_process';
import { accessSync, constants, openSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Duplex } from 'node:stream';
import { createInterface } from 'node:readline';

export interface ToolRun {
  readonly command: string;
  readonly args: readonly string[];
  readonly timeoutMs: number;
  readonly environment?: Readonly<Record<string, string | undefined>>;
  readonly workingDirectory?: string;
  readonly signal?: AbortSignal;
  readonly onLine?: (line: string) => void;
}

export interface ToolResult {
  /** Exit code; null where a signal ended the process or it could not start. */
  readonly exit: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Kept of each output stream, from its end, in characters. */
const MOST_OUTPUT = 200_000;
/** A longer line is handed over in pieces. */
export const MOST_LINE = 100_000;

/** The file that a command name means in PATH, or null. */
export function findExecutable(
  name: string,
  searchPath = process.env['PATH'] ?? '',
): string | null {
  for (const folder of searchPath.split(path.delimiter)) {
    const file = path.join(folder, name);
    try {
      accessSync(file, constants.X_OK);
      if (folder !== '' && statSync(file).isFile()) return file;
    } catch {
      continue;
    }
  }
  return null;
}

/**
 * Runs one of our own tools (uv, python for the environment) on the host, never generated code.
 * Units: ms. Never rejects: a command that cannot start has `exit` null and the reason in `stderr`.
 */
export async function runTool(run: ToolRun): Promise<ToolResult> {
  const child = spawn(run.command, [...run.args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    cwd: run.workingDirectory,
    env: { ...process.env, ...run.environment },
    signal: run.signal,
    timeout: run.timeoutMs,
    killSignal: 'SIGKILL',
  });
  return collect(child, run.onLine);
}

const CLOSES_ON_START = 0o200_0000;
let nothing: number | undefined;

/**
 * Descriptors of a child: those given, and /dev/null over each that this process was given itself by whatever started
 * it and that would be passed on (Node closes the first ones only).
 */
export function onlyThese(given: readonly ('ignore' | 'pipe')[]): ('ignore' | 'pipe' | number)[] {
  const all: ('ignore' | 'pipe' | number)[] = [...given];
  for (const descriptor of inherited()) {
    if (descriptor < given.length) continue;
    while (all.length < descriptor) all.push('ignore');
    all[descriptor] = nothing ??= openSync('/dev/null', 'r');
  }
  return all;
}

/** Descriptors that a child would get; none where /proc does not tell. */
function inherited(): number[] {
  let names: string[];
  try {
    names = readdirSync('/proc/self/fdinfo');
  } catch {
    return [];
  }
  return names.map(Number).filter((descriptor) => {
    try {
      const text = readFileSync(`/proc/self/fdinfo/${descriptor}`, 'utf8');
      const flags = Number.parseInt(/^flags:\s*(\d+)/m.exec(text)?.[1] ?? '0', 8);
      return descriptor > 2 && (flags & CLOSES_ON_START) === 0;
    } catch {
      return false; // it was the one that read the folder
    }
  });
}

/** Gives a process all of what it shall read on a descriptor; nothing where it has ended already. */
export function sendAll(child: ChildProcess, descriptor: number, bytes: Buffer | null): void {
  const stream = child.stdio[descriptor] as Duplex | null | undefined;
  stream?.on('error', () => {}); // it reads no more
  stream?.end(bytes ?? undefined);
}

/** Waits for the end of a process; lines of both streams go to `onLine` as they come. */
export function collect(
  child: ChildProcess,
  onLine?: (line: string, stream: 'stdout' | 'stderr') => void,
): Promise<ToolResult> {
  const kept = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    const stream = child[name];
    if (stream === null) continue;
    stream.setEncoding('utf8');
    stream.on('data', (text: string) => {
      kept[name] = (kept[name] + text).slice(-MOST_OUTPUT);
    });
    if (onLine !== undefined) {
      createInterface({ input: stream }).on('line', (line) =>
        onLine(line.slice(0, MOST_LINE), name),
      );
    }
  }
  return new Promise((resolve) => {
    child.once('error', (error) =>
      resolve({ exit: null, ...kept, stderr: kept.stderr + error.message }),
    );
    child.once('close', (exit) => resolve({ exit, ...kept }));
  });
}
