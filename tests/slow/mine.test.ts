import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { verifies } from '../requirements.ts';
import { mineCorpus, type MineOptions } from '../../src/corpus/mine.ts';
import type { NotebookLine } from '../../src/corpus/notebook-line.ts';

const scratch = mkdtempSync(path.join(os.tmpdir(), 'mine-'));
afterAll(() => rmSync(scratch, { recursive: true }));
const inputs = path.join(scratch, 'inputs');

const program = (name: string): string =>
  `import keras\n# me@mail.org\n${name} = keras.Sequential([keras.layers.Dense(3)])\n${Array.from({ length: 30 }, (_, at) => `${name}.add(keras.layers.Dense(${at}, name="${name}"))`).join('\n')}\n${name}.fit(x, y)\n`;
const notebook = (code: string, metadata: object = {}): string =>
  JSON.stringify({
    cells: [{ cell_type: 'code', metadata, outputs: [], source: code }],
    metadata: {},
    nbformat: 4,
    nbformat_minor: 5,
  });
const dated = (time: string): object => ({ execution: { 'iopub.execute_input': time } });

const FILES: Readonly<Record<string, string>> = {
  'a/one.ipynb': notebook(program('a'), dated('2024-05-01T00:00:00Z')),
  'a/fork.ipynb': notebook(`${program('a')}print("more")\n`, dated('2024-06-01T00:00:00Z')),
  'b/copy.py': program('a'),
  'b/other.py': program('b'),
  'b/broken.py': `${program('c')}def f(:\n`,
  'b/plain.py': 'import torch\n',
  'b/truncated.ipynb': notebook('a').slice(0, 30),
  'b/words.txt': 'import keras',
};

beforeAll(() => {
  for (const [name, content] of Object.entries(FILES)) {
    mkdirSync(path.dirname(path.join(inputs, name)), { recursive: true });
    writeFileSync(path.join(inputs, name), content);
  }
  symlinkSync(path.join(inputs, 'b/other.py'), path.join(inputs, 'b/zlink.py'));
  for (let at = 0; at < 60; at += 1) {
    writeFileSync(path.join(inputs, `b/many${at}.py`), program(`m${at}`));
  }
});

const options = (name: string, rest: Partial<MineOptions> = {}): MineOptions => ({
  places: [inputs],
  output: path.join(scratch, name),
  threshold: 0.8,
  threads: 1,
  force: false,
  ...rest,
});
const read = (name: string, file: string): string =>
  readFileSync(path.join(scratch, name, file), 'utf8');
const lines = <T>(name: string, file: string): T[] =>
  read(name, file)
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as T);
const outputs = (name: string): string[] =>
  ['notebooks.jsonl', 'pairs.jsonl', 'corpus.json'].map((file) => read(name, file));

test(`every file has its line ${verifies('corpus')}`, async () => {
  const summary = await mineCorpus(options('first'));
  const found = Object.fromEntries(
    lines<NotebookLine>('first', 'notebooks.jsonl')
      .filter(({ path: file }) => !file.includes('many'))
      .map(({ path: file, status, reason, duplicateOf }) => [
        path.relative(inputs, file),
        [status, reason, duplicateOf === null ? null : path.relative(inputs, duplicateOf)],
      ]),
  );
  const keeps = (name: string, line: number): string =>
    `imports keras (line 1), makes a model by keras.Sequential (line 3), trains it by ${name}.fit (line ${line})`;
  expect(found).toEqual({
    'a/fork.ipynb': ['rejected', expect.stringMatching(/^duplicate: nearly/), 'a/one.ipynb'],
    'a/one.ipynb': ['kept', keeps('a', 34), null],
    'b/broken.py': ['kept', `${keeps('c', 34)}; does not parse as a whole`, null],
    'b/copy.py': ['rejected', 'duplicate: the same code as another', 'a/one.ipynb'],
    'b/other.py': ['kept', keeps('b', 34), null],
    'b/plain.py': ['rejected', 'imports neither TensorFlow nor Keras', null],
    'b/truncated.ipynb': ['failed', 'truncated: the JSON ends at byte 30', null],
    'b/zlink.py': ['rejected', 'is a symbolic link', null],
  });
  expect(summary).toMatchObject({
    files: 68,
    status: { kept: 63, rejected: 4, failed: 1 },
    duplicates: { exact: 1, near: 1 },
    removed: { email: 63 },
  });
  const pairs = lines<{ source: string; code: string }>('first', 'pairs.jsonl');
  expect(pairs).toHaveLength(63);
  expect(pairs.some(({ code }) => code.includes('me@mail.org'))).toBe(false);
});

