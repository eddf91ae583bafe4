import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { PACKAGE_ROOT } from '../core/index.ts';
import { RECORDS_FILE } from '../retrieval/index.ts';

export const POOL = path.join(PACKAGE_ROOT, 'pool');
const MODELS = path.join(PACKAGE_ROOT, 'models');

/** Rooms that only measure or show: they change no sample. */
const MEASURING = new Set([
  'cli',
  'dataset',
  'evaluation',
  'metrics',
  'queue',
  'runs',
  'studio',
  'mcp',
]);

export interface Fingerprint {
  /** SHA-256 of the code that makes samples, with the models that predict their plans. */
  readonly code: string;
  /** SHA-256 of the pool. */
  readonly pool: string;
}

/** What samples depend on beside their job; a sample is kept from run to run only while this is the same. */
export async function takeFingerprint(pool: string, models = MODELS): Promise<Fingerprint> {
  const rooms = path.resolve(import.meta.dirname, '..');
  const code = await hashFolder(rooms, (file) => {
    const room = file.split(path.sep)[0] ?? '';
    return /\.(js|ts)$/.test(file) && !/\.(test|d)\.ts$/.test(file) && !MEASURING.has(room);
  });
  const python = await hashFolder(path.join(PACKAGE_ROOT, 'python'), (file) =>
    file.endsWith('.py'),
  );
  // What ran, and when, changes no program.
  const samples = await hashFolder(pool, (file) => file !== RECORDS_FILE);
  const predictor = await hashFolder(models, (file) => !file.endsWith('.md'));
  return { code: hash(code, python, predictor), pool: samples };
}

export function hash(...parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

async function hashFolder(folder: string, counts: (file: string) => boolean): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .filter(counts)
    .sort();
  const sums = await Promise.all(
    files.map(async (file) =>
      createHash('sha256')
        .update(await readFile(path.join(folder, file)))
        .digest('hex'),
    ),
  );
  return hash(...files, ...sums);
}

export function readVersion(): string {
  const manifest = JSON.parse(readFileSync(path.join(PACKAGE_ROOT, 'package.json'), 'utf8')) as {
    version: string;
  };
  return manifest.version;
}
