import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { verifies } from '../requirements.ts';
import { PACKAGE_ROOT } from '../../src/core/index.ts';
import type { Sample } from '../../src/artifacts/index.ts';
import { planToJson } from '../../src/plan/index.ts';
import { readPool } from '../../src/retrieval/index.ts';
import { evaluate, type EvaluateOptions, type ExperimentName } from '../../src/evaluation/index.ts';

const scratch = mkdtempSync(path.join(os.tmpdir(), 'evaluation-'));
afterAll(() => rmSync(scratch, { recursive: true }));

const REQUIREMENTS = [
  'Classify photographs of leaves into four diseases with a convolutional network',
  'Forecast tomorrow’s water level from the last week with an LSTM',
  'Order me a pizza',
] as const;
const pool = await readPool(path.join(PACKAGE_ROOT, 'pool'));
const tasks = path.join(scratch, 'tasks');
const write = (file: string, text: string): void => {
  mkdirSync(path.dirname(path.join(tasks, file)), { recursive: true });
  writeFileSync(path.join(tasks, file), text);
};
for (const [at, text] of REQUIREMENTS.entries()) {
  const sample = pool[at * 7];
  if (sample === undefined) throw new Error('the pool is too small');
  write(
    `00${at}/requirement.json`,
    JSON.stringify({ 'User Requirement': text, 'Dataset Attributes': '' }),
  );
  write(`00${at}/plan.json`, JSON.stringify(planToJson(sample.plan)));
  write(`00${at}/reference.py`, sample.program);
  if (at < 2) write(`00${at}/published/Direct.txt`, `\`\`\`python\n${sample.program}\`\`\`\n`);
  write(`00${at}/published/wo_CR.txt`, 'x = 1\n');
  write(`00${at}/published/DLCodeGen_temperature_0.5.txt`, 'import keras\n');
}

async function run(name: ExperimentName, change: Partial<EvaluateOptions> = {}) {
  const output = path.join(scratch, name);
  const told: string[] = [];
  const { report } = await evaluate(name, {
    tasks,
    output,
    seed: 42,
    threads: 1,
    raters: 2,
    unsandboxed: false,
    onProgress: ({ text }) => told.push(text),
    ...change,
  });
  return { report, told, output };
}

describe('code', () => {
  test(`rows, sources, failures in n, audit and leave-out ${verifies('code-evaluation')}`, async () => {
    const { report, output } = await run('rq1');
    const scored = report.tables.filter(({ title }) => !title.startsWith('Asks'));
    const rows = scored.flatMap(({ source, rows: all }) =>
      all.map(({ method, n, failed }) => [source, method, n, failed]),
    );
    expect(rows.slice(0, 7)).toEqual([
      ['measured here', 'DLCodeGen', 3, 1],
      ['measured here', 'DLCodeGen w/o Comparison & CR', 3, 1],
      ['measured here', 'DLCodeGen w/o Comparison & TR', 3, 1],
      ['trivial baseline', 'random other', 3, 0],
      ['trivial baseline', 'constant medoid', 3, 0],
      ['trivial baseline', 'nearest other', 3, 0],
      ['rescored from released outputs', 'Direct', 3, 1],
    ]);
    expect(rows.slice(7).every(([source]) => source === 'as published')).toBe(true);
    const [measured] = report.tables;
    expect(measured?.signature).toContain('codebleu');
    expect(measured?.rows[0]?.values['codebleu']?.low).toBeLessThan(
      measured?.rows[0]?.values['codebleu']?.value ?? 0,
    );
    // Six of code, and the asks of two ablations against the whole method.
    expect(report.comparisons).toHaveLength(8);
    expect(
      report.audit.rows.find(({ aspect, right }) => aspect === 'code' && right === 'pool')?.exact,
    ).toBe(3);

    const html = readFileSync(path.join(output, 'report.html'), 'utf8');
    expect(html).toContain('<svg');
    expect(html).not.toMatch(/(src|href)=["']?https?:/);
    const junit = readFileSync(path.join(output, 'report.xml'), 'utf8');
    expect(junit).toContain('<testsuite name="dlcodegen" tests="3" failures="1">');
    expect(JSON.parse(readFileSync(path.join(output, 'report.json'), 'utf8'))).toMatchObject({
      tasks: 3,
    });
  });

  test('a second run keeps what is there, and any number of threads gives the same report', async () => {
    const read = (folder: string): string => readFileSync(path.join(folder, 'report.json'), 'utf8');
    const first = read((await run('rq1')).output);
    const again = await run('rq1');
    expect(again.told).toEqual(['9 kept from an earlier run']);
    expect(read(again.output)).toBe(first);
    const threaded = await run('rq1', { threads: 2, output: path.join(scratch, 'threads') });
    expect(read(threaded.output)).toBe(first);
    writeFileSync(path.join(again.output, 'samples/dlcodegen/000.json'), '{"key": "half writ');
    expect((await run('rq1')).told[0]).toBe('8 kept from an earlier run');
  });

  test('ablations and temperatures have rows of their own', async () => {
    expect(
      (await run('rq4')).report.tables.flatMap(({ source, rows }) =>
        source === 'rescored from released outputs' ? rows.map(({ method }) => method) : [],
      ),
    ).toEqual(['wo_CR']);
    const { report } = await run('rq5');
    expect(report.tables.map(({ source, rows }) => [source, rows[0]?.method])).toEqual([
      ['rescored from released outputs', 'DLCodeGen_temperature_0.5'],
      ['as published', 'DLCodeGen at temperature 1.5'],
    ]);
  });
});

test(`plans, field by field ${verifies('plan-evaluation')}`, async () => {
  const { report } = await run('rq3', { only: ['000', '001'] });
  const [own, trivial, published] = report.tables;
  const measured = own?.rows.map(({ method, model, n, failed }) => [method, model, n, failed]);
  expect(measured).toEqual([
    ['fused plan, grounded (default)', 'shipped GPT-2, greedy and samples', 2, 0],
    ['fused plan, before grounding', 'shipped GPT-2, greedy and samples', 2, 0],
    ['language model alone', 'shipped GPT-2, greedy', 2, 0],
    ['language model alone', 'shipped GPT-2, 3 beams', 2, 0],
    ['nearest plan, grounded', 'none', 2, 0],
  ]);
  const scores = own?.rows.map(({ values }) => values['overall']?.value);
  expect(new Set(scores).size).toBe(5);
  expect(report.notes.join('\n')).toMatch(/--training/);
  expect(own?.rows[0]?.values).toHaveProperty('layerSequence');
  expect(trivial?.rows).toHaveLength(3);
  expect(published?.source).toBe('as published');
});

test(`a task that a training plan repeats is found by the audit, and every row stands without it ${verifies('leakage-audit')}`, async () => {
  const training = path.join(scratch, 'train.jsonl');
  const line = {
    'User Requirement': REQUIREMENTS[1],
    'Dataset Attributes': '',
    'Code Plan': planToJson((pool[3] as Sample).plan),
  };
  writeFileSync(training, `${JSON.stringify(line)}\n`);
  const output = path.join(scratch, 'rq3');
  const { report } = await run('rq3', { only: ['000', '001'], training, output });
  expect(report.contaminated).toEqual(['001']);
  const trained = report.tables[0]?.rows.filter(({ method }) => method.includes('default'));
  expect(trained?.map(({ n, seen }) => [n, seen])).toEqual([
    [2, 1],
    [1, 0],
  ]);
});

test('an unknown task is named', async () => {
  await expect(run('audit', { only: ['777'] })).rejects.toThrow(/777/);
});
