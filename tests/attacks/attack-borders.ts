import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createRandom } from '../../src/core/index.ts';
import { BORDERS, isOwn, type Border } from './borders-table.ts';
import { mutate } from './mutate.ts';

export interface AttackReport {
  readonly inputs: number;
  /** One for each kind of crash: border, error and place. */
  readonly crashes: readonly string[];
  /** Inputs that took longer than the limit of processor time. */
  readonly hangs: readonly string[];
  /** Bytes, the most at any time. */
  readonly memory: number;
}

const MOST_MS = 10_000;

/** Reads `count` changed inputs over all borders, the same for the same seed. */
export async function attackBorders(count: number, seed: number): Promise<AttackReport> {
  const random = createRandom(seed);
  const rounds = BORDERS.flatMap((border) => Array.from({ length: border.share }, () => border));
  const seeds = new Map(
    await Promise.all(BORDERS.map(async (border) => [border, await border.files()] as const)),
  );
  const scratch = mkdtempSync(path.join(os.tmpdir(), 'borders-'));
  const crashes = new Map<string, number>();
  const hangs: string[] = [];
  let memory = 0;
  try {
    for (let at = 0; at < count; at += 1) {
      const border = rounds[at % rounds.length] as Border;
      const folder = path.join(scratch, String(at));
      lay(folder, Object.entries(seeds.get(border) ?? {}), random);
      const before = process.cpuUsage();
      const error = await read(border, folder);
      const { user, system } = process.cpuUsage(before);
      if (error !== null) {
        const key = `${border.name}: ${error}`;
        crashes.set(key, (crashes.get(key) ?? 0) + 1);
      }
      if ((user + system) / 1000 > MOST_MS) hangs.push(`${border.name}, input ${at}`);
      memory = Math.max(memory, process.memoryUsage.rss());
      rmSync(folder, { recursive: true });
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  const listed = [...crashes].map(([key, times]) => `${times} x ${key}`);
  return { inputs: count, crashes: listed, hangs, memory };
}

function lay(
  folder: string,
  files: readonly (readonly [string, string | Buffer])[],
  random: () => number,
): void {
  const changed = Math.floor(random() * files.length);
  for (const [at, [name, content]] of files.entries()) {
    const bytes = Buffer.from(content);
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), at === changed ? mutate(bytes, random) : bytes);
  }
}

/** What crashed and where; null where the input was read or refused. */
async function read(border: Border, folder: string): Promise<string | null> {
  try {
    await border.read(folder);
    return null;
  } catch (error) {
    if (isOwn(error)) return null;
    if (!(error instanceof Error)) return String(error);
    const place = /src\/[\w/-]+\.ts:\d+/.exec(error.stack ?? '')?.[0] ?? 'elsewhere';
    return `${error.name} at ${place}: ${error.message.split('\n')[0]?.slice(0, 120)}`;
  }
}
