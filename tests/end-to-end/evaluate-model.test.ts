import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Fault } from '../llm/fault-server.ts';
import { CODE, KEY, useModelCommands, type Called } from '../llm/model-command.ts';
import type { Report } from '../../src/evaluation/index.ts';
import { run as evaluate } from '../../src/cli/commands/evaluate.ts';
import { run as runs } from '../../src/cli/commands/runs.ts';
import type { OptionValues } from '../../src/cli/options.ts';

const commands = useModelCommands();
const { call } = commands;

const TASKS = ['Classify iris flowers of three species in a table', 'Forecast the water level'];

async function measure(
  fault: Fault,
  { name = 'rq5', temperature = '0', ...change }: OptionValues & { readonly name?: string } = {},
  answer?: Parameters<typeof commands.model>[1],
): Promise<Called & { readonly report: Report }> {
  const tasks = path.join(commands.folder, 'tasks');
  for (const [at, text] of TASKS.entries()) {
    const folder = path.join(tasks, `00${at}`);
    mkdirSync(folder, { recursive: true });
    writeFileSync(
      path.join(folder, 'requirement.json'),
      JSON.stringify({ 'User Requirement': text, 'Dataset Attributes': '' }),
    );
    writeFileSync(path.join(folder, 'reference.py'), `import keras\nx = ${at}\n`);
  }
  const output = path.join(commands.folder, 'report');
  const called = await call(evaluate, [name], {
    ...(await commands.model(fault, answer)),
    method: 'direct,ps',
    ...(temperature === 'varied' ? {} : { temperature }),
    tasks,
    output,
    jobs: '1',
    ...change,
  });
  const text = readFileSync(path.join(output, 'report.json'), 'utf8');
  return { ...called, report: JSON.parse(text) as Report };
}

const PLAN = JSON.stringify({
  'Task Category': 'Tabular Classification',
  Dataset: { Input: 'a table', Output: 'a class' },
  Preprocess: 'scaled',
  'Model Architecture': {
    Layers: ['Dense(16)', 'Dense(3)'],
    Hyperparameters: {
      optimizer: 'Adam',
      'loss function': 'sparse_categorical_crossentropy',
      'learning rate': 0.001,
      'batch size': 32,
      epochs: 10,
      'evaluation metric': 'accuracy',
    },
  },
});

const rowOf = ({ tables }: Report, method: string, title = 'Code against reference programs') =>
  tables
    .find((table) => table.title.startsWith(title))
    ?.rows.find((row) => row.method === method && row.model.startsWith('openai-compatible'));

