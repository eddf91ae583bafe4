import { spawn, type ChildProcess } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import path from 'node:path';
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
const MOST_LINE = 100_000;

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
