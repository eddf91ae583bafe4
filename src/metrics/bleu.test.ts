import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import recorded from '../../tests/reference/bleu.json' with { type: 'json' };
import { bleuOf, wordBleu, words } from './bleu.ts';
import { countShared, indexNGrams, totalNGrams } from './n-grams.ts';

const PLANS = path.resolve(
  import.meta.dirname,
  '../..',
  process.env['DLCODEGEN_DATA'] ?? '../shared/data',
  'plans/train.jsonl',
);

/** The sentences of tests/reference/record-bleu.py. */
const OWN: readonly (readonly [string, string])[] = [
  ['RGB images of leaves, 64 by 64 pixels', 'images of leaves resized to 64 by 64 pixels'],
  ['one of 4 diseases', 'one of 4 diseases'],
  ['a table of 12 numeric columns', 'text'],
  ['a table of 12 numeric columns', 'a table'],
  ['the cat sat on the mat', 'the the the the the the the'],
];

/** sacrebleu leaves out orders that the candidate is too short for, nltk counts one gram of them; ours is nltk's. */
function expectRecorded(reference: string, candidate: string, row: readonly number[] = []): void {
  const [nltk = Number.NaN, sacrebleu = Number.NaN] = row;
  const score = wordBleu(reference, candidate);
  expect(score).toBeCloseTo(nltk, 9);
  expect(score).toBeCloseTo(words(candidate).length < 4 ? nltk : sacrebleu, 9);
}

test.each(OWN.map((pair, at) => [...pair, at] as const))('%s / %s', (reference, candidate, at) => {
  expectRecorded(reference, candidate, recorded.own[at]);
});

test.skipIf(!existsSync(PLANS))('395 pairs of real texts (needs the shared data)', () => {
  const lines = readFileSync(PLANS, 'utf8').split('\n').slice(0, 400);
  const inputs = lines.map((line) => {
    const plan = JSON.parse(line) as { 'Code Plan': { Dataset?: { Input?: unknown } } };
    return String(plan['Code Plan'].Dataset?.Input);
  });
  const rows = Object.entries(recorded.data);
  for (const [at, row] of rows) {
    expectRecorded(inputs[Number(at)] ?? '', inputs[Number(at) + 1] ?? '', row);
  }
  expect(rows.length).toBeGreaterThan(300);
});

test('n-grams are clipped: a word repeated counts as often as the reference has it', () => {
  const { shared } = countShared(indexNGrams(['a', 'b', 'a']), ['a', 'a', 'a', 'a']);
  expect([shared, totalNGrams(4)]).toEqual([
    [2, 0, 0, 0],
    [4, 3, 2, 1],
  ]);
});

test('a shorter candidate is penalised, a longer is not', () => {
  const counts = { shared: [2, 1, 1, 1], total: [2, 1, 1, 1] };
  const score = (candidateLength: number): number =>
    bleuOf({ ...counts, candidateLength, referenceLength: 4 }, 'epsilon');
  expect([score(2), score(4), score(5)]).toEqual([Math.exp(-1), 1, 1]);
});
