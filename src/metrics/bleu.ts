import { countShared, indexNGrams, totalNGrams, type NGramIndex } from './n-grams.ts';

/** Shared and all n-grams of order 1-4, and both lengths in tokens. */
export interface BleuCounts {
  readonly shared: readonly number[];
  readonly total: readonly number[];
  readonly candidateLength: number;
  readonly referenceLength: number;
}

/** What takes the place of an order without a shared n-gram. */
export type Smoothing = 'epsilon' | 'add-one';

const SMOOTHINGS: Record<Smoothing, (shared: number, total: number, order: number) => number> = {
  /** Chen and Cherry 2014, method 1; `epsilon` 0.1. */
  epsilon: (shared, total) => (shared === 0 ? 0.1 : shared) / total,
  /** Method 2: one more of both, from order 2 on. */
  'add-one': (shared, total, order) => (order === 1 ? shared / total : (shared + 1) / (total + 1)),
};

/**
 * BLEU-4 from counts: the geometric mean of the n-gram shares, times exp(1 - r/c) where the candidate is shorter.
 *
 * Paper: IV-C, BLEU. Units: 0-1; 0 where no token is shared.
 */
export function bleuOf(counts: BleuCounts, smoothing: Smoothing): number {
  const { shared, total, candidateLength, referenceLength } = counts;
  if ((shared[0] ?? 0) === 0) return 0;
  const logs = shared.map((count, at) =>
    Math.log(SMOOTHINGS[smoothing](count, total[at] ?? 1, at + 1)),
  );
  const mean = logs.reduce((sum, log) => sum + log, 0) / shared.length;
  return brevityPenalty(candidateLength, referenceLength) * Math.exp(mean);
}

/** BLEU-4 of one text against one reference, as `nltk` counts with smoothing method 2. Units: 0-1. */
export function sentenceBleu(reference: NGramIndex, candidate: readonly string[]): number {
  return bleuOf(
    {
      shared: countShared(reference, candidate).shared,
      total: totalNGrams(candidate.length),
      candidateLength: candidate.length,
      referenceLength: reference.length,
    },
    'add-one',
  );
}

/** As `sentenceBleu`, for two texts of plain words; 1 where both have none. */
export function wordBleu(reference: string, candidate: string): number {
  const expected = words(reference);
  const received = words(candidate);
  if (expected.length === 0 && received.length === 0) return 1;
  return sentenceBleu(indexNGrams(expected), received);
}

/** Lower-cased runs of letters, digits and underscores. */
export function words(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? [];
}

function brevityPenalty(candidateLength: number, referenceLength: number): number {
  if (candidateLength > referenceLength) return 1;
  return candidateLength === 0 ? 0 : Math.exp(1 - referenceLength / candidateLength);
}
