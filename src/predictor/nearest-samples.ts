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

/** One index per pool; a batch asks the same pool many times. */
const indexes = new WeakMap<readonly Sample[], Bm25Index>();

/** The pool, nearest to the requirement first: BM25 over requirement, attributes and plan of each sample. */
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
  return searchIndex(index, tokenize(requirementText(requirement)), samples.length).flatMap(
    ({ position }) => samples[position] ?? [],
  );
}
