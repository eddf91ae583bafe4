import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PACKAGE_ROOT } from '../src/core/index.ts';
import { recordFigures } from './record-figures.ts';

/**
 * Wall time of one generation with its smoke run (S0-S5) of the orchard example, here and in another checkout, one after
 * the other in turn. Prints a row a run and the ratio of the fastest runs.
 *
 * Usage: npm run bench:smoke -- OTHER_CHECKOUT [--record]
 */
const RUNS = 4;
const [other] = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
if (other === undefined) throw new Error('expected the folder of another checkout');
const checkouts = { here: PACKAGE_ROOT, other: path.resolve(other) };
const example = path.join(PACKAGE_ROOT, 'examples', 'orchard');
const output = mkdtempSync(path.join(tmpdir(), 'bench-smoke-'));

/** Seconds of a run. Errors: where the command fails. */
function timeRun(checkout: string): number {
  const started = performance.now();
  const { status, stderr } = spawnSync(
    process.execPath,
    [
      path.join(checkout, 'bin', 'dlcodegen.cjs'),
      'generate',
      `@${path.join(example, 'requirement.txt')}`,
      '--data',
      path.join(example, 'orchard.csv'),
      '--target',
      'grade',
      '-o',
      path.join(output, 'project'),
      '--force',
    ],
    { encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`generate of ${checkout} ended with ${status}: ${stderr}`);
  return (performance.now() - started) / 1000;
}

try {
  const seconds: Record<keyof typeof checkouts, number[]> = { here: [], other: [] };
  for (let run = 0; run < RUNS; run++) {
    // What runs first in a pair changes, so that a busy moment favours neither.
    const order = run % 2 === 0 ? (['here', 'other'] as const) : (['other', 'here'] as const);
    for (const name of order) seconds[name].push(timeRun(checkouts[name]));
    process.stdout.write(
      `run ${run + 1}: here ${seconds.here.at(-1)?.toFixed(1)} s, other ${seconds.other.at(-1)?.toFixed(1)} s\n`,
    );
  }
  const ratio = Math.min(...seconds.here) / Math.min(...seconds.other);
  process.stdout.write(`fastest here / fastest there: ${ratio.toFixed(3)}\n`);
  recordFigures('smoke', {
    title: 'A generation with its smoke run against an earlier state',
    command: 'npm run bench:smoke -- OTHER_CHECKOUT',
    figures: {
      runs: RUNS,
      'seconds, fastest here': Number(Math.min(...seconds.here).toFixed(1)),
      'seconds, fastest there': Number(Math.min(...seconds.other).toFixed(1)),
      ratio: Number(ratio.toFixed(3)),
    },
  });
} finally {
  rmSync(output, { recursive: true, force: true });
}
