import { mkdtempSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createRandom } from '../src/core/index.ts';
import { findDuplicates, type Candidate } from '../src/corpus/deduplicate.ts';
import { mineCorpus } from '../src/corpus/index.ts';
import { bandKeys } from '../src/dataset/minhash.ts';
import { recordFigures } from './record-figures.ts';
import { requireSharedData } from './shared-data.ts';

/**
 * What the estimate of docs/scale.md needs beside `npm run bench:corpus`: the deduplication of many programs that are not near
 * each other, in one process, and the bytes that a run writes for a file and for a kept program.
 *
 * Usage: npm run measure:scale -- [PROGRAMS, default 200000] [--record]
 */
const programs = Number(process.argv.slice(2).find((word) => /^\d+$/.test(word)) ?? 200_000);
const scratch = mkdtempSync(path.join(os.tmpdir(), 'measure-scale-'));
try {
  const output = path.join(scratch, 'mined');
  const { files, status } = await mineCorpus({
    places: [path.join(requireSharedData(), 'notebooks')],
    output,
    threshold: 0.8,
    threads: 2,
    force: false,
  });
  const size = (name: string): number => statSync(path.join(output, name)).size;
  const figures = {
    ...measureDeduplication(),
    'bytes of the journal and notebooks.jsonl, a file': Math.round(
      (size('journal/files.jsonl') + size('notebooks.jsonl')) / files,
    ),
    'bytes of pairs.jsonl, a kept program': Math.round(size('pairs.jsonl') / status.kept),
  };
  for (const [what, value] of Object.entries(figures)) console.log(`${what.padEnd(56)} ${value}`);
  recordFigures('corpus-scale', {
    title: 'Deduplication in one process, and bytes written',
    command: 'npm run measure:scale',
    figures,
  });
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

/** Programs of random signatures: every one is compared with what shares a band, and every one is kept. */
function measureDeduplication(): Record<string, number> {
  const random = createRandom(programs);
  const memory = (): number => process.memoryUsage().rss / 2 ** 20;
  const before = memory();
  const candidates = Array.from({ length: programs }, (_, input): Candidate => {
    const signature = Uint32Array.from({ length: 128 }, () => Math.floor(random() * 2 ** 32));
    return {
      input,
      date: null,
      signature: {
        hash: String(input).padStart(32, '0'),
        bands: bandKeys(signature),
        places: Uint8Array.from(signature, (place) => place & 0xff),
      },
    };
  });
  const { userCPUTime: began } = process.resourceUsage();
  findDuplicates(candidates, 0.8);
  const seconds = (process.resourceUsage().userCPUTime - began) / 1e6;
  return {
    'programs deduplicated': programs,
    'processor seconds': Number(seconds.toFixed(2)),
    'MB for them': Math.round(memory() - before),
  };
}
