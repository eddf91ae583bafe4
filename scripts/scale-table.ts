import type { Measured } from './record-figures.ts';

/** Meta Kaggle Code has about as many notebooks. */
const FILES = 5_000_000;
/** Processors of the machines that share the work. */
const CORES = [2, 16, 64] as const;
/** US dollars for an hour of one processor in the cloud; a stated assumption. */
const CORE_HOUR = 0.05;

/** Rows of docs/scale.md: time and cost of mining so many notebooks, from the recorded rates of the miner. */
export function scaleRows(measured: (name: string) => Measured): readonly (readonly string[])[] {
  const { figures: memory } = measured('corpus-memory.json');
  const { figures: rate } = measured('corpus-rate.json');
  const { figures: scale } = measured('corpus-scale.json');
  const [files, row = ''] = Object.entries(memory).at(-1) ?? [];
  const [readMs, pairMs, kept] = numbersIn(
    String(row),
    /, ([\d.]+) ms of processor a file, ([\d.]+) with pairs, (\d+) kept/,
  );
  const [mined] = numbersIn(String(files), /^(\d+) files$/);
  const [counted, megabytes] = numbersIn(String(rate['files']), /^(\d+), (\d+) MB$/);
  const programs = (FILES * kept) / mined;
  const hours = (FILES * pairMs) / 3_600_000;
  const perProgram = (name: string): number =>
    (Number(scale[name]) / Number(scale['programs deduplicated'])) * programs;
  return [
    ['notebooks', FILES.toLocaleString('en')],
    ['to be read', `${((FILES / counted) * (megabytes / 1000)).toFixed(0)} GB`],
    ['kept, if as many as of the copies', Math.round(programs).toLocaleString('en')],
    ['processor time, reading and judging', `${((FILES * readMs) / 3_600_000).toFixed(1)} h`],
    ['processor time, with plans, requirements and pairs', `${hours.toFixed(1)} h`],
    [
      'time on two threads at the rate of the bench, by the clock of a machine that others used too',
      `${(FILES / Number(rate['files a second, ours with pairs']) / 3600).toFixed(1)} h`,
    ],
    ...CORES.map((cores) => [
      `time on ${cores} processors that do nothing else`,
      `${(hours / cores).toFixed(1)} h`,
    ]),
    [`cost at $${CORE_HOUR} an hour of a processor`, `$${(hours * CORE_HOUR).toFixed(2)}`],
    [
      'deduplication, in the one process that sends',
      `${perProgram('processor seconds').toFixed(0)} s, ${(perProgram('MB for them') / 1000).toFixed(1)} GB of memory`,
    ],
    [
      'written: journal and notebooks.jsonl',
      gigabytes(FILES * Number(scale['bytes of the journal and notebooks.jsonl, a file'])),
    ],
    [
      'written: pairs.jsonl',
      gigabytes(programs * Number(scale['bytes of pairs.jsonl, a kept program'])),
    ],
  ];
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB`;
}

/** The groups of a pattern in a recorded text, as numbers. */
function numbersIn(text: string, pattern: RegExp): [number, number, number] {
  const match = pattern.exec(text);
  if (match === null) throw new Error(`a recorded figure is no longer written so: ${text}`);
  const [one, two, three] = match.slice(1).map(Number);
  return [one ?? Number.NaN, two ?? Number.NaN, three ?? Number.NaN];
}
