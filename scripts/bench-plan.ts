import { spawnSync } from 'node:child_process';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { PACKAGE_ROOT } from '../src/core/index.ts';
import { recordFigures } from './record-figures.ts';

/**
 * What a plan takes from the command to its end, and what a bare Node takes: each in processes of their own, taking turns.
 * Usage: npm run bench:plan -- [REQUIREMENT] [--against CHECKOUT] [--rounds 9] [--record]
 * `--against` names another checkout, whose sources take turns with these. The first round is not counted: it fills the
 * caches of files and of compiled code. Processor time holds on a busy machine too, where it only grows by a half.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    against: { type: 'string' },
    rounds: { type: 'string', default: '9' },
    record: { type: 'boolean', default: false },
  },
});
const [requirement = 'Classify iris flowers from measurements'] = positionals;
const planIn = (checkout: string): readonly string[] => [
  path.join(checkout, 'bin', 'dlcodegen.cjs'),
  'plan',
  requirement,
];
const commands: Readonly<Record<string, readonly string[]>> = {
  plan: planIn(PACKAGE_ROOT),
  ...(values.against === undefined ? {} : { 'the other checkout': planIn(values.against) }),
  'bare Node': ['-e', '0'],
};

interface Times {
  readonly wall: number;
  /** Of the processor, in user and system mode, of all processes. */
  readonly processor: number;
}

/** Units: seconds; those of the processor to a hundredth, as the shell gives them. */
function time(args: readonly string[]): Times {
  const start = performance.now();
  const script = '"$@" >&2 || exit 1; times';
  const { status, stdout, stderr } = spawnSync(
    'sh',
    ['-c', script, 'sh', process.execPath, ...args],
    { encoding: 'utf8' },
  );
  const wall = (performance.now() - start) / 1000;
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}: ${stderr}`);
  // The second line is of the shell's children: "0m0.04s 0m0.01s".
  const [user = 0, system = 0] = [
    ...(stdout.split('\n')[1] ?? '').matchAll(/(\d+)m([\d.]+)s/g),
  ].map(([, minutes, seconds]) => Number(minutes) * 60 + Number(seconds));
  return { wall, processor: user + system };
}

function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((left, right) => left - right);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}

const names = Object.keys(commands);
const rounds = Array.from({ length: Number(values.rounds) + 1 }, (_, round) => {
  const order = round % 2 === 0 ? names : names.toReversed();
  return new Map(order.map((name) => [name, time(commands[name] ?? [])]));
}).slice(1);
const figures: Record<string, string> = {};
for (const name of names) {
  const times = rounds.flatMap((round) => round.get(name) ?? []);
  const wall = median(times.map((one) => one.wall));
  const processor = median(times.map((one) => one.processor));
  figures[name] = `${wall.toFixed(2)} s, ${processor.toFixed(2)} s of processor time`;
}
const [load = 0] = os.loadavg();
figures['rounds, of which the median'] = String(rounds.length);
figures['machine'] = `${os.availableParallelism()} cores, load ${load.toFixed(1)}`;
for (const [what, value] of Object.entries(figures)) console.log(`${what}: ${value}`);
recordFigures('plan', {
  title: 'What one plan takes from the command line',
  command: 'npm run bench:plan',
  figures,
});
