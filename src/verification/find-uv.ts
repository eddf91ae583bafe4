import { existsSync } from 'node:fs';
import path from 'node:path';
import { DLCodeGenError } from '../core/index.ts';
import { findExecutable, runTool } from '../sandbox/index.ts';

const INSTALL_MS = 600_000;

/** How to start uv: the command and the arguments that stand before its own. */
export type Uv = readonly [command: string, ...args: string[]];

/** Ways to start uv that may be there already. */
function candidates(cache: string): Uv[] {
  const python = findExecutable('python3');
  const onPath = findExecutable('uv');
  return [
    ...(onPath === null ? [] : [[onPath] as const]),
    ...(python === null ? [] : [[python, '-m', 'uv'] as const]),
    [path.join(cache, 'uv', 'bin', 'python'), '-m', 'uv'],
  ];
}

/** uv where it is installed; null where it is not. */
export async function findUv(cache: string): Promise<{ uv: Uv; version: string } | null> {
  for (const uv of candidates(cache)) {
    const [command, ...args] = uv;
    if (!existsSync(command)) continue;
    const run = await runTool({ command, args: [...args, '--version'], timeoutMs: 30_000 });
    if (run.exit === 0) return { uv, version: run.stdout.trim().split(' ')[1] ?? '' };
  }
  return null;
}

/**
 * uv: on PATH, as a Python module, or installed by pip into a folder of its own in the cache.
 * Errors: ENVIRONMENT (neither uv nor a Python with pip).
 */
export async function provideUv(cache: string, tell: (text: string) => void): Promise<Uv> {
  const found = await findUv(cache);
  if (found !== null) return found.uv;
  const python = findExecutable('python3');
  if (python === null) {
    throw new DLCodeGenError(
      'ENVIRONMENT',
      'neither uv nor python3 is installed; install one of them, e.g. https://docs.astral.sh/uv',
    );
  }
  tell('installing uv');
  const folder = path.join(cache, 'uv');
  const inner = path.join(folder, 'bin', 'python');
  for (const [command, args] of [
    [python, ['-m', 'venv', folder]],
    [inner, ['-m', 'pip', 'install', '--quiet', 'uv']],
  ] as const) {
    const run = await runTool({ command, args, timeoutMs: INSTALL_MS });
    if (run.exit !== 0) {
      throw new DLCodeGenError(
        'ENVIRONMENT',
        `uv is not installed, and ${command} ${args.join(' ')} failed: ${lastLine(run.stderr)}; install uv by hand`,
      );
    }
  }
  return [inner, '-m', 'uv'];
}

export function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}
