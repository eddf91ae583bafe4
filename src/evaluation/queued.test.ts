import { describe, expect, test } from 'vitest';
import { STAGES } from '../artifacts/index.ts';
import { emptyOutcome } from './outcome.ts';
import { readClimbed, readOutcome } from './queued.ts';

const OUTCOME = { ...emptyOutcome('t1'), code: 'x', files: { 'tests/a.py': '1' } };
const VERDICT = {
  passed: true,
  stages: STAGES.map((id) => ({ id, status: 'passed', ms: 1, message: '' })),
  agreement: { optimizer: true, loss: null },
};
const CLIMBED = { first: VERDICT, last: VERDICT };

describe('what a worker sends', () => {
  test('is taken where it is what was asked for', () => {
    expect(readOutcome(OUTCOME, 't1')).toEqual(OUTCOME);
    expect(readClimbed([CLIMBED], 1)).toEqual([CLIMBED]);
  });

  test.each([
    ['nothing', null],
    ['a text', 'forged'],
    ['an outcome of another task', { ...OUTCOME, task: 't2' }],
    ['a field more', { ...OUTCOME, shell: 'rm' }],
    ['code that is no text', { ...OUTCOME, code: { length: 1 } }],
    ['a file outside', { ...OUTCOME, files: { '../../.bashrc': 'x' } }],
    ['a file at an absolute place', { ...OUTCOME, files: { '/etc/cron.d/x': 'x' } }],
    ['a file behind backslashes', { ...OUTCOME, files: { '..\\x': 'x' } }],
    [
      'a flood of files',
      {
        ...OUTCOME,
        files: Object.fromEntries(Array.from({ length: 501 }, (_, at) => [`f${at}`, ''])),
      },
    ],
    ['a plan without layers', { ...OUTCOME, plan: { category: 'x' } }],
  ])('%s is a failed sample', (_name, result) => {
    const outcome = readOutcome(result, 't1');
    expect(outcome).toMatchObject({ task: 't1', code: null, files: null });
    expect(outcome.failure?.code).toBe('QUEUE');
  });

  test.each([
    ['nothing', null],
    ['verdicts of fewer projects', [CLIMBED]],
    ['a verdict without stages', [CLIMBED, { first: { ...VERDICT, stages: [] }, last: VERDICT }]],
    ['a status that is none', [CLIMBED, { first: { ...VERDICT, passed: 'yes' }, last: VERDICT }]],
  ])('%s is no passed project', (_name, result) => {
    const climbed = readClimbed(result, 2);
    expect(climbed.map(({ last }) => last.passed)).toEqual([false, false]);
    expect(climbed[0]?.last.stages[0]?.message).toMatch(/a worker sent a result that is none/);
  });
});
