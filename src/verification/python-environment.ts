import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { link, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import {
  cacheFolder,
  DLCodeGenError,
  isAlive,
  makeFolders,
  PACKAGE_ROOT,
  tellDraft,
} from '../core/index.ts';
import { runTool } from '../sandbox/index.ts';
import { lastLine, provideUv, type Uv } from './find-uv.ts';

/** The pinned Python in which generated projects are run. */
export interface PythonEnvironment {
  readonly python: string;
  /** Files and folders that must be readable for it to start, and no others. */
  readonly folders: readonly string[];
}

export interface EnvironmentOptions {
  readonly tell?: (text: string) => void;
  readonly signal?: AbortSignal;
}

const LIST = path.join(PACKAGE_ROOT, 'python', 'environment.txt');
const INSTALL_MS = 1_800_000;
const LOCK_POLL_MS = 500;
/** Which interpreter: an installed 3.11, another installed one that the pins support, a downloaded 3.11. */
const INTERPRETERS: readonly (readonly string[])[] = [
  ['--python', '3.11', '--no-python-downloads'],
  ['--python', '>=3.11,<3.14', '--no-python-downloads'],
  ['--python', '3.11'],
];

/** Where the environment of these pins lies, made or not. */
export function environmentFolder(): string {
  const override = process.env['DLCODEGEN_PYTHON_ENV'];
  if (override !== undefined && override !== '') return path.resolve(override);
  const hash = createHash('sha256').update(readFileSync(LIST)).digest('hex').slice(0, 12);
  return path.join(cacheFolder(), `python-${hash}`);
}

/** What Python reads of an environment, and of the installation that it was made from. */
const READ_OF_ENVIRONMENT = ['bin', 'lib', 'lib64', 'fonts', 'pyvenv.cfg'];
const READ_OF_INSTALLATION = ['bin', 'lib'];

/** The environment where it is made; null where it is not. Errors: ENVIRONMENT (its pyvenv.cfg names no Python). */
export function findPythonEnvironment(): PythonEnvironment | null {
  const folder = environmentFolder();
  const python = path.join(folder, 'bin', 'python');
  if (!existsSync(python)) return null;
  const installations = [
    path.dirname(homeOf(folder)),
    path.dirname(realpathSync(homeOf(folder))),
    path.dirname(path.dirname(realpathSync(python))),
  ];
  for (const installation of installations) refuseOther(installation, folder);
  const read = [
    ...[folder, realpathSync(folder)].flatMap((place) => below(place, READ_OF_ENVIRONMENT)),
    ...installations.flatMap((place) => below(place, READ_OF_INSTALLATION)),
  ];
  return { python, folders: [...new Set(read)] };
}

function below(folder: string, names: readonly string[]): string[] {
  return names.map((name) => path.join(folder, name)).filter((place) => existsSync(place));
}

/** The folder of the interpreter that an environment was made from. */
function homeOf(folder: string): string {
  const file = path.join(folder, 'pyvenv.cfg');
  const home = existsSync(file)
    ? /^home\s*=\s*(\/.*)$/m.exec(readFileSync(file, 'utf8'))?.[1]
    : null;
  if (home !== undefined && home !== null && existsSync(home.trim())) return home.trim();
  throw new DLCodeGenError('ENVIRONMENT', `${file} does not name the folder of a Python (home)`);
}

/** A Python has its library in lib/pythonX.Y; everything else would only be shown to generated code. */
function refuseOther(installation: string, folder: string): void {
  const library = path.join(realpathSync(installation), 'lib');
  const isPython =
    existsSync(library) &&
    readdirSync(library).some(
      (name) => /^python3\.\d+$/.test(name) && existsSync(path.join(library, name, 'os.py')),
    );
  if (isPython) return;
  throw new DLCodeGenError(
    'ENVIRONMENT',
    `${folder}/pyvenv.cfg: ${installation} is not where a Python is installed; it is not shown to generated code`,
  );
}

/**
 * The environment, made on first use by uv from python/environment.txt: in a folder beside, then one rename.
 * Of several that want it at once one makes it and the others wait.
 * Errors: ENVIRONMENT (uv, an interpreter or a package cannot be had), INTERRUPTED.
 */
export async function preparePythonEnvironment(
  options: EnvironmentOptions = {},
): Promise<PythonEnvironment> {
  const tell = options.tell ?? (() => {});
  const folder = environmentFolder();
  const cache = path.dirname(folder);
  makeFolders(cache);
  const lock = `${folder}.lock`;
  let told = false;
  for (;;) {
    const found = findPythonEnvironment();
    if (found !== null) return found;
    if (options.signal?.aborted === true) throw new DLCodeGenError('INTERRUPTED', 'interrupted');
    if (await takeLock(lock)) break;
    if (!told) tell('waiting for another run that makes the Python environment');
    told = true;
    await wait(LOCK_POLL_MS);
  }
  try {
    if (findPythonEnvironment() === null) await make(folder, tell, options.signal);
  } finally {
    await rm(lock, { force: true });
  }
  const made = findPythonEnvironment();
  if (made === null) throw new DLCodeGenError('ENVIRONMENT', `${folder} has no bin/python`);
  return made;
}

/** False while another living process holds the lock; the lock of a dead one is removed. */
async function takeLock(lock: string): Promise<boolean> {
  const own = `${lock}.${process.pid}`;
  try {
    // Never empty, so that a lock always says whose it is.
    await writeFile(own, String(process.pid));
    await link(own, lock);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const holder = Number(await readFile(lock, 'utf8').catch(() => ''));
    if (holder > 0 && !isAlive(holder)) await rm(lock, { force: true });
    return false;
  } finally {
    await rm(own, { force: true });
  }
}

async function make(
  folder: string,
  tell: (text: string) => void,
  signal?: AbortSignal,
): Promise<void> {
  const uv = await provideUv(path.dirname(folder), tell);
  const scratch = await mkdtemp(`${folder}.making-`);
  tellDraft(scratch);
  const run = (args: readonly string[]) => runUv(uv, args, tell, signal);
  try {
    tell('making the Python environment; this happens once and takes a minute or two');
    let made = { exit: 1 as number | null, stderr: '' };
    for (const interpreter of INTERPRETERS) {
      made = await run([
        'venv',
        '--quiet',
        '--relocatable',
        '--allow-existing',
        ...interpreter,
        scratch,
      ]);
      if (made.exit === 0) break;
    }
    if (made.exit !== 0) {
      throw new DLCodeGenError(
        'ENVIRONMENT',
        `no Python from 3.11 to 3.13 can be had: ${lastLine(made.stderr)}; install one`,
      );
    }
    const python = path.join(scratch, 'bin', 'python');
    const installed = await run([
      'pip',
      'install',
      '--compile-bytecode',
      '--no-deps',
      '--python',
      python,
      '-r',
      LIST,
    ]);
    if (installed.exit !== 0) {
      throw new DLCodeGenError(
        'ENVIRONMENT',
        `the Python packages could not be installed: ${lastLine(installed.stderr)}`,
        {
          data: { stderr: installed.stderr },
        },
      );
    }
    await runTool({
      command: python,
      args: ['-c', 'import matplotlib.font_manager'],
      timeoutMs: 120_000,
      environment: { MPLCONFIGDIR: path.join(scratch, 'fonts') },
    });
    await rename(scratch, folder);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function runUv(
  uv: Uv,
  args: readonly string[],
  tell: (text: string) => void,
  signal?: AbortSignal,
) {
  const [command, ...first] = uv;
  const result = await runTool({
    command,
    args: [...first, ...args],
    timeoutMs: INSTALL_MS,
    environment: { VIRTUAL_ENV: undefined, UV_PYTHON: undefined },
    onLine: tell,
    ...(signal === undefined ? {} : { signal }),
  });
  if (signal?.aborted === true) throw new DLCodeGenError('INTERRUPTED', 'interrupted');
  return result;
}
