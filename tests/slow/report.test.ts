import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { StageId, Verdict } from '../../src/artifacts/index.ts';
import { evaluate } from '../../src/evaluation/index.ts';
import { scoreLadder } from '../../src/evaluation/ladder.ts';
import { emptyOutcome, type Row } from '../../src/evaluation/outcome.ts';
import { renderHtml } from '../../src/evaluation/report-html.ts';
import type { Report } from '../../src/evaluation/report.ts';
import { openBrowser, visit, type Visit } from './open-browser.ts';

const scratch = mkdtempSync(path.join(os.tmpdir(), 'report-'));
const tasks = path.join(scratch, 'tasks');
const MARKUP = '</template></pre><img src="http://127.0.0.1:9/x.png"><script>alert(1)</script>';
const REFERENCE = `import keras\n# ${MARKUP}\nmodel = keras.Sequential([keras.layers.Dense(1)])\n`;
const WARM = 'import keras\nmodel = keras.Sequential()\n';
const HOT = 'print("nothing")\n';
let browser: Browser;
let report: Report;

beforeAll(async () => {
  for (const [at, text] of ['Sort the leaves', `Count ${MARKUP}`].entries()) {
    const folder = path.join(tasks, `00${at}`);
    mkdirSync(path.join(folder, 'published'), { recursive: true });
    const files = {
      'requirement.json': JSON.stringify({ 'User Requirement': text, 'Dataset Attributes': '' }),
      'reference.py': REFERENCE,
      'published/DLCodeGen_temperature_0.5.txt': WARM,
      'published/DLCodeGen_temperature_2.txt': HOT,
    };
    for (const [name, content] of Object.entries(files))
      writeFileSync(path.join(folder, name), content);
  }
  const output = path.join(scratch, 'rq5');
  const setting = { seed: 1, threads: 1, raters: 2, unsandboxed: false };
  ({ report } = await evaluate('rq5', { tasks, output, ...setting }));
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  rmSync(scratch, { recursive: true });
});

const textOf = async (pane: Locator): Promise<string> => (await pane.textContent()) ?? '';

async function expectSound({ page, complaints, requests }: Visit, file: string): Promise<void> {
  expect(complaints).toEqual([]);
  expect(requests).toEqual([pathToFileURL(file).href]);
  await page.close();
}

/** What of a plot's texts is cut off or lies on another. */
async function misplacedTexts(page: Page): Promise<readonly string[]> {
  return page.locator('svg').evaluateAll((plots) =>
    plots.flatMap((plot) => {
      const frame = plot.getBoundingClientRect();
      const boxes = [...plot.querySelectorAll('text')].map((text) => ({
        name: text.textContent,
        box: text.getBoundingClientRect(),
      }));
      return boxes.flatMap(({ name, box }, at) => {
        const isCut = box.left < frame.left || box.right > frame.right || box.bottom > frame.bottom;
        const isCovered = boxes
          .slice(0, at)
          .some(
            ({ box: other }) =>
              box.left < other.right &&
              other.left < box.right &&
              box.top + 3 < other.bottom &&
              other.top + 3 < box.bottom,
          );
        return isCut || isCovered ? [name] : [];
      });
    }),
  );
}

