import { statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { DLCodeGenError, ownTable, renderDuration } from '../../core/index.ts';
import {
  DEFAULT_THRESHOLD,
  LEAST_THRESHOLD,
  mineCorpus,
  type MineProgress,
  type Sharing,
  type Summary,
} from '../../corpus/index.ts';
import type { CommandContext, RunCommand } from '../command.ts';
import type { Console } from '../console.ts';
import { countOf, textOf, type OptionValues } from '../options.ts';

const FAILED = 7;
/** Milliseconds between two lines of progress. */
const TELL_EVERY = 2000;

/** `corpus mine` and `corpus probe` (DESIGN 5). */
export const run: RunCommand = async (context) => {
  const [name = ''] = context.positionals;
  const action = ACTIONS[name];
  if (action !== undefined) return action(context);
  throw new DLCodeGenError(
    'USAGE',
    `corpus takes ${Object.keys(ACTIONS).join(' or ')}, received "${name}"`,
  );
};

const ACTIONS: Readonly<Record<string, RunCommand>> = ownTable({
  mine,
  probe: async (context) => (await import('./corpus-probe.ts')).run(context),
});

/** `corpus mine` (DESIGN 5). Exit status 7 where a file could not be read; the others are mined all the same. */
async function mine(context: CommandContext): Promise<number> {
  const { positionals, values, console, signal } = context;
  const places = positionals.slice(1);
  const output = textOf(values, 'output');
  const sources = textOf(values, 'sources');
  if (places.length > 0 === (sources !== undefined) || output === undefined) {
    throw new DLCodeGenError('USAGE', 'corpus mine takes PATH... -o DIR, or --sources FILE -o DIR');
  }
  const shared = await openSharing(context, { places, sources });
  const summary = await mineCorpus({
    places,
    ...(sources === undefined ? {} : { sources }),
    ...(shared === null ? {} : { sharing: shared }),
    output,
    threshold: readThreshold(values),
    threads: countOf(values, 'jobs', os.availableParallelism()),
    force: values.force === true,
    signal,
    onProgress: tellProgress(console, () => performance.now()),
  }).finally(async () => shared?.queue.close());
  if (console.json) console.print(JSON.stringify(summary));
  else {
    for (const line of describe(summary)) console.talk(line);
    console.print(output);
  }
  return summary.status.failed === 0 ? 0 : FAILED;
}

/** The rooms are loaded only where they are asked for. */
async function openSharing(
  { values, console }: CommandContext,
  inputs: { readonly places: readonly string[]; readonly sources: string | undefined },
): Promise<Sharing | null> {
  const text = textOf(values, 'queue');
  const root = textOf(values, 'inputs');
  if (text === undefined) {
    if (root === undefined) return null;
    throw new DLCodeGenError('USAGE', '--inputs goes with --queue');
  }
  const { openQueue, parseAddress } = await import('../../queue/index.ts');
  const { takeStamp } = await import('../../evaluation/index.ts');
  return {
    root: path.resolve(root ?? commonFolder(inputs)),
    stamp: await takeStamp(),
    queue: await openQueue(parseAddress(text), console.talk),
  };
}

/** The folder of the list, or the one that holds all places. */
function commonFolder({
  places,
  sources,
}: {
  readonly places: readonly string[];
  readonly sources: string | undefined;
}): string {
  if (sources !== undefined) return path.dirname(sources);
  const [first = '.', ...others] = places.map((place) =>
    statSync(place, { throwIfNoEntry: false })?.isDirectory() === true
      ? path.resolve(place)
      : path.dirname(path.resolve(place)),
  );
  let common = first;
  for (const other of others) {
    while (path.relative(common, other).split(path.sep)[0] === '..') common = path.dirname(common);
  }
  return common;
}

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
