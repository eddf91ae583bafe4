import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { findSharedData } from '../../scripts/shared-data.ts';
import { DLCodeGenError, PACKAGE_ROOT } from '../../src/core/index.ts';
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

/** What a wish becomes: its data, what is said of it, or the words with which it is refused. */
async function become({ wish, data }: Case): Promise<Readonly<Record<string, unknown>>> {
  try {
    const requirement = { text: wish, attributes: '' };
    const { record } = await planProject({
      requirement,
      data: path.join(folder, data),
      samples,
      given: null,
    });
    const left = record.asked
      .filter(({ status }) => status !== 'done')
      .map(({ words, status, by, why }) => `${words} ${status} ${by ?? ''} ${why ?? ''}`);
    return { ...record.data, said: [...record.warnings, ...left].join('\n') };
  } catch (error) {
    if (error instanceof DLCodeGenError) return { refused: error.message };
    throw error;
  }
}

test.each(cases)('$id: $wish', async (one) => {
  expect(await become(one)).toMatchObject(EXPECTED_CASES[one.id] ?? { refused: 'no row' });
});
