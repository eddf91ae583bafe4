import type { Requirement, Sample } from '../artifacts/index.ts';
import { requirementText, tokenize } from './tokenizer.ts';

/** Share of common word pairs from which two requirements count as the same. */
export const NEAR_DUPLICATE = 0.6;

export interface UnderTest {
  readonly id?: string;
  readonly requirement: Requirement;
}

/**
 * The pool without the sample under test: the same id, or a requirement that is nearly the same.
 * Every evaluated run goes through here, since a pool that holds the answer measures nothing.
 */
export function leaveOut(samples: readonly Sample[], underTest: UnderTest): Sample[] {
  return samples.filter(
    (sample) =>
      sample.id !== underTest.id &&
      requirementSimilarity(sample.requirement, underTest.requirement) < NEAR_DUPLICATE,
  );
}

/**
 * How much two requirements share, 0-1: the larger of the Jaccard indices of their neighbouring word pairs,
 * with and without what is said of the data.
 */
export function requirementSimilarity(left: Requirement, right: Requirement): number {
  return Math.max(
    jaccard(wordPairs(left.text), wordPairs(right.text)),
    jaccard(wordPairs(requirementText(left)), wordPairs(requirementText(right))),
  );
}

function wordPairs(text: string): Set<string> {
  const terms = tokenize(text);
  if (terms.length < 2) return new Set(terms);
  return new Set(terms.slice(1).map((term, at) => `${terms[at]} ${term}`));
}

function jaccard(left: ReadonlySet<string>, right: ReadonlySet<string>): number {
  const common = [...left].filter((pair) => right.has(pair)).length;
  return common === 0 ? 0 : common / (left.size + right.size - common);
}
