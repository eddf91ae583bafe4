import os from 'node:os';
import { DLCodeGenError, renderDuration } from '../../core/index.ts';
import {
  DEFAULT_THRESHOLD,
  LEAST_THRESHOLD,
  mineCorpus,
  type MineProgress,
  type Summary,
} from '../../corpus/index.ts';
import type { RunCommand } from '../command.ts';
import type { Console } from '../console.ts';
import { countOf, textOf, type OptionValues } from '../options.ts';

const FAILED = 7;
/** Milliseconds between two lines of progress. */
const TELL_EVERY = 2000;

/** `corpus mine PATH... -o DIR` (DESIGN 5). Exit status 7 where a file could not be read; the others are mined all the same. */
export const run: RunCommand = async ({ positionals, values, console, signal }) => {
  const [action, ...places] = positionals;
  const output = textOf(values, 'output');
  if (action !== 'mine' || places.length === 0 || output === undefined) {
    throw new DLCodeGenError('USAGE', 'corpus takes: mine PATH... -o DIR');
  }
  const summary = await mineCorpus({
    places,
    output,
    threshold: readThreshold(values),
    threads: countOf(values, 'jobs', os.availableParallelism()),
    force: values.force === true,
    signal,
    onProgress: tellProgress(console, () => performance.now()),
  });
  if (console.json) console.print(JSON.stringify(summary));
  else {
    for (const line of describe(summary)) console.talk(line);
    console.print(output);
  }
  return summary.status.failed === 0 ? 0 : FAILED;
};

function readThreshold(values: OptionValues): number {
  const text = textOf(values, 'threshold');
  if (text === undefined) return DEFAULT_THRESHOLD;
  const threshold = /^(?:0?\.\d{1,6}|1(?:\.0{1,6})?)$/.test(text) ? Number(text) : Number.NaN;
  if (threshold >= LEAST_THRESHOLD) return threshold;
  throw new DLCodeGenError(
    'USAGE',
    `--threshold must be a number from ${LEAST_THRESHOLD} to 1, received "${text}"`,
  );
}

/** Files a second and the time left, by what this run has done. */
function tellProgress(console: Console, now: () => number): (progress: MineProgress) => void {
  let stage: MineProgress['stage'] | null = null;
  let began = now();
  let told = Number.NEGATIVE_INFINITY;
  return (progress) => {
    if (progress.stage !== stage) {
      stage = progress.stage;
      began = now();
      told = Number.NEGATIVE_INFINITY;
    }
    const isEnd = progress.done === progress.total;
    if (!isEnd && now() - told < TELL_EVERY) return;
    told = now();
    const made = progress.done - progress.kept;
    const rate = (1000 * made) / Math.max(1, now() - began);
    const kept = progress.kept === 0 ? '' : `, ${progress.kept} of an earlier run`;
    const left =
      isEnd || made === 0
        ? ''
        : `, ${renderDuration((1000 * (progress.total - progress.done)) / rate)} left`;
    console.progress(
      progress.done,
      progress.total,
      `${progress.stage}: ${progress.done} of ${progress.total} files${kept}, ${rate.toFixed(0)} a second${left}`,
    );
  };
}

function describe({ files, status, duplicates, removed, reasons }: Summary): string[] {
  const counts = Object.entries(reasons)
    .toSorted(([one, first], [other, second]) => second - first || (one < other ? -1 : 1))
    .map(([reason, count]) => `${String(count).padStart(8)}  ${reason}`);
  const taken = Object.entries(removed).map(([kind, count]) => `${count} x ${kind}`);
  return [
    `${files} files: ${status.kept} kept, ${status.rejected} rejected (${duplicates.exact} repeat another's code, ${duplicates.near} nearly), ${status.failed} cannot be read`,
    ...counts,
    `taken out of the code: ${taken.length === 0 ? 'nothing' : taken.join(', ')}`,
  ];
}
