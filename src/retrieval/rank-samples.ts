import type { DataSpec, Plan, Sample } from '../artifacts/index.ts';
import { normalizeCategory } from '../plan/index.ts';
import { BM25_VARIANTS, buildIndex, compareIds, scoreQuery } from './bm25.ts';
import type { Bm25Variant } from './bm25.ts';
import { planText, tokenize } from './tokenizer.ts';

/** How well a sample fits the data, best first. */
const FITS = ['data', 'target', 'none'] as const;
export type Fit = (typeof FITS)[number];

export interface RankedSample {
  readonly sample: Sample;
  /** BM25 of the sample's plan against the query plan; unbounded, higher is nearer. */
  readonly score: number;
  readonly fit: Fit;
  readonly sameCategory: boolean;
  readonly reason: string;
}

export interface RankOptions {
  readonly variant?: Bm25Variant;
}

const FIT_WORDS: Readonly<Record<Fit, string>> = {
  data: 'reads the same kind of data and predicts the same kind of target',
  target: 'predicts the same kind of target from other data',
  none: 'reads other data and predicts another target',
};

/**
 * Ranks the pool against a plan: samples of the plan's task category before others, then BM25 over plan text.
 *
 * Paper: III-C, Code RAG, both stages. Shapes: returns every sample once, nearest first.
 * Departs from the paper: where the data is known, samples that fit it come first, because a program that reads the
 * data as it lies is worth more than the nearest text; other categories stay in the list, last, so that a category
 * with one program still gives the two that a template is made from; Lucene's idf, since Okapi's turns to nothing for
 * words that half of a small pool has; ties break by sample id.
 */
export function rankSamples(
  plan: Plan,
  data: DataSpec | null,
  samples: readonly Sample[],
  options: RankOptions = {},
): RankedSample[] {
  const index = buildIndex(
    samples.map((sample) => ({ id: sample.id, terms: tokenize(planText(sample.plan)) })),
    options.variant ?? BM25_VARIANTS.lucene,
  );
  const scores = scoreQuery(index, tokenize(planText(plan)));
  const category = normalizeCategory(plan.category).name;
  return samples
    .map((sample, position) => {
      const fit = fitOf(sample, data);
      const score = scores[position] ?? 0;
      const sameCategory = normalizeCategory(sample.plan.category).name === category;
      const words = data === null ? [] : [FIT_WORDS[fit]];
      words.push(`${sameCategory ? 'same' : 'other'} task category (${sample.plan.category})`);
      words.push(`BM25 ${score.toFixed(2)} on the plan`);
      return { sample, score, fit, sameCategory, reason: words.join(', ') };
    })
    .toSorted(
      (left, right) =>
        FITS.indexOf(left.fit) - FITS.indexOf(right.fit) ||
        Number(right.sameCategory) - Number(left.sameCategory) ||
        right.score - left.score ||
        compareIds(left.sample.id, right.sample.id),
    );
}

/** How well a program fits the data it is to be used on. */
export function fitOf({ data: own }: Sample, data: DataSpec | null): Fit {
  if (data === null || own.target !== data.target) return 'none';
  return readsData(own, data) ? 'data' : 'target';
}

/** Does a program written for `own` data read `data`? One for codes alone has no input for numbers. */
function readsData(own: DataSpec, data: DataSpec): boolean {
  const numbers = (spec: DataSpec): number => Number(spec.facts['NUMERIC_COUNT'] ?? 0);
  const codesOnly = own.kind === 'table' && own.facts['NUMERIC_COUNT'] === 0;
  return own.kind === data.kind && !(codesOnly && numbers(data) > 0);
}
