import type { Requirement, Sample } from '../artifacts/index.ts';
import {
  BM25_VARIANTS,
  buildIndex,
  planText,
  requirementText,
  searchIndex,
  tokenize,
} from '../retrieval/index.ts';
import type { Bm25Index } from '../retrieval/index.ts';
import { correctSpelling } from './correct-spelling.ts';
import { PURPOSES } from './purpose-table.ts';

/** One index per pool; a batch asks the same pool many times. */
const indexes = new WeakMap<readonly Sample[], Bm25Index>();

/**
 * The pool, nearest to the requirement first: BM25 over requirement, attributes and plan of each sample; last the
 * samples for a special purpose that the requirement does not name.
 */
export function nearestSamples(requirement: Requirement, samples: readonly Sample[]): Sample[] {
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
  const near = searchIndex(index, tokenize(requirementText(requirement)), samples.length).flatMap(
    ({ position }) => samples[position] ?? [],
  );
  const words = correctSpelling(requirementText(requirement));
  const unasked = PURPOSES.filter(({ pattern }) => !pattern.test(words)).map(({ tag }) => tag);
  return near.toSorted(
    (left, right) => Number(isFor(left, unasked)) - Number(isFor(right, unasked)),
  );
}

function isFor({ tags }: Sample, purposes: readonly string[]): boolean {
  return purposes.some((purpose) => tags.includes(purpose));
}
