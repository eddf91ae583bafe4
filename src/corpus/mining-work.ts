import { existsSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { DLCodeGenError } from '../core/index.ts';
import type { JobKind } from '../queue/index.ts';
import type { Job } from './jobs.ts';
import { MINE_KIND, SHARD_BODY } from './share-jobs.ts';
import { startThreads } from './threads.ts';

export interface MiningWork {
  readonly kinds: Readonly<Record<typeof MINE_KIND, JobKind>>;
  readonly close: () => Promise<void>;
}

/**
 * What a worker can do for `corpus mine --queue`: it reads files below its own `root` and no other, whatever a job says; null
 * for none. Threads start with the first job.
 */
export function startMiningWork(options: {
  readonly root: string | null;
  readonly threads: number;
}): MiningWork {
  const threads = startThreads(options.threads);
  return {
    kinds: {
      [MINE_KIND]: async (body) => {
        const { kind, files } = SHARD_BODY.parse(body);
        const root = requireRoot(options.root);
        const jobs = files.map(({ path: below, ...rest }): Job => ({
          kind,
          path: placeBelow(root, below),
          ...rest,
        }));
        if (!jobs.some(({ path: file }) => existsSync(file))) {
          throw new DLCodeGenError(
            'WORKER_REFUSES',
            `none of the ${jobs.length} files of a shard is below ${root}, e.g. ${files[0]?.path}`,
          );
        }
        const lines: string[] = [];
        for await (const some of threads.run(jobs)) lines.push(...some);
        return lines;
      },
    },
    close: threads.close,
  };
}

/** Errors: WORKER_REFUSES. */
function requireRoot(root: string | null): string {
  if (root !== null && existsSync(root)) return realpathSync(root);
  const what = root === null ? 'no folder was named' : `${root} is not there`;
  throw new DLCodeGenError(
    'WORKER_REFUSES',
    `the job needs the inputs of corpus mine, and ${what}: name their folder with --inputs`,
  );
}

/** Errors: a name or a link that leads out of the root fails the job. */
function placeBelow(root: string, below: string): string {
  const file = path.resolve(root, below);
  const folder = path.dirname(file);
  const found = existsSync(folder) ? realpathSync(folder) : folder;
  const isBelow = [file, path.join(found, path.basename(file))].every((place) =>
    place.startsWith(root.endsWith(path.sep) ? root : `${root}${path.sep}`),
  );
  if (isBelow && !below.includes('\0')) return file;
  throw new Error(`${JSON.stringify(below.slice(0, 200))} leads out of the folder of the inputs`);
}
