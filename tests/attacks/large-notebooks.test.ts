import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { PACKAGE_ROOT } from '../../src/core/index.ts';

const BYTES = 200e6;
const MOST_KILOBYTES = 300 * 1024;
const PIECE = 2 ** 20;

const scratch = mkdtempSync(path.join(os.tmpdir(), 'large-notebooks-'));
afterAll(() => rmSync(scratch, { recursive: true }));

const MODULE = pathToFileURL(path.join(PACKAGE_ROOT, 'src/corpus/index.ts')).href;
const PROGRAM = `
const { readProgram, judgeProgram } = await import(${JSON.stringify(MODULE)});
const reading = readProgram(process.argv[1]);
const verdict = reading.ok ? judgeProgram(reading.program).isKept : reading.stop.reason;
console.log(JSON.stringify({ verdict, kilobytes: process.resourceUsage().maxRSS }));`;
const CODE = 'import keras\\nm = keras.Sequential()\\nm.fit(x, y)';
const cell = (fields: string): string =>
  `{"cell_type": "code", "source": "${CODE}", ${fields}, "metadata": {}}`;

/** What stands before, is repeated and stands after 200 MB, and what is said of the notebook. */
const ROWS: Readonly<Record<string, readonly [string, string, string, unknown]>> = {
  'an output of one string': [cell('"outputs": [{"data": "').slice(0, -15), 'QUJD', '"}]}', true],
  'an output of many lines': [
    cell('"outputs": [{"text": ["').slice(0, -15),
    String.raw`a\n", "`,
    '"]}]}',
    true,
  ],
  'outputs of many backslashes': [cell('"outputs": ["').slice(0, -15), '\\\\', '"]}', true],
  'prose with an image in it': [
    `${cell('"outputs": []')}, {"cell_type": "markdown", "source": ["`,
    'QUJD',
    '"]}',
    true,
  ],
  'code in one string': [
    '{"cell_type": "code", "source": "',
    'QUJD',
    '"}',
    'more code than the limit of 1 MiB',
  ],
  'a key': ['{"', 'QUJD', '": 1}', 'no code'],
};

test.each(Object.entries(ROWS))(
  '200 MB: %s',
  (name, [before, repeated, after, verdict]) => {
    const file = path.join(scratch, `${name.replaceAll(' ', '-')}.ipynb`);
    const target = openSync(file, 'w');
    writeSync(target, `{"nbformat": 4, "cells": [${before}`);
    const piece = repeated.repeat(PIECE / repeated.length);
    for (let bytes = 0; bytes < BYTES; bytes += piece.length) writeSync(target, piece);
    writeSync(target, `${after}]}`);
    closeSync(target);
    const { stdout, stderr } = spawnSync(
      process.execPath,
      ['--input-type=module', '-e', PROGRAM, file],
      { encoding: 'utf8' },
    );
    rmSync(file);
    expect(stderr).toBe('');
    const found = JSON.parse(stdout) as { verdict: unknown; kilobytes: number };
    console.log(name, Math.round(found.kilobytes / 1024), 'MiB');
    expect(found.verdict).toEqual(verdict);
    expect(found.kilobytes).toBeLessThan(MOST_KILOBYTES);
  },
  120_000,
);
