import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { findSharedData } from '../../scripts/shared-data.ts';
import { PACKAGE_ROOT } from '../../src/core/index.ts';
import { planProject } from '../../src/pipeline/index.ts';
import { readPool } from '../../src/retrieval/index.ts';
import { EXPECTED_CASES } from './cases-table.ts';

/** Wishes with data as people bring them, beside the project; without them nothing is tested. */
const shared = findSharedData();
const folder = path.join(shared ?? '', '../cases');

interface Case {
  readonly id: string;
  readonly wish: string;
  readonly data: string;
}

const cases: readonly Case[] =
  shared !== null
    ? readFileSync(path.join(folder, 'cases.jsonl'), 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Case)
    : [];
const samples = await readPool(path.join(PACKAGE_ROOT, 'pool'));

/** Skipped where the shared data are not beside the project. */
test.skipIf(shared === null)('every case has its row', () => {
  expect(cases.map(({ id }) => id).toSorted()).toEqual(Object.keys(EXPECTED_CASES).toSorted());
});

test.each(cases)('$id: $wish', async ({ id, wish, data }) => {
  const expected = EXPECTED_CASES[id];
  if (expected === undefined) throw new Error(`no row for ${id}`);
  const planning = planProject({
    requirement: { text: wish, attributes: '' },
    data: path.join(folder, data),
    samples,
    given: null,
  });
  if ('refused' in expected) {
    await expect(planning).rejects.toThrow(expected.refused);
    return;
  }
  const { record } = await planning;
  if ('said' in expected) {
    const left = record.asked
      .filter(({ status }) => status !== 'done')
      .map(({ words, status, by, why }) => `${words} ${status} ${by ?? ''} ${why ?? ''}`);
    expect([...record.warnings, ...left].join('\n')).toMatch(expected.said);
    return;
  }
  const { kind, target, facts = {} } = expected;
  expect(record.data).toMatchObject({ kind, target, facts });
});
