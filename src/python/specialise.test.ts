import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Origin, Program } from '../artifacts/index.ts';
import { PACKAGE_ROOT } from '../core/index.ts';
import { readPool } from '../retrieval/index.ts';
import { sweep } from '../../tests/sweep.ts';
import { readProgram } from './program.ts';
import { pruneProgram } from './prune.ts';
import { renderProgram, renderSegments } from './render.ts';
import { BODY_CASES, FUNCTION_CASES, type SpecialiseCase } from './specialise-cases-table.ts';
import { findFoldable, specialiseProgram } from './specialise.ts';

const ORIGIN: Origin = { kind: 'code1', samples: [], licence: 'Apache-2.0', reason: 'test' };

function read(source: string): Program {
  const program = readProgram(source, ORIGIN);
  if (!program.ok) throw new Error(JSON.stringify(program.issues));
  return program.value;
}

/** The functions after, as text; the imports and the constants stand before them. */
function specialise(code: string, { final = {}, free = {} }: SpecialiseCase): string {
  const constants = Object.entries({ ...final, ...free }).map(
    ([name, text]) => `${name} = ${text}`,
  );
  const source = `# %% Imports\nfrom pathlib import Path\n\n# %% Configuration\n${constants.join('\n')}\n\n\n# %% Data\n${code}\n`;
  const known = Object.keys(final);
  const program = specialiseProgram(read(source), known);
  expect(findFoldable(program, known)).toEqual([]);
  return renderSegments(program.segments.filter(({ section }) => section === 'data'));
}

function withBody(body: string): string {
  const lines = body
    .split('\n')
    .map((line) => (line === '' || /^(?:"""\)| {4}as)/.test(line) ? line : `    ${line}`));
  return `def describe(data_dir, output_dir):\n${lines.join('\n')}`;
}

test.each(Object.entries(BODY_CASES))('%s', (_, row) => {
  expect(specialise(withBody(row.before), row)).toBe(withBody(row.after));
});

test.each(Object.entries(FUNCTION_CASES))('%s', (_, row) => {
  expect(specialise(row.before, row)).toBe(row.after);
});

/** What a user tunes, or a run changes; everything else is taken to be final in the hardest setting. */
const TUNED =
  /^(?:SEED|BATCH_SIZE|EPOCHS|LEARNING_RATE|PATIENCE|WEIGHTS)$|_(?:SHARE|ITEMS|BUFFER)$/;
const samples = await readPool(path.join(PACKAGE_ROOT, 'pool'));

describe.each(sweep(samples, 8).map((sample) => [sample.id, sample] as const))(
  '%s',
  (_, { program, data }) => {
    const settings = {
      'its facts': Object.keys(data.facts),
      'all that is not tuned': (name: string) => !TUNED.test(name),
    };
    test.each(Object.entries(settings))(
      'specialised for %s is whole, and folds no further',
      (_, known) => {
        const before = read(program);
        const after = specialiseProgram(before, known);
        expect(findFoldable(after, known)).toEqual([]);
        expect(pruneProgram(after).unbound).toEqual([]);
        const written = read(renderProgram(after)).segments.map(({ code }) => code);
        expect(written.sort()).toEqual(after.segments.map(({ code }) => code).sort());
        const names = after.segments.flatMap(({ defines }) => defines);
        expect(names).toHaveLength(new Set(names).size);
      },
    );
  },
);
