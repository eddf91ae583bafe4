import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OptionValues } from '../options.ts';
import { run } from './score.ts';

const PLAN = JSON.stringify({
  'Task Category': 'Image Classification',
  Dataset: { Input: 'images', Output: 'labels' },
  'Model Architecture': {
    Layers: ['Dense(2)'],
    Hyperparameters: { optimizer: 'Adam', 'batch size': 32, epochs: 5 },
  },
});

let folder = '';
const at = (name: string): string => path.join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'score-'));
  for (const name of ['references', 'candidates', 'empty']) await mkdir(at(name));
  const program = 'import keras\nmodel = keras.Sequential()\nprint(model)\n';
  await writeFile(at('references/a.py'), program);
  await writeFile(at('references/b.py'), program);
  await writeFile(at('references/c.py'), program);
  await writeFile(at('candidates/a.py'), program);
  await writeFile(at('candidates/b.py'), Buffer.from([0xff, 0xfe, 0x00, 0x28, 0x0a, 0x80]));
  await writeFile(at('gold.jsonl'), `${PLAN}\n${PLAN}\n${PLAN}\n`);
  await writeFile(at('predicted.jsonl'), `${PLAN}\n${PLAN.slice(0, 60)}\n\n`);
  await writeFile(at('more.jsonl'), `${PLAN}\n`.repeat(4));
});

afterAll(async () => rm(folder, { recursive: true }));

async function score(
  what: string,
  values: OptionValues,
): Promise<{ printed: string; status: number }> {
  const printed: string[] = [];
  const console = {
    json: values.json === true,
    print: (text: string) => void printed.push(text),
    talk: () => {},
    progress: () => {},
  };
  const status = await run({
    positionals: [what],
    values,
    console,
    signal: new AbortController().signal,
  });
  return { printed: printed.join('\n'), status };
}

test('score code: missing and unreadable candidates count', async () => {
  const { printed, status } = await score('code', {
    references: at('references'),
    candidates: at('candidates'),
    json: true,
  });
  const report = JSON.parse(printed) as Record<string, Record<string, { value: number }>>;
  expect(status).toBe(0);
  expect(report).toMatchObject({ n: 3, failures: [{ code: 'CODE_MISSING', path: 'c' }] });
  expect(Object.keys(report['metrics'] ?? {})).toEqual(Object.keys(report['raw'] ?? {}));
  expect(report['metrics']?.['syntax']?.value).toBeCloseTo(1 / 3, 1);
  expect(report['lengthRatio']).toBeLessThan(1);
  expect(report['signature']).toContain('tree-sitter-python');
});

test('score plans: what is no JSON is read by its fields and is not valid', async () => {
  const { printed } = await score('plans', {
    references: at('gold.jsonl'),
    predictions: at('predicted.jsonl'),
    json: true,
  });
  expect(JSON.parse(printed)).toMatchObject({
    n: 3,
    valid: expect.closeTo(1 / 3, 9),
    metrics: {
      category: { value: expect.closeTo(2 / 3, 9) },
      epochs: { value: expect.closeTo(10 / 3, 9) },
    },
  });
});

test('both print a table with a signature for people', async () => {
  const code = { references: at('references'), candidates: at('references') };
  expect((await score('code', code)).printed).toMatch(/codebleu +1\.0000 \[1\.0000, 1\.0000\]/);
  const plans = { references: at('gold.jsonl'), predictions: at('gold.jsonl') };
  expect((await score('plans', plans)).printed).toMatch(/3 plans, 100\.0 % valid[^]*signature/);
});

test.each<[string, string, OptionValues, RegExp]>([
  ['another word', 'poems', {}, /score takes code or plans, received "poems"/],
  ['no references', 'code', {}, /needs --references DIR/],
  ['no predictions', 'plans', { references: 'x' }, /needs --predictions/],
  [
    'no folder',
    'code',
    { references: '/nowhere', candidates: '/nowhere' },
    /cannot read the folder \/nowhere/,
  ],
  [
    'no file',
    'plans',
    { references: '/no.jsonl', predictions: '/no.jsonl' },
    /cannot read \/no\.jsonl/,
  ],
])('%s is refused with what was received', async (_name, what, values, message) => {
  await expect(score(what, values)).rejects.toThrow(message);
});

test('an empty folder and too many predictions are refused', async () => {
  await expect(
    score('code', { references: at('empty'), candidates: at('candidates') }),
  ).rejects.toThrow(/holds no \.py file/);
  await expect(
    score('plans', { references: at('gold.jsonl'), predictions: at('more.jsonl') }),
  ).rejects.toThrow(/has 4 lines/);
});
