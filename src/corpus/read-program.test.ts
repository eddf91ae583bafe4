import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readProgram } from './read-program.ts';

const scratch = mkdtempSync(path.join(os.tmpdir(), 'read-program-'));
afterAll(() => rmSync(scratch, { recursive: true }));

const code = (source: unknown, rest: object = {}): object => ({
  cell_type: 'code',
  execution_count: 1,
  metadata: {},
  outputs: [{ output_type: 'stream', text: ['import torch\n'] }],
  source,
  ...rest,
});
const notebook = (cells: unknown, rest: object = {}): string =>
  JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5, ...rest });
const run = (time: string): object =>
  code('a', { metadata: { execution: { 'iopub.execute_input': time } } });

interface Row {
  readonly name?: string;
  readonly content: string | Buffer;
  /** The code, or the reason why there is none. */
  readonly gives: string;
  readonly date?: string;
}

const READ: Readonly<Record<string, Row>> = {
  'nbformat 4': {
    content: notebook([code(['import keras\n', 'a = 1']), code('b = 2\n'), code([])]),
    gives: 'import keras\na = 1\n\nb = 2\n',
  },
  'nbformat 3': {
    content: JSON.stringify({
      nbformat: 3,
      worksheets: [
        {
          cells: [
            { cell_type: 'code', input: ['a = 1\n', 'b'], language: 'python', outputs: [] },
            { cell_type: 'code', input: 'ls', language: 'bash', outputs: [] },
            { cell_type: 'markdown', source: 'import x' },
          ],
        },
      ],
    }),
    gives: 'a = 1\nb\n',
  },
  'cells of other languages are left out': {
    content: notebook([
      code('SELECT 1', { metadata: { vscode: { languageId: 'sql' } } }),
      code('a'),
    ]),
    gives: 'a\n',
  },
  'the cell type may come after the source': {
    content: `{"nbformat": 4, "cells": [{"source": "a", "cell_type": "code"}, {"source": "b", "cell_type": "raw"}]}`,
    gives: 'a\n',
  },
  'the last time it ran': {
    content: notebook([
      run('2024-03-02T10:01:00.5Z'),
      run('2023-03-02T10:01:00'),
      run('yesterday'),
    ]),
    gives: 'a\n\na\n\na\n',
    date: '2024-03-02T10:01:00.500Z',
  },
  'byte order mark': { content: `\uFEFF${notebook([code('a')])}`, gives: 'a\n' },
  'line ends of Windows': { content: notebook([code('a\r\nb')]), gives: 'a\nb\n' },
  'a kernel without a language': {
    content: notebook([code('a')], { metadata: { kernelspec: { name: 'tf2-gpu' } } }),
    gives: 'a\n',
  },
  'a language before the kernel with the same': {
    content: notebook([code('a')], {
      metadata: {
        language_info: { name: 'python' },
        kernelspec: { display_name: 'Python 3', language: 'python', name: 'python3' },
      },
    }),
    gives: 'a\n',
  },
  'a script keeps its lines': {
    name: 'a.py',
    content: '# In[1]:\n\n\na = 1\n\n# In[2]:\n\n!ls\n',
    gives: '# In[1]:\n\n\na = 1\n\n# In[2]:\n\n# !ls\n',
  },
  'a script that names its encoding': {
    name: 'a.py',
    content: Buffer.from('#!/usr/bin/python\n# -*- coding: latin-1 -*-\na = "é"\n', 'latin1'),
    gives: '#!/usr/bin/python\n# -*- coding: latin-1 -*-\na = "é"\n',
  },
};

