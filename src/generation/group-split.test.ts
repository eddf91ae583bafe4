import path from 'node:path';
import { expect, test } from 'vitest';
import type { DataSpec, Origin } from '../artifacts/index.ts';
import { PACKAGE_ROOT } from '../core/index.ts';
import { pruneProgram, readProgram } from '../python/index.ts';
import { readPool } from '../retrieval/index.ts';
import { adaptGroupSplit } from './group-split.ts';
import { GROUP_SOURCES } from './group-split-table.ts';

const ORIGIN: Origin = { kind: 'profile', samples: [], licence: 'Apache-2.0', reason: 'test' };
const samples = await readPool(path.join(PACKAGE_ROOT, 'pool'));
/** Profiles give these no groups: pairs of a class, and anomalies that go to test whatever their group. */
const UNGROUPED = ['same', 'anomaly'];

const rows = Object.entries(GROUP_SOURCES).flatMap(([fact, sources]) =>
  samples
    .filter(({ data }) => data.kind in sources && !UNGROUPED.includes(data.target))
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
