import vm from 'node:vm';
import { beforeAll, expect, test, vi } from 'vitest';
import { boundText } from '../../src/core/index.ts';
import { adversarialInputs } from './adversarial-input.ts';
import { readExpressions, type SourceExpression } from './source-expressions.ts';

/** Milliseconds of processor time for one text; a text that takes longer than the timeout ends the search. */
const MOST_MS = 500;
const TIMEOUT_MS = 3000;

/** Rooms whose texts come bounded: requirements, plans and what is made of them. Others read files as they are. */
const BOUNDED =
  /^(?:comparison|generation|grounding|kinds|ledger|pipeline|plan|predictor|requirement|targets|template)\//;
const MOST_BOUNDED = 8000;
const MOST_READ = 20_000;

// Expressions that are made when a text needs them are made while the modules load, where they are seen.
vi.mock('../../src/core/for-text.ts', () => ({
  lazyExpression: (source: string, flags: string) => {
    const expression = new RegExp(source, flags);
    return () => expression;
  },
  forText: (expression: RegExp) => expression,
}));

let expressions: readonly SourceExpression[] = [];
beforeAll(async () => {
  expressions = await readExpressions();
});

test('the test sees the expressions of the sources, also those that are put together', () => {
  expect(expressions.length).toBeGreaterThan(1500);
  const places = expressions.map(({ place }) => place);
  for (const file of ['requirement/value-table.ts', 'profile/box-files.ts', 'plan/names.ts']) {
    expect(places.some((place) => place.startsWith(file))).toBe(true);
  }
});

test('the attack finds expressions that go back', () => {
  const slow = [String.raw`^(a+)+$`, String.raw`\s+$`, String.raw`(?:"a"|"[^"]+"\s*)*,`];
  expect(
    slow.map((source) => attack({ source, flags: '' }, 2 * MOST_READ, false) > MOST_MS),
  ).toEqual([true, true, true]);
});

test('no expression goes back over a text for long', () => {
  const slow = expressions.flatMap((expression) => {
    const isBounded = BOUNDED.test(expression.place);
    const ms = attack(expression, isBounded ? MOST_BOUNDED : MOST_READ, isBounded);
    return ms > MOST_MS ? [`${expression.place} ${Math.round(ms)} ms: ${expression.source}`] : [];
  });
  expect(slow).toEqual([]);
}, 1_800_000);

/** Milliseconds of the worst text; the timeout where it did not end. */
function attack(
  { source, flags }: Pick<SourceExpression, 'source' | 'flags'>,
  length: number,
  isBounded: boolean,
): number {
  let worst = 0;
  for (const raw of adversarialInputs(source, length)) {
    worst = Math.max(worst, measure(source, flags, isBounded ? boundText(raw, length) : raw));
    if (worst >= MOST_MS) break;
  }
  return worst;
}

/** A timeout ends a search wherever it is; its own context lets the work be named by a script. */
const work = { run: (): void => undefined };
const context = vm.createContext({ work });
const script = new vm.Script('work.run()');

function measure(source: string, flags: string, text: string): number {
  const expression = new RegExp(source, flags.includes('g') ? flags : `${flags}g`);
  work.run = () => {
    for (const found of text.matchAll(expression)) void found;
  };
  const before = process.cpuUsage();
  try {
    script.runInContext(context, { timeout: TIMEOUT_MS });
  } catch {
    return TIMEOUT_MS;
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
