import { spawn, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  watch,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { PACKAGE_ROOT } from '../../src/core/index.ts';
import { readTensorIndex } from '../../src/predictor/gpt2/safetensors.ts';

/**
 * Every command that writes is killed at so many moments, spread evenly over the time that it takes when left alone;
 * `npm run test:kills` takes 20.
 */
const MOMENTS = Number(process.env['DLCODEGEN_KILLS'] ?? 4);
/** And so many times as soon as something stands on the disk. */
const ON_WRITE = 2;
const scratch = mkdtempSync(path.join(os.tmpdir(), 'kill-'));
afterAll(() => rmSync(scratch, { recursive: true }));

const write = (name: string, text: string): string => {
  const file = path.join(scratch, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
};
const line = (text: string): string => `${JSON.stringify({ 'User Requirement': text })}\n`;
const batch = write('batch.jsonl', line('Classify photos of cats') + line('Translate French'));
for (let at = 0; at < 40; at += 1) {
  write(`artifact/Results/RQ1/Direct_${at}.txt`, `a = ${at}\n${'-'.repeat(37)} 0\n`);
}
write('artifact/Datasets/DLCodeEval/Test.txt', line('Sort pears') + line('Sort plums'));
for (let at = 0; at < 120; at += 1) {
  const layers = Array.from(
    { length: 200 },
    (_, layer) => `m.add(keras.layers.Dense(${layer}, name="${at}"))`,
  );
  write(
    `corpus/${at % 7}/${at}.py`,
    `import keras\nm = keras.Sequential()\n${layers.join('\n')}\nm.fit(x, y)\n`,
  );
}
for (const id of ['000', '001']) write(`tasks/${id}/requirement.json`, line(`Classify cats ${id}`));

interface Row {
  /** Another program than the command line. */
  readonly program?: string;
  readonly command: (output: string) => readonly string[];
  /** Makes what stands there before. */
  readonly before?: (output: string) => readonly string[];
  /** A run that goes on where a killed one was ends with the same files. */
  readonly resumes?: true;
  /** What stands under the output's name is whole. */
  readonly isWhole: (output: string, reference: string) => boolean;
}

/** Files of a folder with their texts; times differ, so the record of a verification is left out. */
function contents(folder: string): Record<string, string> {
  return Object.fromEntries(
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => statSync(path.join(folder, name)).isFile())
      .filter((name) => !name.endsWith('verification.json') && !name.includes('.writing-'))
      .map((name) => [name, readFileSync(path.join(folder, name), 'utf8')]),
  );
}
const same = (output: string, reference: string): boolean => {
  try {
    expect(contents(output)).toEqual(contents(reference));
    return true;
  } catch {
    return false;
  }
};
const wholeParts = (output: string, reference: string): boolean =>
  readdirSync(output)
    .filter((name) => !name.includes('.writing-'))
    .every((name) =>
      name.endsWith('.jsonl')
        ? readFileSync(path.join(output, name), 'utf8').trim().split('\n').length === 2
        : same(path.join(output, name), path.join(reference, name)),
    );
const parses = (output: string): boolean =>
  Object.entries(contents(output)).every(([name, text]) => {
    if (name.endsWith('.json')) JSON.parse(text);
    if (name.endsWith('.safetensors')) readTensorIndex(path.join(output, name));
    return !name.endsWith('.html') || text.trimEnd().endsWith('</html>');
  });

const ROWS: Readonly<Record<string, Row>> = {
  generate: {
    command: (output) => ['generate', 'Classify photos', '--verify', 'static', '-o', output],
    isWhole: same,
  },
  'generate --force': {
    before: (output) => ['generate', 'Forecast demand', '--verify', 'none', '-o', output],
    command: (output) => [
      'generate',
      'Classify photos',
      '--verify',
      'static',
      '--force',
      '-o',
      output,
    ],
    isWhole: same,
  },
  'generate --batch': {
    command: (output) => ['generate', '--batch', batch, '--verify', 'none', '-o', output],
    isWhole: wholeParts,
  },
  'plan --batch': {
    command: (output) => ['plan', '--batch', batch, '-o', output],
    isWhole: (output, reference) => readFileSync(output).equals(readFileSync(reference)),
  },
  'dataset import': {
    command: (output) => ['dataset', 'import', path.join(scratch, 'artifact'), '-o', output],
    isWhole: same,
  },
  'evaluate audit': {
    command: (output) => [
      'evaluate',
      'audit',
      '--jobs',
      '1',
      '--tasks',
      path.join(scratch, 'tasks'),
      '-o',
      output,
    ],
    isWhole: parses,
  },
  'evaluate rq4': {
    command: (output) => [
      'evaluate',
      'rq4',
      '--jobs',
      '1',
      '--tasks',
      path.join(scratch, 'tasks'),
      '-o',
      output,
    ],
    isWhole: parses,
    resumes: true,
  },
  'corpus mine': {
    command: (output) => [
      'corpus',
      'mine',
      path.join(scratch, 'corpus'),
      '--jobs',
      '2',
      '-o',
      output,
    ],
    isWhole: parses,
    resumes: true,
  },
  'predictor train': {
    program: path.join(import.meta.dirname, 'train-tiny.ts'),
    command: (output) => [output],
    isWhole: parses,
    resumes: true,
  },
};

test.each(Object.entries(ROWS))('%s: killed at any time', async (name, row) => {
  const folder = path.join(scratch, name.replaceAll(' ', ''));
  const [reference, output, old] = ['reference', 'killed', 'old'].map((place) =>
    path.join(folder, place, 'out'),
  ) as [string, string, string];
  for (const place of [reference, output, old]) {
    mkdirSync(path.dirname(place), { recursive: true });
  }
  const program = row.program ?? path.join(PACKAGE_ROOT, 'bin/dlcodegen.cjs');
  const run = (args: readonly string[]): number | null =>
    spawnSync(process.execPath, [program, ...args]).status;
  const isOld = (): boolean => row.before !== undefined && same(output, old);
  const putOld = (): void => {
    rmSync(output, { recursive: true, force: true });
    if (row.before !== undefined) cpSync(old, output, { recursive: true });
  };
  expect(row.before === undefined ? 0 : run(row.before(old))).toBe(0);
  const started = performance.now();
  expect(run(row.command(reference))).toBe(0);
  const longest = performance.now() - started;
  putOld();
  const found = { killed: 0, absent: 0, old: 0, whole: 0, torn: 0 };
  for (let kill = 0; kill < MOMENTS + ON_WRITE; kill += 1) {
    const ended = await killed(
      [program, ...row.command(output)],
      path.dirname(output),
      kill < MOMENTS ? (longest * (kill + 0.5)) / MOMENTS : null,
    );
    if (!ended) found.killed += 1;
    if (!existsSync(output)) found.absent += 1;
    else if (isOld()) found.old += 1;
    else if (row.isWhole(output, reference)) found.whole += 1;
    else found.torn += 1;
    if (ended || !existsSync(output)) putOld();
  }
  console.log(name, Math.round(longest), 'ms', found);
  expect(found.torn).toBe(0);
  expect(found.killed).toBeGreaterThan(MOMENTS / 4);
  const last = run([...row.command(output)]);
  expect(last === 3 && existsSync(output) ? run([...row.command(output), '--force']) : last).toBe(
    0,
  );
  expect((row.resumes === true ? same : row.isWhole)(output, reference)).toBe(true);
  expect(readdirSync(path.dirname(output))).toEqual(['out']);
});

/** Kills after so many milliseconds, or as soon as something was written; true where it ended before. */
async function killed(
  args: readonly string[],
  folder: string,
  afterMs: number | null,
): Promise<boolean> {
  const child = spawn(process.execPath, args, { stdio: 'ignore' });
  const ended = new Promise<NodeJS.Signals | null>((resolve) =>
    child.on('exit', (_, signal) => resolve(signal)),
  );
  const kill = (): boolean => child.kill('SIGKILL');
  const timer = afterMs === null ? undefined : setTimeout(kill, afterMs);
  const watcher = afterMs === null ? watch(folder, { recursive: true }, kill) : null;
  const signal = await ended;
  clearTimeout(timer);
  watcher?.close();
  return signal === null;
}