describe('a report in a browser', () => {
  test('opens without a complaint or a request, with tables and plots', async () => {
    const file = path.join(scratch, 'rq5/report.html');
    const visited = await visit(browser, file);
    const { page } = visited;
    expect(await page.title()).toBe(report.title);
    const rows = report.tables.map((table) => table.rows.length);
    const shown = page.locator('table');
    expect(await shown.count()).toBe(rows.length + 2);
    for (const [at, count] of rows.entries()) {
      const table = shown.nth(at);
      expect(await table.locator('tbody tr').count()).toBe(count);
      expect(await table.isVisible()).toBe(true);
    }
    expect(await shown.first().locator('th').first().textContent()).toBe('method');
    const plot = page.locator('svg');
    expect(await plot.count()).toBe(1);
    expect(await plot.locator('circle').count()).toBe(rows.reduce((sum, count) => sum + count, 0));
    expect((await plot.boundingBox())?.width).toBeGreaterThan(500);
    expect(await misplacedTexts(page)).toEqual([]);
    await expectSound(visited, file);
  });

  test('shows code side by side, task by task, and any other on request', async () => {
    const file = path.join(scratch, 'rq5/report.html');
    const visited = await visit(browser, file);
    const { page } = visited;
    expect(await page.locator('pre').count()).toBe(0);
    const drill = page.locator('details').nth(1);
    await drill.locator('summary').click();
    const panes = drill.locator('pre');
    await panes.nth(1).waitFor();
    expect(await Promise.all([0, 1].map(async (at) => textOf(panes.nth(at))))).toEqual([
      REFERENCE,
      WARM,
    ]);
    const [left, right] = await Promise.all([
      panes.nth(0).boundingBox(),
      panes.nth(1).boundingBox(),
    ]);
    if (left === null || right === null) throw new Error('a pane is not visible');
    expect(left.x + left.width).toBeLessThanOrEqual(right.x);
    expect(Math.abs(left.width - right.width)).toBeLessThan(2);
    expect(Math.min(left.height, right.height)).toBeGreaterThan(10);

    const choice = drill.locator('select').nth(1);
    await choice.selectOption({ index: 2 });
    await expect.poll(async () => textOf(panes.nth(1))).toBe(HOT);
    expect(await textOf(panes.nth(0))).toBe(REFERENCE);
    expect(await drill.locator('.sides p').nth(1).textContent()).toContain('codebleu');
    expect(await drill.locator('img').count()).toBe(0);
    await expectSound(visited, file);
  });

  test('shows how far projects run, and where one stopped', async () => {
    const verdictAt = (reached: number): Verdict => ({
      passed: reached === 6,
      stages: (['S0', 'S1', 'S2', 'S3', 'S4', 'S5'] as const).map((id: StageId, at) => ({
        id,
        ms: 1,
        status: at < reached ? 'passed' : at === reached ? 'failed' : 'skipped',
        message: at === reached ? 'ValueError: <b>shape</b>' : '',
      })),
      agreement: {},
    });
    const verdict = (reached: number) => ({ first: verdictAt(reached), last: verdictAt(reached) });
    const ids = ['000', '001'];
    const rows = ['DLCodeGen', 'DLCodeGen without Comparison and Template RAG'].map(
      (method): Row => ({
        id: method,
        method,
        model: 'shipped GPT-2, greedy and samples',
        source: 'measured here',
        learntFrom: 'nothing',
        outcomes: ids.map((id) => ({ ...emptyOutcome(id), code: WARM })),
      }),
    );
    const verdicts = new Map(
      rows.map(({ id }, at) => [
        id,
        new Map([
          ['000', verdict(6)],
          ['001', verdict(3 - at)],
        ]),
      ]),
    );
    const requirement = { text: 'Sort the leaves', attributes: '' };
    const scored = scoreLadder(
      rows,
      ids.map((id) => ({ id, requirement })),
      verdicts,
      false,
    );
    const drill = ids.map((task, place) => ({
      task,
      requirement,
      reference: null,
      candidates: rows.map(({ id, method, model, source, outcomes }) => ({
        row: id,
        method,
        model,
        source,
        text: outcomes[place]?.code ?? null,
        scores: {},
        stages: verdicts.get(id)?.get(task)?.first.stages ?? [],
        failure: null,
      })),
    }));
    const file = path.join(scratch, 'ladder.html');
    writeFileSync(file, renderHtml({ ...report, ...scored, title: 'Pass ladder', drill }));
    const visited = await visit(browser, file);
    const { page } = visited;
    expect(await page.locator('svg').count()).toBe(2);
    const widths = await page
      .locator('svg rect')
      .evaluateAll((bars) => bars.map((bar) => bar.getBoundingClientRect().width));
    expect(widths).toHaveLength(12);
    expect((widths[11] ?? 0) / (widths[0] ?? 0)).toBeCloseTo(0.5, 2);
    expect(await misplacedTexts(page)).toEqual([]);
    await page.locator('summary').nth(1).click();
    const about = page.locator('details').nth(1).locator('.sides p');
    await about.nth(1).waitFor();
    expect(await about.nth(0).textContent()).toContain('S3 failed: ValueError: <b>shape</b>');
    expect(await about.nth(1).textContent()).toContain('S2 failed');
    await expectSound(visited, file);
  });
});
