import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { verifies } from '../../tests/requirements.ts';
import { judge } from './human-study.ts';
import { emptyOutcome, type Row } from './outcome.ts';
import { parseCsv, parseRatings, renderCsv } from './ratings.ts';

const scratch = mkdtempSync(path.join(os.tmpdir(), 'study-'));
afterAll(() => rmSync(scratch, { recursive: true }));

const tasks = Array.from({ length: 12 }, (_, at) => ({
  id: `t${at}`,
  requirement: { text: `Requirement <${at}>`, attributes: '' },
}));
const answers = tasks.map(({ id }) => ({ id, plan: null, code: 'x' }));
const rows: Row[] = ['alpha', 'beta'].map((id) => ({
  id,
  method: `Method ${id}`,
  model: 'secret',
  source: 'measured here',
  learntFrom: 'nothing',
  outcomes: tasks.map((task) => ({ ...emptyOutcome(task.id), code: `print("${task.id}")` })),
}));
const options = { output: path.join(scratch, 'study'), raters: 4, seed: 3 };
const file = (...parts: string[]): string => path.join(options.output, ...parts);

/** Beta is two better on all; rater 4 is far off on the first item. */
function fillIn(): void {
  const { items } = JSON.parse(readFileSync(file('key.json'), 'utf8')) as {
    items: { id: string; row: string }[];
  };
  for (let rater = 1; rater <= 4; rater += 1) {
    const lines = items.map(({ id, row }, at) => {
      const score = String((row === 'beta' ? 7 : 5) + (rater === 4 && at === 0 ? -4 : 0));
      return [id, score, '6.5', String(4 + (at % 3)), 'fine, "mostly"\nreally'];
    });
    writeFileSync(
      file('ratings', `rater-${rater}.csv`),
      renderCsv([['item', 'compliance', 'helpfulness', 'idiomaticity', 'justification'], ...lines]),
    );
  }
}

test(`forms, sheets, discussion, table ${verifies('human-evaluation')}`, async () => {
  const first = await judge(rows, tasks, answers, options);
  expect(first.tables).toEqual([]);
  expect(first.notes[0]).toContain('4 forms over 20 programs');
  const [one, two] = [1, 2].map((rater) =>
    readFileSync(file('forms', `rater-${rater}.html`), 'utf8'),
  );
  expect(one).not.toMatch(/alpha|beta|secret|Method/);
  expect(one).toContain('Requirement &lt;');
  expect(one?.match(/data-item="P\d+"/g)).toHaveLength(20);
  expect(one?.match(/data-item="P\d+"/g)).not.toEqual(two?.match(/data-item="P\d+"/g));

  fillIn();
  const second = await judge(rows, tasks, answers, options);
  expect(second.notes.join('\n')).toContain('1 scores lie more than 2 apart');
  expect(second.notes[0]).toMatch(/alpha 0\.\d+ .*kappa 0\.\d+/);
  expect(readFileSync(file('forms', 'discussion.html'), 'utf8')).toContain(
    '<b>1</b> fine, &quot;mostly&quot;',
  );
  const agreed = readFileSync(file('ratings', 'consensus.csv'), 'utf8').replace(
    /,,$/m,
    ',5,talked it over',
  );
  writeFileSync(file('ratings', 'consensus.csv'), agreed);
  const third = await judge(rows, tasks, answers, options);
  expect(third.notes.at(-1)).toBe('1 scores were discussed to consensus.');
  const values = third.tables[0]?.rows.map((row) => [
    row.n,
    row.values['compliance']?.value,
    row.values['helpfulness']?.value,
  ]);
  expect(values).toEqual([
    [10, 5, 6.5],
    [10, 7, 6.5],
  ]);
  expect(third.comparisons[0]?.n).toBe(10);
});

test('sheets are refused for forms they were not made on', async () => {
  await expect(judge(rows, tasks, answers, { ...options, seed: 4 })).rejects.toThrow(/other forms/);
  expect(existsSync(file('key.json'))).toBe(true);
});

describe('a rater’s sheet', () => {
  const HEAD = 'item,compliance,helpfulness,idiomaticity,justification\n';
  test.each([
    ['a step of 0.3', `${HEAD}P1,7.3,5,5,why\n`, 'RATING_SCORE'],
    ['above ten', `${HEAD}P1,11,5,5,why\n`, 'RATING_SCORE'],
    ['an empty score', `${HEAD}P1,,5,5,why\n`, 'RATING_SCORE'],
    ['no reason', `${HEAD}P1,5,5,5, \n`, 'RATING_REASON'],
    ['an item nobody knows', `${HEAD}P1,5,5,5,why\nP9,5,5,5,why\n`, 'RATING_ITEM'],
    ['an item twice', `${HEAD}P1,5,5,5,why\nP1,5,5,5,why\n`, 'RATING_ITEM'],
    ['an item left out', HEAD, 'RATING_ITEM'],
    ['another header', 'a,b\nP1,5,5,5,why\n', 'RATING_HEADER'],
    ['an empty file', '', 'RATING_HEADER'],
  ])('%s', (_name, text, code) => {
    const result = parseRatings(text, new Set(['P1']), 'sheet');
    expect(result.ok ? [] : result.issues.map((issue) => issue.code)).toContain(code);
  });

  test('cells survive writing and reading', () => {
    const cells = [
      ['a', 'b,c', 'say "x"', 'two\nlines'],
      ['', '1', '', 'end'],
    ];
    expect(parseCsv(renderCsv(cells))).toEqual(cells);
    expect(parseCsv('\uFEFFa,b\r\n1,2')).toEqual([
      ['a', 'b'],
      ['1', '2'],
    ]);
  });
});
