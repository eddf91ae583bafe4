import { existsSync } from 'node:fs';
import { mkdtemp, rename, rm, symlink } from 'node:fs/promises';
import path from 'node:path';
import { cacheFolder, DLCodeGenError, makeFolders, PACKAGE_ROOT } from '../core/index.ts';
import { PRESETS } from '../plan/index.ts';
import { runTool } from '../sandbox/index.ts';
import { provideUv } from './find-uv.ts';
import { preparePythonEnvironment } from './python-environment.ts';

export interface FetchPresetOptions {
  readonly signal?: AbortSignal;
  readonly tell?: (text: string) => void;
}

const FETCH_MS = 3_600_000;
/** Downloads presets for KerasHub. */
const DOWNLOADER = 'kagglehub';
/** What `save_to_preset` of an encoder and of its tokenizer write. */
const FILES = ['config.json', 'model.weights.h5', 'tokenizer.json'];

/** The folder of a preset of KerasHub in a folder such as `~/.keras`; projects look for it there. */
export function presetFolder(home: string, name = ''): string {
  return path.join(home, 'presets', name);
}

/** Presets of text encoders that are in a folder such as `~/.keras`, whole. */
export function findPresets(home: string): readonly string[] {
  return PRESETS.filter((name) =>
    FILES.every((file) => existsSync(path.join(presetFolder(home, name), file))),
  );
}

/**
 * Has KerasHub download presets that are not in the folder, one after the other, with a downloader in a folder of its own
 * that is removed afterwards; each has its name only once it is whole.
 * Errors: ENVIRONMENT (no network, no such preset), INTERRUPTED.
 */
export async function fetchPresets(
  home: string,
  names: readonly string[],
  { signal, tell = () => {} }: FetchPresetOptions = {},
): Promise<void> {
  const there = findPresets(home);
  const missing = names.filter((name) => !there.includes(name));
  if (missing.length === 0) return;
  const options = signal === undefined ? {} : { signal };
  const { python } = await preparePythonEnvironment({ ...options, tell });
  const [uv, ...first] = await provideUv(cacheFolder(), tell);
  makeFolders(presetFolder(home));
  const scratch = await mkdtemp(path.join(home, '.fetching-'));
  try {
    const tools = path.join(scratch, 'tools');
    const install = [...first, 'pip', 'install', '--python', python, '--target', tools, DOWNLOADER];
    await runFetch({ command: uv, args: install, ...options }, DOWNLOADER);
    for (const name of missing) {
      tell(`downloading ${name}`);
      const folder = path.join(scratch, name);
      const script = path.join(PACKAGE_ROOT, 'python', 'fetch_preset.py');
      const environment = { PYTHONPATH: tools, KAGGLEHUB_CACHE: path.join(scratch, 'downloads') };
      await runFetch(
        { command: python, args: [script, name, folder], environment, ...options },
        name,
      );
      await rm(presetFolder(home, name), { recursive: true, force: true });
      await rename(folder, presetFolder(home, name));
    }
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function runFetch(
  run: Omit<Parameters<typeof runTool>[0], 'timeoutMs'>,
  what: string,
): Promise<void> {
  const { exit, stderr } = await runTool({ ...run, timeoutMs: FETCH_MS });
  if (run.signal?.aborted === true) throw new DLCodeGenError('INTERRUPTED', 'interrupted');
  if (exit === 0) return;
  const reason = stderr.trim().split('\n').at(-1) ?? '';
  throw new DLCodeGenError(
    'ENVIRONMENT',
    `${what} cannot be downloaded: ${reason}; a folder that save_to_preset of KerasHub wrote elsewhere can be copied to presets/NAME in the folder that dlcodegen doctor shows`,
    { data: { stderr } },
  );
}

/** Makes the presets of one folder visible in another by a link. Returns whether there are some. */
export async function linkPresets(from: string, to: string): Promise<boolean> {
  if (findPresets(from).length === 0) return false;
  await symlink(presetFolder(from), presetFolder(to));
  return true;
}

/** The preset that a project's code starts from; none where it starts from random weights. */
export function presetOf(files: ReadonlyMap<string, string>): readonly string[] {
  return [...files.values()].flatMap((code) => /^PRESET = "([\w.]+)"$/m.exec(code)?.[1] ?? []);
}