describe('evaluate with a model', () => {
  test('rows of a model are scored by what the model wrote', async () => {
    const { exit, report } = await measure('none', { name: 'rq1' });
    expect(exit).toBe(0);
    for (const method of ['direct', 'ps'])
      expect(rowOf(report, method)).toMatchObject({ n: 2, failed: 0 });
    const code = report.drill[0]?.candidates.find(({ method }) => method === 'direct');
    // The renderer counts characters in place of the code.
    expect(code).toMatchObject({ characters: CODE.length - '```python\n```'.length });
    expect(rowOf(report, 'ps', 'What was asked')?.values).toMatchObject({
      calls: { value: 2 },
      input: { value: 14 },
      output: { value: 6 },
      cost: { value: 0 },
    });
    expect(report.comparisons[0]).toMatchObject({
      left: 'direct (openai-compatible:tiny, temperature 0)',
    });
  });

  test.for<{ readonly fault: Fault; readonly exit: number; readonly isTriedAgain: boolean }>([
    { fault: 'unauthorized', exit: 4, isTriedAgain: true },
    { fault: 'empty', exit: 0, isTriedAgain: false },
  ])('$fault: every sample failed and is in n', async ({ fault, exit, isTriedAgain }) => {
    const first = await measure(fault);
    expect(first.exit).toBe(exit);
    for (const method of ['direct', 'ps']) {
      const row = rowOf(first.report, method);
      expect(row).toMatchObject({ n: 2, failed: 2 });
      expect(row?.values['codebleu']?.value).toBe(0);
    }
    const asked = commands.server().requests.length;
    expect((await measure(fault)).report.tables).toEqual(first.report.tables);
    expect(commands.server().requests.length > asked).toBe(isTriedAgain);
    expect(commands.everything() + first.printed + first.said).not.toContain(KEY);
  });

  test('a reply without code is a failed sample, not the builtin program', async () => {
    const { report } = await measure('none', {}, () => 'I cannot help with that.');
    expect(rowOf(report, 'direct')).toMatchObject({ n: 2, failed: 2 });
  });

  test('a limit leaves samples unmade; with more, they are made and the others kept', async () => {
    const first = await measure('none', { 'max-tokens': '16000', 'reply-tokens': '100' });
    expect(first.exit).toBe(0);
    const all = commands.server().requests.length;
    const again = await measure('none', { 'max-tokens': '16000', 'reply-tokens': '100' });
    expect(commands.server().requests).toHaveLength(all);
    expect(again.report).toEqual(first.report);
    const { exit, report } = await measure('none', { 'max-tokens': '100', 'reply-tokens': '90' });
    expect(exit).toBe(4);
    expect(rowOf(report, 'direct')?.failed).toBe(2);
    expect(report.notes.join()).toContain("4 samples failed by the provider's fault");
  });

  test('the run tells what each sample took', async () => {
    await measure('none');
    const listed = await call(runs, ['list'], { json: true });
    const [run] = JSON.parse(listed.printed) as { readonly id: string }[];
    expect(run).toMatchObject({
      command: 'evaluate',
      asked: 'rq5',
      methods: ['direct', 'ps'],
      seed: 42,
      totals: { calls: 6, failed: 0, input: 42, output: 18 },
    });
    const shown = await call(runs, ['show', run?.id ?? ''], { json: true });
    const { parts } = JSON.parse(shown.printed) as { readonly parts: readonly object[] };
    expect(parts).toHaveLength(4);
    expect(parts).toContainEqual(
      expect.objectContaining({
        task: '000',
        method: 'model-openai-compatible-tiny-temperature-0-ps',
        outcome: 'done',
      }),
    );
  });

  test('RQ5 has a row a temperature, and each asks with its own', async () => {
    const { report } = await measure('none', {
      temperature: 'varied',
      method: 'direct',
      only: '000',
    });
    const table = report.tables.find(({ source }) => source === 'measured here');
    expect(table?.rows.map(({ model }) => model)).toEqual(
      [0, 0.5, 1, 1.5, 2].map((value) => `openai-compatible:tiny, temperature ${value}`),
    );
    const sent = commands.server().requests.map((request) => request['temperature'] as number);
    expect(sent.toSorted((one, two) => one - two)).toEqual([0, 0.5, 1, 1.5, 2]);
  });

  test.each([
    ['a plan', PLAN, 0, 2],
    ['no plan', 'I cannot help with that.', 2, 4],
  ])('RQ3 has rows of plans from 3 and 5 examples: %s', async (_, reply, failed, calls) => {
    const tasks = path.join(commands.folder, 'plans.jsonl');
    const lines = TASKS.map((text) =>
      JSON.stringify({ 'User Requirement': text, 'Code Plan': PLAN }),
    );
    const output = path.join(commands.folder, 'plans');
    writeFileSync(tasks, lines.join('\n'));
    const model = await commands.model('none', () => reply);
    const { exit } = await call(evaluate, ['rq3'], { ...model, tasks, output, jobs: '1' });
    expect(exit).toBe(0);
    const text = readFileSync(path.join(output, 'report.json'), 'utf8');
    const report = JSON.parse(text) as Report;
    for (const shots of [3, 5]) {
      const row = rowOf(report, `few-shot plan, ${shots} examples`, 'Plans against gold plans');
      expect(row).toMatchObject({ n: 2, failed });
      expect(row?.values['overall']?.value).toBeCloseTo(failed === 0 ? 1 : 0);
    }
    expect(commands.server().requests).toHaveLength(2 * calls);
  });

  test('an experiment without rows of a model refuses one', async () => {
    await expect(measure('none', { name: 'temperature' })).rejects.toMatchObject({ code: 'USAGE' });
    await expect(measure('none', { method: 'toString' })).rejects.toMatchObject({ code: 'USAGE' });
  });
});
