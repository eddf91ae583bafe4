import { expect, test } from 'vitest';
import { createRandom } from '../core/index.ts';
import { jaccard, shingles } from '../dataset/minhash.ts';
import { scanTokens } from '../python/tokens.ts';
import { parseSignature, renderSignature, signCode, type CodeSignature } from './code-signature.ts';
import { findDuplicates, type Candidate } from './deduplicate.ts';
import { NearIndex } from './near-index.ts';

const sign = (code: string): CodeSignature => signCode(scanTokens(code));
/** A program of so many statements, some of them changed. */
function program(name: string, changed = 0): string {
  const lines = Array.from(
    { length: 60 },
    (_, at) => `${name}_${at} = f(${at}, ${name}_${at - 1})`,
  );
  for (let at = 0; at < changed; at += 1) lines[at * 3] = `print("changed", ${at})`;
  return lines.join('\n');
}
const candidate = (input: number, code: string, date: string | null = null): Candidate => ({
  input,
  date,
  signature: sign(code),
});
const found = (candidates: readonly Candidate[], threshold = 0.8): Record<number, number> =>
  Object.fromEntries([...findDuplicates(candidates, threshold)].map(([at, { of }]) => [at, of]));

test.each([
  ['comments and layout', 'a = 1\nb = f(a)', '# note\na  =  1\n\nb = f( a )  # more', true],
  ['another value', 'a = 1', 'a = 2', false],
  ['another order', 'a = 1\nb = 2', 'b = 2\na = 1', false],
  ['a token cut in two', 'ab = 1', 'a b = 1', false],
])('the hash: %s', (_, one, other, isSame) => {
  expect(sign(one).hash === sign(other).hash).toBe(isSame);
});

test('a signature survives its text', () => {
  const signature = sign(program('a'));
  expect(parseSignature(signature.hash, renderSignature(signature))).toEqual(signature);
});

test('of programs with the same tokens the first by date is kept, then by input', () => {
  const code = program('a');
  expect(found([candidate(0, code), candidate(1, code), candidate(2, code)])).toEqual({
    1: 0,
    2: 0,
  });
  expect(
    found([
      candidate(0, code),
      candidate(1, code, '2024-05-01T00:00:00.000Z'),
      candidate(2, code, '2023-05-01T00:00:00.000Z'),
    ]),
  ).toEqual({ 0: 2, 1: 2 });
});

test('forks name one original, and programs that differ are kept', () => {
  const candidates = [
    program('a'),
    program('a', 1),
    program('b'),
    program('a', 2),
    program('a', 20),
  ];
  expect(found(candidates.map((code, at) => candidate(at, code)))).toEqual({ 1: 0, 3: 0 });
});

test('a copy of a duplicate is a duplicate of the original', () => {
  const [first, second] = [program('a'), program('a', 2)];
  expect(found([first, second, second].map((code, at) => candidate(at, code)))).toEqual({
    1: 0,
    2: 0,
  });
});

test('the threshold decides', () => {
  const candidates = [program('a'), program('a', 4)].map((code, at) => candidate(at, code));
  expect(found(candidates, 0.6)).toEqual({ 1: 0 });
  expect(found(candidates, 1)).toEqual({});
});

test('the order of the candidates does not matter', () => {
  const candidates = Array.from({ length: 40 }, (_, at) =>
    candidate(at, program(`p${at % 7}`, at % 3), at % 2 === 0 ? `2024-01-${10 + (at % 9)}` : null),
  );
  expect(found([...candidates].reverse())).toEqual(found(candidates));
});

test('the index finds what comparing all pairs finds, among thousands', () => {
  const random = createRandom(7);
  const words = Array.from({ length: 3000 }, (_, at) => `w${at}`);
  const texts = Array.from({ length: 2500 }, () =>
    Array.from({ length: 80 }, () => words[Math.floor(random() * words.length)] ?? ''),
  );
  const index = new NearIndex();
  for (const text of texts) index.add(sign(text.join(' ')));
  let missed = 0;
  for (const [at, text] of texts.entries()) {
    const changed = [...text.slice(0, 74), 'x', 'y'];
    const similarity = jaccard(shingles(text, 5), shingles(changed, 5));
    expect(similarity).toBeGreaterThan(0.85);
    const nearest = index.findNearest(sign(changed.join(' ')), 0.7);
    if (nearest?.program !== at) missed += 1;
  }
  expect(missed).toBeLessThan(3);
});
