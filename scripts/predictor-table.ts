/** What `bench-predictor.ts` prints: the machine, medians with their spread, ratios to ours, targets. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';

export interface Spread {
  readonly n: number;
  readonly median: number;
  readonly lowest: number;
  readonly highest: number;
}

export interface MeasuredRow {
  /** An update, a step of decoding, or the prompt before its first step. */
  readonly part: 'train' | 'decode' | 'prompt';
  readonly size: string;
  readonly parameters: number;
  readonly threads: number;
  readonly context: number;
  readonly beams: number | null;
  /** Milliseconds. */
  readonly sides: Readonly<Record<string, Spread & { readonly samples: readonly number[] }>>;
  /** How many times as long the other side took, within the same round: `OTHER / OURS`. */
  readonly ratios: Readonly<Record<string, Spread>>;
  /** Loss of the first update, or the tokens that were written: both sides run the same model. */
  readonly first: Readonly<Record<string, number | readonly number[]>>;
}

/** Ratio that the default size is to reach; a pair without one is reported as it is. */
const TARGETS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  train: { 'PyTorch fp32 / ours fp32': 1.3 },
  decode: { 'PyTorch fp32 / ours fp32': 1.8, 'llama.cpp Q8_0 / ours int8': 1 },
};
/** Says the same as its other way round. */
const INVERSE = 'ours int8>ours fp32';
/** What decides the speed of products of matrices. */
const CPU_FLAGS = /^(?:avx|avx2|fma|f16c|avx512\w*|avx_\w+|amx_\w+)$/;

/** Times of each side, in the order of the rounds, and every other side against ours. */
export function summarize<T>(
  results: ReadonlyMap<string, readonly T[]>,
  read: (result: T) => number,
): Pick<MeasuredRow, 'sides' | 'ratios'> {
  const times = [...results].map(([name, values]) => ({ name, samples: values.map(read) }));
  const sides = times.map(({ name, samples }) => [name, { ...spread(samples), samples }] as const);
  const pairs = times
    .filter(({ name }) => name.startsWith('ours'))
    .flatMap((ours) =>
      times
        .filter(({ name }) => name !== ours.name && `${name}>${ours.name}` !== INVERSE)
        .map(
          (other) => [`${other.name} / ${ours.name}`, ratio(other.samples, ours.samples)] as const,
        ),
    );
  return { sides: Object.fromEntries(sides), ratios: Object.fromEntries(pairs) };
}

export function renderRow(row: MeasuredRow): string {
  const { part, size, parameters, threads, context, beams } = row;
  const millions = (parameters / 1e6).toFixed(1);
  const head = `${part} ${size} (${millions}M), context ${context}${beams === null ? '' : `, beams ${beams}`}, threads ${threads}`;
  const sides = Object.entries(row.sides).map(
    ([name, value]) => `  ${name.padEnd(16)} ${show(value)} ms`,
  );
  const ratios = Object.entries(row.ratios).map(([name, value]) => {
    const target = TARGETS[part]?.[name];
    const reached = value.median >= (target ?? 0) ? 'reached' : 'MISSED';
    return `  ${name}: ${show(value)}${target === undefined ? '' : `, target ${target} ${reached}`}`;
  });
  return [head, ...sides, ...ratios, `  ${renderFirst(row)}`].join('\n');
}

/** Versions, processor and load; figures without them mean nothing. */
export function describeMachine(others: Readonly<Record<string, string>>): object {
  const require = createRequire(import.meta.url);
  const runtime = require('onnxruntime-node/package.json') as { readonly version: string };
  const [processor] = os.cpus();
  return {
    processor: processor?.model ?? '',
    cores: os.availableParallelism(),
    flags: readFlags(),
    system: `${os.platform()} ${os.arch()}`,
    loadAtStart: os.loadavg()[0],
    versions: { node: process.version, 'onnxruntime-node': runtime.version, ...others },
  };
}

function readFlags(): string[] {
  try {
    const line = /^flags\s*:(.*)$/m.exec(readFileSync('/proc/cpuinfo', 'utf8'))?.[1] ?? '';
    return line.split(' ').filter((flag) => CPU_FLAGS.test(flag));
  } catch {
    // only Linux tells
    return [];
  }
}

function ratio(other: readonly number[], ours: readonly number[]): Spread {
  return spread(other.slice(0, ours.length).map((ms, round) => ms / (ours[round] ?? Number.NaN)));
}

function spread(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const median = ((sorted[Math.ceil(middle) - 1] ?? 0) + (sorted[Math.floor(middle)] ?? 0)) / 2;
  return {
    n: sorted.length,
    median,
    lowest: sorted[0] ?? Number.NaN,
    highest: sorted.at(-1) ?? Number.NaN,
  };
}

function show({ n, median, lowest, highest }: Spread): string {
  const [middle, low, high] = [median, lowest, highest].map((value) => value.toPrecision(3));
  return `${middle} (${low}-${high}, n ${n})`;
}

/** Losses side by side; of tokens, how many from the first on are those of our fp32. */
function renderFirst({ first, part }: MeasuredRow): string {
  const ours = first['ours fp32'];
  const shown = Object.entries(first).map(([name, value]) => {
    if (typeof value === 'number') return `${name} ${value.toFixed(3)}`;
    const all = Array.isArray(ours) ? ours : [];
    const differs = value.findIndex((id, at) => id !== all[at]);
    return `${name} ${differs === -1 ? value.length : differs} of ${all.length}`;
  });
  return `${part === 'train' ? 'first loss' : 'same tokens'}: ${shown.join(', ')}`;
}
