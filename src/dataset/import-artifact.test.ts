import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { importArtifact } from './import-artifact.ts';
import { readGivenOutputs, readReleasedOutputs } from './outputs.ts';
import { readAnswers } from './references.ts';
import { readTasks } from './tasks.ts';

const scratch = mkdtempSync(path.join(os.tmpdir(), 'import-'));
afterAll(() => rmSync(scratch, { recursive: true }));

const LINE = '-------------------------------------';
const plan = (category: string): string =>
  `{"Task Category": "${category}", "Dataset": {"Input": "i", "Output": "o"}, "Model architecture": {"Layers": ["Dense(1)"], "Hypermeters": {"optimizer": "adam"}}}`;
const line = (requirement: string, rest: string): string =>
  `{"User Requirement": "${requirement}", "Dataset Attributes": "d"${rest}}\n`;

const FILES: Readonly<Record<string, string>> = {
  'Datasets/DLCodeEval/Test.txt':
    line('Sort pears', '') + line('Sort plums', '') + line('Sort figs', ''),
  'Dataset/DLCode Dataset/Test_Code.txt': `pears = 1\n${LINE}\nplums = 2\n${LINE}\n`,
  'Dataset/Code Base/CodeBase.txt': `plums = 2\n${LINE}\npears = 1\n${LINE}\n`,
  'Datasets/DLPlanData/Train.txt':
    line('Sort pears', `, "Code Plan": ${plan('Image Classification')}`) +
    line('Sort nuts', `, "Code Plan": ${plan('Regression')}`) +
    '{"User Requirement": "Sort oats", "Code Plan": \n',
  'Results/RQ1/DeepSeek-V2.5/deepseekcoder_Direct.txt': `\`\`\`python\na = 1\n\`\`\`\n${LINE} 0\n\n${LINE} 1\nc = 3\n${LINE} 2\n`,
  'Results/RQ2/GPT-4o-mini/gpt-4o-mini_CEDAR.txt': `x = 1\n${LINE} 0\n`,
  'Results/RQ3/results/GPT-2-Large_Beam.txt':
    line('Sort nuts', `, "Code Plan": ${plan('Regression')}`) +
    line('Sort peas', ', "Code Plan": {"Task Category": "X",}'),
  'README.md': 'not read',
  'Datasets/DLPlanData/Odd.txt': '<|begin|> words',
};
for (const [file, text] of Object.entries(FILES)) {
  mkdirSync(path.join(scratch, 'artifact', path.dirname(file)), { recursive: true });
  writeFileSync(path.join(scratch, 'artifact', file), text);
}

describe('the released files as they are', async () => {
  const output = path.join(scratch, 'out');
  const report = await importArtifact(path.join(scratch, 'artifact'), output);

  test('are told by place and content', () => {
    expect(report).toMatchObject({
      tasks: 3,
      references: 2,
      goldPlans: 1,
      withheld: 1,
      plans: { train: 1 },
    });
    expect(report.outputs).toEqual(['Direct', 'GPT-4o-mini/CEDAR']);
    const row = (part: string) => report.files.find(({ file }) => file.includes(part));
    expect(row('Train')).toMatchObject({
      role: 'plans',
      holds: 'plan lines',
      count: 3,
      invalid: 1,
    });
    expect(row('Beam')).toMatchObject({ role: 'predictions', count: 2, invalid: 1 });
    expect(row('Direct')).toMatchObject({
      role: 'outputs',
      holds: 'programs',
      count: 3,
      invalid: 1,
    });
    expect(row('Odd')).toMatchObject({ holds: 'nothing known' });
  });

  test('read back as tasks, answers and outputs; an empty reply is no output', async () => {
    const folder = path.join(output, 'tasks');
    const tasks = await readTasks(folder);
    expect(tasks.map(({ id, requirement }) => [id, requirement.text])).toEqual([
      ['000', 'Sort pears'],
      ['001', 'Sort plums'],
      ['002', 'Sort figs'],
    ]);
    const answers = await readAnswers(folder, tasks);
    expect(
      answers.map(({ code, plan: gold }) => [code?.trim() ?? null, gold?.category ?? null]),
    ).toEqual([
      ['pears = 1', 'Image Classification'],
      ['plums = 2', null],
      [null, null],
    ]);
    const outputs = await readReleasedOutputs(folder, tasks);
    expect(
      outputs.map(({ model, method, programs }) => [model, method, [...programs.keys()]]),
    ).toEqual([
      ['DeepSeek-V2.5', 'Direct', ['000', '002']],
      ['GPT-4o-mini', 'CEDAR', ['000']],
    ]);
  });

  test('the training plan that states a task is withheld', () => {
    expect(readFileSync(path.join(output, 'plans/train.jsonl'), 'utf8')).not.toContain('pears');
  });

  test('a folder without tasks is refused', async () => {
    await expect(importArtifact(output, path.join(scratch, 'none'))).rejects.toThrow(
      /no requirements/,
    );
  });
});

describe('given outputs', async () => {
  const folder = path.join(scratch, 'given');
  const write = (file: string, text: string): void => {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), text);
  };
  write('mine/000.py', 'a = 1');
  write('mine/001.json', plan('Regression'));
  write('projects/002/script.py', 'b = 2');
  write('joined.txt', `z = 0\n${LINE}\ny = 1\n${LINE}\n`);
  write('plans.jsonl', line('Sort figs', `, "Code Plan": ${plan('Regression')}`));
  write('notes.txt', 'nothing');
  const tasks = ['Sort pears', 'Sort plums', 'Sort figs'].map((text, at) => ({
    id: `00${at}`,
    requirement: { text, attributes: '' },
  }));
  const sets = await readGivenOutputs(folder, tasks);

  test.each([
    ['joined', ['000', '001'], []],
    ['mine', ['000'], ['001']],
    ['plans', [], ['002']],
    ['projects', ['002'], []],
  ])('%s', (method, programs, plans) => {
    const set = sets.find((one) => one.method === method);
    expect([...(set?.programs.keys() ?? [])]).toEqual(programs);
    expect([...(set?.plans.keys() ?? [])]).toEqual(plans);
  });
});
