import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { PACKAGE_ROOT } from '../core/index.ts';
import { renderPlan } from '../plan/index.ts';
import { verifies } from '../../tests/requirements.ts';
import { auditLeakage, type AuditDocument } from './leakage.ts';
import { bandKeys, candidatePairs, jaccard, minHash, shingles } from './minhash.ts';
import { readTextFile } from './files.ts';
import { readPlanLines } from './plan-lines.ts';
import { readAnswers } from './references.ts';
import { readTasks } from './tasks.ts';

function words(seed: number, count: number): string[] {
  return Array.from({ length: count }, (_, at) => `w${(seed * 7919 + at * at * 31 + at) % 997}`);
}

function document(
  change: Partial<AuditDocument> & Pick<AuditDocument, 'id' | 'set'>,
): AuditDocument {
  return { requirement: null, plan: null, code: null, ...change };
}

const CODE = words(1, 60).map((word) => `${word} = 1`);

describe(`audit ${verifies('leakage-audit')}`, () => {
  const documents = [
    document({
      id: '000',
      set: 'tasks',
      requirement: 'Tell ripe from unripe pears in photographs',
      code: CODE.join('\n'),
    }),
    document({
      id: '001',
      set: 'tasks',
      requirement: 'Forecast the load of a power grid by the hour',
    }),
    document({
      id: 'same',
      set: 'pool',
      requirement: 'tell ripe from unripe pears, in photographs!',
    }),
    document({
      id: 'near',
      set: 'pool',
      requirement: 'Tell ripe from unripe pears in colour photographs',
    }),
    document({
      id: 'other',
      set: 'pool',
      requirement: 'Translate sentences from French to German',
    }),
    document({ id: 'copied', set: 'pool', code: `# a copy\n${CODE.join('\n')}` }),
    document({ id: 'edited', set: 'pool', code: [...CODE.slice(0, 50), 'import os'].join('\n') }),
    document({ id: 'unlike', set: 'pool', code: words(5, 60).join('\n') }),
  ];
  const { rows, signature } = auditLeakage(documents);
  const row = (aspect: string, left: string, right: string) =>
    rows.find((one) => one.aspect === aspect && one.left === left && one.right === right);

  test('counts exact and near duplicates, whatever comments, case and punctuation', () => {
    expect(row('requirement', 'tasks', 'pool')).toMatchObject({
      exact: 1,
      near: 1,
      touched: 1,
      leftCount: 2,
      rightCount: 3,
    });
    expect(row('code', 'tasks', 'pool')).toMatchObject({ exact: 1, near: 1, touched: 1 });
    expect(row('requirement', 'tasks', 'tasks')).toMatchObject({ exact: 0, near: 0, touched: 0 });
  });

  test('names the worst pairs and how it measured', () => {
    expect(row('code', 'tasks', 'pool')?.worst[0]).toEqual({
      left: '000',
      right: 'copied',
      similarity: 1,
    });
    expect(signature).toContain('code:5-tokens>=0.5');
  });

  test('what no item has gives no row', () => {
    expect(rows.some(({ aspect }) => aspect === 'plan')).toBe(false);
    expect(auditLeakage([]).rows).toEqual([]);
  });
});

describe('MinHash', () => {
  test.each([0.3, 0.5, 0.8])(
    'the share of equal places estimates a Jaccard index of %d',
    (share) => {
      const all = words(3, 900).map((word, at) => `${word}-${at}`);
      const kept = Math.round((all.length * 2 * share) / (1 + share));
      const left = shingles(all, 1);
      const right = shingles(
        [...all.slice(0, kept), ...all.slice(kept).map((word) => `${word}x`)],
        1,
      );
      const [one, other] = [minHash(left), minHash(right)];
      const equal = one.filter((value, at) => value === other[at]).length / one.length;
      expect(Math.abs(equal - jaccard(left, right))).toBeLessThan(0.12);
    },
  );

  test('pairs come once, in order, those wanted alone; empty sets have none', () => {
    const same = bandKeys(minHash(shingles(['a', 'b', 'c'], 2)));
    const all = [same, null, same, same];
    expect([...candidatePairs(all)]).toEqual([
      [0, 2],
      [0, 3],
      [2, 3],
    ]);
    expect([...candidatePairs(all, (_, higher) => higher === 2)]).toEqual([[0, 2]]);
  });
});

const data = path.resolve(PACKAGE_ROOT, process.env['DLCODEGEN_DATA'] ?? '../shared/data');
const hasData = existsSync(path.join(data, 'tasks'));

describe.skipIf(!hasData)(
  `the evaluation data (at ${data}, set DLCODEGEN_DATA; skipped where absent)`,
  () => {
    test('what of it is in the training plans', { timeout: 60_000 }, async () => {
      const folder = path.join(data, 'tasks');
      const tasks = await readTasks(folder);
      const answers = await readAnswers(folder, tasks);
      const lines = readPlanLines(await readTextFile(path.join(data, 'plans/train.jsonl')));
      const { rows } = auditLeakage([
        ...tasks.map(({ id, requirement }, at) =>
          document({
            id,
            set: 'tasks',
            requirement: `${requirement.text}\n${requirement.attributes}`,
            plan: answers[at]?.plan == null ? null : renderPlan(answers[at].plan),
            code: answers[at]?.code ?? null,
          }),
        ),
        ...lines.map(({ requirement, plan }, at) =>
          document({
            id: String(at),
            set: 'training plans',
            requirement:
              requirement === null ? null : `${requirement.text}\n${requirement.attributes}`,
            plan: plan === null ? null : renderPlan(plan),
          }),
        ),
      ]);
      const counts = rows.map(({ aspect, right, exact, near, touched }) => [
        aspect,
        right,
        exact,
        near,
        touched,
      ]);
      expect(counts).toEqual([
        ['requirement', 'tasks', 1, 0, 2],
        ['requirement', 'training plans', 0, 4, 3],
        ['plan', 'tasks', 1, 0, 2],
        ['plan', 'training plans', 1, 0, 1],
        ['code', 'tasks', 0, 0, 0],
      ]);
    });
  },
);