const REFUSED: Readonly<Record<string, Row>> = {
  'R kernel': {
    content: notebook([code('a')], { metadata: { kernelspec: { name: 'ir' } } }),
    gives: 'rejected, language: R',
  },
  'R language': {
    content: notebook([code('a')], { metadata: { language_info: { name: 'R' } } }),
    gives: 'rejected, language: R',
  },
  'R script': { name: 'a.R', content: 'library(keras)', gives: 'rejected, language: R' },
  'another file': {
    name: 'a.csv',
    content: 'a',
    gives: 'rejected, no notebook and no Python script, by its name',
  },
  empty: { content: '', gives: 'rejected, is empty' },
  'only prose': {
    content: notebook([{ cell_type: 'markdown', source: 'a' }]),
    gives: 'rejected, no code',
  },
  'no cells': { content: '{"nbformat": 4}', gives: 'rejected, a notebook without cells' },
  'JSON of something else': {
    content: '{"a": 1}',
    gives: 'rejected, not a notebook: it has no cells',
  },
  'a list': { content: '[]', gives: 'rejected, not a notebook: its JSON is no object' },
  'cells that are none': { content: notebook([1, 'a', null]), gives: 'rejected, no code' },
  truncated: {
    content: notebook([code('a')]).slice(0, 90),
    gives: 'failed, truncated: the JSON ends at byte 90',
  },
  'UTF-16': {
    content: Buffer.from(`\uFEFF${notebook([code('a')])}`, 'utf16le'),
    gives: 'failed, UTF-16, where UTF-8 is read',
  },
  'Latin-1': {
    content: Buffer.from('{"cells": ["é"]}', 'latin1'),
    gives: 'failed, not UTF-8, between byte 0 and 16',
  },
  'outputs nested without end': {
    content: `{"cells": [{"outputs": ${'['.repeat(100_000)}`,
    gives: 'failed, nested deeper than 1000 levels',
  },
  'too much code': {
    content: notebook([code(Array.from({ length: 30 }, () => `${'x'.repeat(50_000)}\n`))]),
    gives: 'rejected, more code than the limit of 1 MiB',
  },
  'one line that is too long': {
    content: notebook([code('x'.repeat(2 ** 21))]),
    gives: 'rejected, more code than the limit of 1 MiB',
  },
  'script in UTF-16': {
    name: 'a.py',
    content: Buffer.from('\uFEFFa = 1', 'utf16le'),
    gives: 'failed, UTF-16, which Python does not read',
  },
  'script of bytes that are no text': {
    name: 'a.py',
    content: Buffer.from([0x61, 0xff, 0xff]),
    gives: 'failed, not UTF-8, and it names no other encoding',
  },
  'script with an unknown encoding': {
    name: 'a.py',
    content: '# coding: klingon\n',
    gives: 'failed, names an encoding that is unknown: klingon',
  },
  'script with zero bytes': { name: 'a.py', content: 'a\0b', gives: 'failed, holds zero bytes' },
};

test.each(Object.entries({ ...READ, ...REFUSED }))('%s', (name, row) => {
  const file = path.join(scratch, name.replaceAll(' ', '-'), row.name ?? 'a.ipynb');
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, row.content);
  const reading = readProgram(file);
  const gives = reading.ok
    ? reading.program.code
    : `${reading.stop.status}, ${reading.stop.reason}`;
  expect(gives).toBe(row.gives);
  expect(reading.ok ? reading.program.date : null).toBe(row.date ?? null);
});

test('folders, pipes and links that lead nowhere give a reason', () => {
  const place = (name: string): string => path.join(scratch, name);
  mkdirSync(place('folder.ipynb'));
  execFileSync('mkfifo', [place('pipe.ipynb')]);
  symlinkSync(place('nowhere'), place('link.ipynb'));
  const reasons = ['folder.ipynb', 'pipe.ipynb', 'link.ipynb', 'absent.py'].map((name) => {
    const reading = readProgram(place(name));
    return reading.ok ? 'read' : reading.stop.reason;
  });
  expect(reasons).toEqual([
    'is a folder',
    'is no plain file',
    'cannot be opened: ENOENT',
    'cannot be opened: ENOENT',
  ]);
});
