import type { Reading, Sample } from '../artifacts/index.ts';
import {
  BM25_VARIANTS,
  buildIndex,
  planText,
  requirementText,
  searchIndex,
  tokenize,
} from '../retrieval/index.ts';
import type { Bm25Index } from '../retrieval/index.ts';
import { PURPOSES } from './purpose-table.ts';

/** One index per pool; a batch asks the same pool many times. */
const indexes = new WeakMap<readonly Sample[], Bm25Index>();

/**
 * The pool, nearest to the requirement first: BM25 over requirement, attributes and plan of each sample; last the
 * samples for a special purpose that the requirement does not name.
 */
export function nearestSamples(reading: Reading, samples: readonly Sample[]): Sample[] {
  let index = indexes.get(samples);
  if (index === undefined) {
    index = buildIndex(
      samples.map((sample) => ({
        id: sample.id,
        terms: tokenize(`${requirementText(sample.requirement)}\n${planText(sample.plan)}`),
      })),
      BM25_VARIANTS.lucene,
    );
    indexes.set(samples, index);
  }
  const near = searchIndex(index, tokenize(reading.words), samples.length).flatMap(
    ({ position }) => samples[position] ?? [],
  );
  const isUnasked = unaskedPurpose(reading);
  return near.toSorted((left, right) => Number(isUnasked(left)) - Number(isUnasked(right)));
}

/** Is a sample for a special purpose that the requirement does not name? */
export function unaskedPurpose({ words }: Reading): (sample: Sample) => boolean {
  const purposes = PURPOSES.filter(({ pattern }) => !pattern.test(words)).map(({ tag }) => tag);
  return ({ tags }) => purposes.some((purpose) => tags.includes(purpose));
}
