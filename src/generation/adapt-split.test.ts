import path from 'node:path';
import { expect, test } from 'vitest';
import type { DataSpec, Facts, Origin } from '../artifacts/index.ts';
import { PACKAGE_ROOT } from '../core/index.ts';
import { pruneProgram, readProgram } from '../python/index.ts';
import { readPool } from '../retrieval/index.ts';
import { codeOf, DATA, readTiny } from '../../tests/programs/tiny-program.ts';
import { adaptSplit } from './adapt-split.ts';
import { splitSource } from './split-source-table.ts';

const ORIGIN: Origin = { kind: 'profile', samples: [], licence: 'Apache-2.0', reason: 'test' };
const samples = await readPool(path.join(PACKAGE_ROOT, 'pool'));
/** Profiles give these no groups: pairs of a class, and anomalies that go to test whatever their group. */
const UNGROUPED = ['same', 'anomaly'];

const rows = ['GROUP_COLUMN', 'GROUP_PATTERN', 'SPLIT_COLUMN'].flatMap((fact) =>
  samples
    .filter(
      ({ data }) =>
        splitSource({ ...data, facts: { [fact]: 'x' } }) !== null &&
        !UNGROUPED.includes(data.target),
    )
    .map((sample) => [sample.id, fact, sample] as const),
);

test.each(rows)('%s splits by %s, every name bound', (_, fact, { program: text, data }) => {
  const read = readProgram(text, ORIGIN);
  if (!read.ok) throw new Error(read.issues[0]?.message);
  const spec: DataSpec = { ...data, facts: { ...data.facts, [fact]: 'x' } };
  const { program, unbound } = pruneProgram(adaptSplit(read.value, spec, ORIGIN));
  const code = program.segments.map((segment) => segment.code).join('\n');
  expect(unbound).toEqual([]);
  expect(program.segments.flatMap(({ defines }) => defines)).toContain(fact);
  expect(code).toMatch(
    fact === 'SPLIT_COLUMN'
      ? /^ {4}given = row_splits\(.*\)\n(.*\n)*?.*split_given\(.*given/m
      : /^ {4}groups = \w+_groups\(.*\)\n(.*\n)*?.*split_groups\(.*groups/m,
  );
  expect(adaptSplit(read.value, data, ORIGIN)).toBe(read.value);
});

/** A program that splits with a function of this name; `split` is the statement that calls it. */
function splitProgram(splitter: string, split: string): string {
  return `# %% Configuration
SEED = 42

# %% Data
def ${splitter}(targets, *shares):
    return [targets, shares]


def split_items(data_dir):
    items, targets, own = data_dir
${split}
    return parts
`;
}

test.each<[string, string, DataSpec['kind'], Facts, string]>([
  [
    'rows by a column',
    '    parts = split_rows(targets)',
    'table',
    { GROUP_COLUMN: 'patient' },
    '    groups = row_groups(items)\n    parts = split_groups(targets, groups)',
  ],
  [
    'shares go on',
    '    parts = split_rows(targets, 0.2, 0.1)',
    'table',
    { GROUP_COLUMN: 'patient' },
    '    groups = row_groups(items)\n    parts = split_groups(targets, groups, 0.2, 0.1)',
  ],
  [
    'files by a part of their path',
    '    parts = split_rows(targets)',
    'image-folders',
    { GROUP_PATTERN: '(p\\d+)' },
    '    groups = file_groups(items, data_dir)\n    parts = split_groups(targets, groups)',
  ],
  [
    'some of the rows',
    '    parts = split_rows(targets.take(own, axis=0), *shares)',
    'image-split-folders',
    { GROUP_PATTERN: '(p\\d+)' },
    '    groups = file_groups(items, data_dir)\n    parts = split_groups(targets.take(own, axis=0), groups[own], *shares)',
  ],
  [
    'images by a column of their table',
    '    parts = split_rows(targets)',
    'image-table',
    { GROUP_COLUMN: 'patient' },
    '    groups = row_groups(items, data_dir)\n    parts = split_groups(targets, groups)',
  ],
  [
    'a call inside a loop: groups are found before it',
    '    parts = []\n    for part in split_rows(targets):\n        parts.append(part)',
    'table',
    { GROUP_COLUMN: 'patient' },
    '    parts = []\n    groups = row_groups(items)\n    for part in split_groups(targets, groups):\n        parts.append(part)',
  ],
  [
    'a call over several lines',
    '    parts = [\n        list(part)\n        for part in split_rows(targets)\n    ]',
    'table',
    { GROUP_COLUMN: 'patient' },
    '    groups = row_groups(items)\n    parts = [\n        list(part)\n        for part in split_groups(targets, groups)\n    ]',
  ],
])('%s', (_name, split, kind, facts, after) => {
  const program = readTiny(splitProgram('split_rows', split));
  const adapted = adaptSplit(program, { ...DATA, kind, facts }, ORIGIN);
  expect(codeOf(adapted, 'data.split_items')).toBe(
    codeOf(program, 'data.split_items').replace(split, after),
  );
  expect(codeOf(adapted, 'data.split_rows')).toBe(codeOf(program, 'data.split_rows'));
  const names = adapted.segments.flatMap(({ defines }) => defines);
  expect(names).toEqual(expect.arrayContaining(['split_groups', Object.keys(facts)[0]]));
});

test.each<[string, string, DataSpec | null]>([
  ['nobody says that items come in groups', 'split_rows', DATA],
  ['data are not known', 'split_rows', null],
  ['the fact says that there are none', 'split_rows', { ...DATA, facts: { GROUP_COLUMN: null } }],
  [
    'the kind has no such groups',
    'split_rows',
    { ...DATA, kind: 'series', facts: { GROUP_COLUMN: 'a' } },
  ],
  [
    'the program splits in a way of its own',
    'split_by_time',
    { ...DATA, facts: { GROUP_COLUMN: 'a' } },
  ],
])('a program stays as it is where %s', (_name, splitter, data) => {
  const program = readTiny(splitProgram(splitter, `    parts = ${splitter}(targets)`));
  expect(adaptSplit(program, data, ORIGIN)).toBe(program);
});
