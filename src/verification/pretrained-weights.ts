import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { symlink } from 'node:fs/promises';
import path from 'node:path';
import { cacheFolder, DLCodeGenError, makeFolders, writeChunks } from '../core/index.ts';
import { PRETRAINED_WEIGHTS, WEIGHTS_HOST, type PretrainedWeights } from '../plan/index.ts';
import { findPresets, linkPresets, presetOf } from './text-presets.ts';

/** Where one file stands in a download. */
export interface FetchProgress {
  readonly name: string;
  readonly bytes: number;
  /** Null where the server does not say. */
  readonly total: number | null;
}

export interface FetchOptions {
  /** What stands in the place of Google's storage; the paths below it are the same. */
  readonly mirror?: string;
  readonly table?: Readonly<Record<string, PretrainedWeights>>;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: FetchProgress) => void;
}

/** A folder as Keras has one at `~/.keras`: with `KERAS_HOME` set to it, weights are found in its `models`. */
export function kerasHome(): string {
  return path.join(cacheFolder(), 'keras');
}

function weightsFile({ path: place, file }: PretrainedWeights): string {
  return path.join(kerasHome(), 'models', file ?? path.posix.basename(place));
}

/**
 * Backbones whose weights are in the cache, which were compared with their hash before they got their name, and presets of
 * text encoders.
 */
export function findWeights(): ReadonlySet<string> {
  const found = Object.entries(PRETRAINED_WEIGHTS).filter(([, row]) =>
    existsSync(weightsFile(row)),
  );
  return new Set([...found.map(([name]) => name), ...findPresets(kerasHome())]);
}

/**
 * Downloads the weights that are not in the cache, one after the other; each has its name only once its hash is right.
 * Errors: ENVIRONMENT (no network, no such file, another hash), BAD_INPUT (the disk), INTERRUPTED.
 */
export async function fetchWeights(
  names: readonly string[],
  options: FetchOptions = {},
): Promise<void> {
  const table: Readonly<Record<string, PretrainedWeights>> = options.table ?? PRETRAINED_WEIGHTS;
  makeFolders(path.join(kerasHome(), 'models'));
  for (const name of names) {
    const row = table[name];
    if (row === undefined) throw new DLCodeGenError('USAGE', `no weights are known of "${name}"`);
    const file = weightsFile(row);
    if (!existsSync(file)) await writeChunks(file, download(name, row, options));
  }
}

/** The pieces of a file; ends in an error where all of them have not the hash. */
async function* download(
  name: string,
  { path: place, hash }: PretrainedWeights,
  { mirror, signal, onProgress }: FetchOptions,
): AsyncGenerator<Uint8Array> {
  const address = new URL(place, mirror?.replace(/(?<!\/)\/*$/, '/') ?? WEIGHTS_HOST);
  const hasher = createHash(hash.length === 64 ? 'sha256' : 'md5');
  let bytes = 0;
  try {
    const response = await fetch(address, signal === undefined ? {} : { signal });
    if (!response.ok || response.body === null) {
      throw new Error(`the server answers ${response.status} ${response.statusText}`.trim());
    }
    const length = Number(response.headers.get('content-length') ?? 0);
    for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
      hasher.update(chunk);
      bytes += chunk.length;
      onProgress?.({ name, bytes, total: length > 0 ? length : null });
      yield chunk;
    }
  } catch (cause) {
    if (signal?.aborted === true) throw new DLCodeGenError('INTERRUPTED', 'interrupted');
    throw new DLCodeGenError(
      'ENVIRONMENT',
      `the weights of ${name} cannot be had from ${address.href}: ${reasonOf(cause)}`,
      { cause },
    );
  }
  const received = hasher.digest('hex');
  if (received === hash) return;
  throw new DLCodeGenError(
    'ENVIRONMENT',
    `${address.href} has the hash ${received}, expected ${hash}; nothing was kept`,
  );
}

/** `fetch` says no more than that it failed; why stands in the cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  const code = cause instanceof Error && 'code' in cause ? ` (${String(cause.code)})` : '';
  return cause instanceof Error
    ? `no connection${code}: ${cause.message || error.message}`
    : error.message;
}

/**
 * Makes the weights of the cache visible to Keras in a home folder, each by a link: what Keras might add stays in the
 * home. Returns the folders that must be readable.
 */
export async function linkWeights(home: string): Promise<readonly string[]> {
  const folder = path.join(home, '.keras', 'models');
  makeFolders(folder);
  const files = Object.values(PRETRAINED_WEIGHTS)
    .map(weightsFile)
    .filter((file) => existsSync(file));
  for (const file of files) await symlink(file, path.join(folder, path.basename(file)));
  const hasPresets = await linkPresets(kerasHome(), path.join(home, '.keras'));
  return files.length === 0 && !hasPresets ? [] : [kerasHome()];
}

/** Backbones and presets whose weights a project's code starts from. */
export function pretrainedBackbones(files: ReadonlyMap<string, string>): readonly string[] {
  const model = files.get('model.py') ?? '';
  if (!/\bweights="imagenet"|^WEIGHTS = "imagenet"$/m.test(model)) return presetOf(files);
  return [...model.matchAll(/\bkeras\.applications\.(\w+)\(/g)].map(([, name]) => name ?? '');
}
