/**
 * Measures CodeBLEU beside the Python package codebleu 0.7.0 in the same run, over the same pairs, one core each:
 * with references read once, cold (both programs read for every pair), and in two threads.
 * Usage: npm run bench:metrics -- [PAIRS, default 75]. Needs the shared data and uv, or DLCODEGEN_BENCH_PYTHON, a Python
 * that has codebleu==0.7.0 and tree-sitter-python==0.21.0. Times are of the processor: other programs do not count.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import {
  analyseForCodeBleu,
  codeScores,
  compareCode,
  RAW,
  startPool,
  type CodePair,
} from '../src/metrics/index.ts';
import { requireSharedData } from './shared-data.ts';

const ROUNDS = 3;
const THREAD_PAIRS = 600;
const PYTHON_PROGRAM = `
import json, sys, time
from codebleu import calc_codebleu
pairs = json.load(sys.stdin)
calc_codebleu([pairs[0][0]], [pairs[0][1]], "python")
start = time.process_time()
scores = [calc_codebleu([reference], [candidate], "python")["ngram_match_score"] for reference, candidate in pairs]
print(json.dumps({"ms": 1000 * (time.process_time() - start) / len(pairs), "ngram": sum(scores)}))
`;

const count = Number(process.argv[2] ?? 75);
const pairs = readPairs(path.join(requireSharedData(), 'tasks')).slice(0, count);
console.log(
  `${pairs.length} pairs of real programs, ${ROUNDS} rounds, processor milliseconds a pair`,
);

const rows: number[][] = [];
for (let round = 0; round < ROUNDS; round += 1) {
  const python = runPython(pairs);
  const cold = measure(() => pairs.map((pair) => scoreCold(pair)));
  const references = new Map(
    pairs.map(({ reference }) => [reference, analyseForCodeBleu(reference)] as const),
  );
  const warm = measure(() =>
    pairs.map(({ reference, candidate }) => {
      const expected = references.get(reference) ?? analyseForCodeBleu(reference);
      return codeScores(compareCode(expected, analyseForCodeBleu(candidate ?? ''))).ngram;
    }),
  );
  const difference = Math.abs(python.ngram - warm.ngram);
  if (difference > 1e-6) throw new Error(`n-gram scores differ by ${difference}`);
  // The first round also warms the compiler; it is shown and counted like the others.
  console.log(
    `round ${round + 1}: codebleu ${python.ms.toFixed(1)}, ours cold ${cold.ms.toFixed(2)} (${(python.ms / cold.ms).toFixed(1)} times faster), references read once ${warm.ms.toFixed(2)} (${(python.ms / warm.ms).toFixed(1)} times)`,
  );
  rows.push([python.ms / cold.ms, python.ms / warm.ms]);
}
const median = (column: number): string =>
  (rows.map((row) => row[column] ?? 0).sort((one, other) => one - other)[1] ?? 0).toFixed(1);
console.log(`median: cold ${median(0)} times, references read once ${median(1)} times faster`);

const many = Array.from({ length: THREAD_PAIRS }, (_, at) => pairs[at % pairs.length]).filter(
  (pair) => pair !== undefined,
);
const times: number[][] = [[], []];
for (let round = 0; round < ROUNDS; round += 1) {
  for (const threads of [1, 2]) {
    const pool = await startPool(threads, { preparation: RAW });
    await pool.measure(pairs);
    const start = performance.now();
    await pool.measure(many);
    times[threads - 1]?.push(performance.now() - start);
    await pool.close();
  }
}
const [one = 0, two = 1] = times.map((list) => Math.min(...list));
console.log(
  `threads, ${many.length} pairs, best of ${ROUNDS} by the clock: 1 thread ${(one / 1000).toFixed(2)} s, 2 threads ${(two / 1000).toFixed(2)} s (${(one / two).toFixed(2)} times)`,
);

function readPairs(tasks: string): CodePair[] {
  return readdirSync(tasks)
    .sort()
    .filter((task) => existsSync(path.join(tasks, task, 'reference.py')))
    .flatMap((task) => {
      const folder = path.join(tasks, task, 'published');
      const reference = readFileSync(path.join(tasks, task, 'reference.py'), 'utf8');
      return readdirSync(folder)
        .sort()
        .map((file) => ({
          id: `${task}/${file}`,
          reference,
          candidate: readFileSync(path.join(folder, file), 'utf8').replaceAll(/^```.*$/gm, ''),
        }));
    });
}

function runPython(given: readonly CodePair[]): { ms: number; ngram: number } {
  const python = process.env['DLCODEGEN_BENCH_PYTHON'];
  const packages = ['codebleu==0.7.0', 'tree-sitter-python==0.21.0', 'setuptools'];
  const [command, ...args] =
    python === undefined
      ? ['uv', 'run', '--no-project', ...packages.flatMap((name) => ['--with', name]), 'python']
      : [python];
  const output = execFileSync(command ?? 'python3', [...args, '-c', PYTHON_PROGRAM], {
    input: JSON.stringify(given.map(({ reference, candidate }) => [reference, candidate])),
    encoding: 'utf8',
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  return JSON.parse(output) as { ms: number; ngram: number };
}

function scoreCold({ reference, candidate }: CodePair): number {
  return codeScores(compareCode(analyseForCodeBleu(reference), analyseForCodeBleu(candidate ?? '')))
    .ngram;
}

function measure(action: () => readonly number[]): { ms: number; ngram: number } {
  const before = process.cpuUsage();
  const scores = action();
  const { user, system } = process.cpuUsage(before);
  return {
    ms: (user + system) / 1000 / scores.length,
    ngram: scores.reduce((sum, score) => sum + score, 0),
  };
}
