import path from 'node:path';
import { expect, test } from 'vitest';
import type { DataSpec, Facts, Origin } from '../artifacts/index.ts';
import { PACKAGE_ROOT } from '../core/index.ts';
import { pruneProgram, readProgram } from '../python/index.ts';
import { readPool } from '../retrieval/index.ts';
import { codeOf, DATA, readTiny } from '../../tests/programs/tiny-program.ts';
import { adaptGroupSplit } from './group-split.ts';
import { groupSource } from './group-split-table.ts';

const ORIGIN: Origin = { kind: 'profile', samples: [], licence: 'Apache-2.0', reason: 'test' };
const samples = await readPool(path.join(PACKAGE_ROOT, 'pool'));
/** Profiles give these no groups: pairs of a class, and anomalies that go to test whatever their group. */
const UNGROUPED = ['same', 'anomaly'];

const rows = ['GROUP_COLUMN', 'GROUP_PATTERN'].flatMap((fact) =>
  samples
    .filter(
      ({ data }) =>
        groupSource({ ...data, facts: { [fact]: 'x' } }) !== null &&
        !UNGROUPED.includes(data.target),
    )
    .map((sample) => [sample.id, fact, sample] as const),
);

test.each(rows)('%s splits by %s, every name bound', (_, fact, { program: text, data }) => {
  const read = readProgram(text, ORIGIN);
  if (!read.ok) throw new Error(read.issues[0]?.message);
  const spec: DataSpec = { ...data, facts: { ...data.facts, [fact]: 'x' } };
  const { program, unbound } = pruneProgram(adaptGroupSplit(read.value, spec, ORIGIN));
  const code = program.segments.map((segment) => segment.code).join('\n');
  expect(unbound).toEqual([]);
  expect(program.segments.flatMap(({ defines }) => defines)).toContain(fact);
  expect(code).toMatch(/^ {4}groups = \w+_groups\(.*\)\n(.*\n)*?.*split_groups\(.*groups/m);
  expect(adaptGroupSplit(read.value, data, ORIGIN)).toBe(read.value);
});

/** A program that splits with one of the pool's splitters; `split` is the statement that calls it. */
function splitProgram(splitter: string, split: string): string {
  return `# %% Configuration
SEED = 42

# %% Data
def ${splitter}(first, *shares):
    return [first, shares]


def split_all(table, paths, data_dir):
    numbers = table["kind"]
${split}
    return parts
`;
}

test.each<[string, string, string, DataSpec['kind'], Facts, string]>([
  [
    'rows by a column',
    'split_by_class',
    '    parts = split_by_class(numbers)',
    'table',
    { GROUP_COLUMN: 'patient' },
    '    groups = row_groups(table)\n    parts = split_groups(numbers, groups)',
  ],
  [
    'shares go on',
    'split_by_class',
    '    parts = split_by_class(numbers, 0.2, 0.1)',
    'table',
    { GROUP_COLUMN: 'patient' },
    '    groups = row_groups(table)\n    parts = split_groups(numbers, groups, 0.2, 0.1)',
  ],
  [
    'files by a part of their path',
    'split_by_class',
    '    parts = split_by_class(numbers)',
    'image-folders',
    { GROUP_PATTERN: '(p\\d+)' },
    '    groups = file_groups(paths, data_dir)\n    parts = split_groups(numbers, groups)',
  ],
  [
    'rows without classes',
    'split_rows',
    '    parts = split_rows(len(table))',
    'table',
    { GROUP_COLUMN: 'patient' },
    '    groups = row_groups(table)\n    parts = split_groups(groups)',
  ],
  [
    'a call inside a loop: groups are found before it',
    'split_by_class',
    '    parts = []\n    for part in split_by_class(numbers):\n        parts.append(part)',
    'table',
    { GROUP_COLUMN: 'patient' },
    '    parts = []\n    groups = row_groups(table)\n    for part in split_groups(numbers, groups):\n        parts.append(part)',
  ],
  [
    'a call over several lines',
    'split_by_class',
    '    parts = [\n        list(part)\n        for part in split_by_class(numbers)\n    ]',
    'table',
    { GROUP_COLUMN: 'patient' },
    '    groups = row_groups(table)\n    parts = [\n        list(part)\n        for part in split_groups(numbers, groups)\n    ]',
  ],
])('%s', (_name, splitter, split, kind, facts, after) => {
  const program = readTiny(splitProgram(splitter, split));
  const adapted = adaptGroupSplit(program, { ...DATA, kind, facts }, ORIGIN);
  expect(codeOf(adapted, 'data.split_all')).toBe(
    codeOf(program, 'data.split_all').replace(split, after),
  );
  expect(codeOf(adapted, `data.${splitter}`)).toBe(codeOf(program, `data.${splitter}`));
  const names = adapted.segments.flatMap(({ defines }) => defines);
  expect(names).toEqual(expect.arrayContaining(['split_groups', Object.keys(facts)[0]]));
});

test.each<[string, string, DataSpec | null]>([
  ['nobody says that items come in groups', 'split_by_class', DATA],
  ['data are not known', 'split_by_class', null],
  [
    'the fact says that there are none',
    'split_by_class',
    { ...DATA, facts: { GROUP_COLUMN: null } },
  ],
  [
    'the kind has no such groups',
    'split_by_class',
    { ...DATA, kind: 'series', facts: { GROUP_COLUMN: 'a' } },
  ],
  [
    'the program splits in a way of its own',
    'split_by_time',
    { ...DATA, facts: { GROUP_COLUMN: 'a' } },
  ],
])('a program stays as it is where %s', (_name, splitter, data) => {
  const program = readTiny(splitProgram(splitter, `    parts = ${splitter}(numbers)`));
  expect(adaptGroupSplit(program, data, ORIGIN)).toBe(program);
});
