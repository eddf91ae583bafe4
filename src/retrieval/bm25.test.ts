import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { verifies } from '../../tests/requirements.ts';
import { BM25_VARIANTS, buildIndex, scoreQuery, searchIndex } from './bm25.ts';

const scores = z.array(z.array(z.number()).nullable());
const reference = z
  .object({
    documents: z.array(z.array(z.string())),
    queries: z.array(z.array(z.string())),
    okapi: scores,
    lucene: scores,
  })
  .parse(
    JSON.parse(
      readFileSync(path.join(import.meta.dirname, '../../tests/reference/rank-bm25.json'), 'utf8'),
    ),
  );
const documents = reference.documents.map((terms, at) => ({ id: `d${at}`, terms }));

describe.each(['okapi', 'lucene'] as const)('%s', (variant) => {
  const index = buildIndex(documents, BM25_VARIANTS[variant]);
  test.each(reference.queries.map((query, at) => ({ name: query.join(' '), query, at })))(
    `${verifies('retrieval-bm25')} scores "$name" as the recorded implementation does`,
    ({ query, at }) => {
      // A query without a known word scores nothing; bm25s has no number for it.
      const expected = reference[variant][at] ?? documents.map(() => 0);
      const found = [...scoreQuery(index, query)];
      expect(found.length).toBe(expected.length);
      found.forEach((score, document) =>
        expect(score).toBeCloseTo(expected[document] ?? Number.NaN, 10),
      );
    },
  );
});

test('ties come in the order of ids, by code unit', () => {
  const index = buildIndex(
    ['b', 'a10', 'a9', 'B'].map((id) => ({ id, terms: ['same', 'words'] })),
    BM25_VARIANTS.lucene,
  );
  expect(searchIndex(index, ['words'], 4).map(({ id }) => id)).toEqual(['B', 'a10', 'a9', 'b']);
});

test('a repeated id is refused', () => {
  expect(() =>
    buildIndex([
      { id: 'a', terms: [] },
      { id: 'a', terms: ['x'] },
    ]),
  ).toThrow(/stands twice/);
});

test('an empty index and an empty query score nothing', () => {
  expect([...scoreQuery(buildIndex([]), ['x'])]).toEqual([]);
  expect([...scoreQuery(buildIndex([{ id: 'a', terms: [] }]), ['x'])]).toEqual([0]);
  expect([...scoreQuery(buildIndex(documents), [])].every((score) => score === 0)).toBe(true);
});

test('the nearest k are the first k of all, whatever k is', () => {
  const word = fc.constantFrom('a', 'b', 'c', 'd', 'constructor', '__proto__');
  fc.assert(
    fc.property(
      fc.array(fc.array(word), { maxLength: 40 }),
      fc.array(word),
      fc.nat(45),
      (texts, query, limit) => {
        const index = buildIndex(texts.map((terms, at) => ({ id: String(at), terms })));
        const all = searchIndex(index, query, texts.length);
        expect(searchIndex(index, query, limit)).toEqual(all.slice(0, limit));
        expect(
          [...all].sort((left, right) => right.score - left.score).map(({ score }) => score),
        ).toEqual(all.map(({ score }) => score));
      },
    ),
  );
});
