import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { callKey } from '../llm/index.ts';
import { recordedModel } from '../llm/recorded-model.ts';
import { continueQuestion, SYSTEM } from '../prompts/index.ts';
import { PROBE_STAGE, probeContamination, type ProbeReport } from './probe.ts';

const mined = mkdtempSync(path.join(os.tmpdir(), 'probe-'));
afterAll(() => rmSync(mined, { recursive: true }));
const sampling = { temperature: 0, topP: null, seed: 42, replyTokens: 1000 };

const word = (seed: number, at: number): string => `w${(seed * 7919 + at * at * 31 + at) % 99_991}`;
const PROGRAMS = Array.from({ length: 12 }, (_, seed) => {
  const lines = Array.from(
    { length: 40 },
    (__, at) => `${word(seed, at)} = f(${word(seed, at + 99)})`,
  );
  return [...lines, ''];
});
const halves = PROGRAMS.map((lines) => {
  const middle = Math.floor(lines.length / 2);
  return { first: lines.slice(0, middle).join('\n'), second: lines.slice(middle).join('\n') };
});

beforeAll(() => {
  const paths = PROGRAMS.map((_, at) => `n${at}.py`);
  const lines = (rows: readonly object[]): string =>
    rows.map((row) => JSON.stringify(row)).join('\n');
  const short = { path: 'short.py', status: 'kept', reason: '' };
  const kept = [...paths.map((file) => ({ path: file, status: 'kept', reason: '' })), short];
  writeFileSync(path.join(mined, 'notebooks.jsonl'), lines(kept));
  const pair = { 'User Requirement': null, 'Dataset Attributes': null, 'Code Plan': null };
  const pairs = PROGRAMS.map((code, at) => ({ ...pair, code: code.join('\n'), source: paths[at] }));
  writeFileSync(
    path.join(mined, 'pairs.jsonl'),
    lines([...pairs, { ...pair, code: 'import keras\n', source: 'short.py' }]),
  );
  const summary = {
    threshold: 0.8,
    files: 13,
    status: { kept: 13, rejected: 0, failed: 0 },
    duplicates: { exact: 0, near: 0 },
    removed: {},
    reasons: {},
  };
  writeFileSync(path.join(mined, 'corpus.json'), JSON.stringify(summary));
});

async function probe(
  name: string,
  reply: (at: number) => string | null,
  count = 100,
): Promise<ProbeReport> {
  const rows = halves.flatMap(({ first }, at) => {
    const prompt = continueQuestion(first);
    const question = { stage: PROBE_STAGE, system: SYSTEM, prompt, sampling };
    const text = reply(at);
    return text === null
      ? []
      : JSON.stringify({ key: callKey({ name: 'recorded' }, question), text });
  });
  const file = path.join(mined, `${name}.jsonl`);
  writeFileSync(file, `${rows.join('\n')}\n`);
  const model = await recordedModel(file);
  return probeContamination(mined, { model, sampling, count, seed: 42, atOnce: 3 });
}
const fenced = (code: string): string => `Here it is:\n\`\`\`python\n${code}\n\`\`\``;

/** Reply -> n, failed, whether the interval of the difference in runs lies above 0, and the share it knows. */
const MODELS: Readonly<
  Record<string, readonly [(at: number) => string | null, number, number, boolean, number]>
> = {
  'one that knows every program': [(at) => fenced(halves[at]?.second ?? ''), 12, 0, true, 1],
  'one that knows every second program': [
    (at) => fenced(at % 2 === 0 ? (halves[at]?.second ?? '') : 'x = 1'),
    12,
    0,
    true,
    0.5,
  ],
  'one that repeats the first half': [(at) => fenced(halves[at]?.first ?? ''), 12, 0, false, 0],
  'one that writes one program always': [
    () => fenced(halves[3]?.second ?? ''),
    12,
    0,
    false,
    1 / 12,
  ],
  'one that writes no code': [() => 'I cannot do that.', 12, 0, false, 0],
  'one that answers three times': [
    (at) => (at < 3 ? fenced(halves[at]?.second ?? '') : null),
    3,
    9,
    true,
    1,
  ],
};

test.each(Object.entries(MODELS))('%s', async (name, [reply, n, failed, isKnown, share]) => {
  const report = await probe(name, reply);
  expect([report.n, report.failed]).toEqual([n, failed]);
  expect(report.measures.runs.own.value).toBeCloseTo(share, 2);
  expect(report.measures.runs.difference.low > 0).toBe(isKnown);
});

test('as many programs as are wanted, the same for the same seed', async () => {
  const one = await probe('some', (at) => fenced(halves[at]?.second ?? ''), 5);
  expect(one.n).toBe(5);
  expect(await probe('some', (at) => fenced(halves[at]?.second ?? ''), 5)).toEqual(one);
});

test('a run with fewer than two programs is refused', async () => {
  await expect(probe('one', () => null, 1)).rejects.toThrow(/a probe needs two/);
});