test('the bytes do not depend on the threads, and a finished run is left as it is', async () => {
  await mineCorpus(options('threads', { threads: 3 }));
  expect(outputs('threads')).toEqual(outputs('first'));
  await mineCorpus(options('threads'));
  expect(outputs('threads')).toEqual(outputs('first'));
  expect(readdirSync(path.join(scratch, 'threads', 'journal')).sort()).toEqual([
    'files.jsonl',
    'settings.json',
  ]);
});

test.each([1, 20_000])('a run goes on from a journal of %i bytes', async (bytes) => {
  const name = `cut${bytes}`;
  cpSync(path.join(scratch, 'first', 'journal'), path.join(scratch, name, 'journal'), {
    recursive: true,
  });
  truncateSync(path.join(scratch, name, 'journal', 'files.jsonl'), bytes);
  const done: number[] = [];
  await mineCorpus(options(name, { onProgress: ({ kept }) => done.push(kept) }));
  expect(outputs(name)).toEqual(outputs('first'));
  const whole = read('first', 'journal/files.jsonl').slice(0, bytes).split('\n').length - 1;
  expect(done[0]).toBe(whole);
});

test('another threshold goes on from what was read, and gives what it gives alone', async () => {
  cpSync(path.join(scratch, 'first'), path.join(scratch, 'again'), { recursive: true });
  const stages: string[] = [];
  await mineCorpus(
    options('again', {
      threshold: 1,
      onProgress: ({ stage, done, total, kept }) => {
        if (stage === 'reading') stages.push(`${done} of ${total}, ${kept} kept`);
      },
    }),
  );
  await mineCorpus(options('alone', { threshold: 1 }));
  expect(stages).toEqual(['68 of 68, 68 kept']);
  expect(outputs('again')).toEqual(outputs('alone'));
});

test('a run that is interrupted goes on', async () => {
  const controller = new AbortController();
  const interrupted = mineCorpus(
    options('aborted', {
      signal: controller.signal,
      onProgress: ({ done }) => {
        if (done > 0) controller.abort(new Error('stop'));
      },
    }),
  );
  await expect(interrupted).rejects.toThrow('stop');
  await mineCorpus(options('aborted'));
  expect(outputs('aborted')).toEqual(outputs('first'));
});

const REFUSED: Readonly<Record<string, readonly [() => MineOptions, RegExp]>> = {
  'no inputs': [
    () => options('x', { places: [path.join(scratch, 'first')] }),
    /^no notebook and no script below/,
  ],
  'a place that is not there': [
    () => options('x', { places: [path.join(scratch, 'absent')] }),
    /absent: ENOENT/,
  ],
  'a folder of something else': [() => options('inputs'), /holds 2 entries of something else/],
  'a run over other inputs': [
    () => options('first', { places: [path.join(inputs, 'b')] }),
    /a run over other inputs/,
  ],
  'inputs that changed': [
    () => {
      cpSync(path.join(scratch, 'first'), path.join(scratch, 'old'), { recursive: true });
      writeFileSync(path.join(inputs, 'b/added.py'), 'a = 1');
      return options('old');
    },
    /inputs have changed.*added\.py; --force begins anew/,
  ],
  'a run that another process makes': [
    () => {
      rmSync(path.join(inputs, 'b/added.py'));
      writeFileSync(path.join(scratch, 'old/journal/owner'), '1');
      return options('old');
    },
    /process 1 is mining into/,
  ],
};

test.each(Object.entries(REFUSED))('refused: %s', async (_, [make, message]) => {
  await expect(mineCorpus(make())).rejects.toThrow(message);
});

test('force begins anew over other inputs', async () => {
  rmSync(path.join(scratch, 'old/journal/owner'));
  await mineCorpus(options('old', { places: [path.join(inputs, 'a')], force: true }));
  expect(lines('old', 'notebooks.jsonl')).toHaveLength(2);
});
