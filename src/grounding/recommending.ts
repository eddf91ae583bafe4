import type { Candidate, Reading } from '../artifacts/index.ts';

/** Points of ratings where recommendations are asked for. */
const POINTS = 10;
const RECOMMEND = /\brecommend|\bcollaborative filtering|\bmatrix factori[sz]ation/;

export function asksToRecommend({ words }: Reading): boolean {
  return RECOMMEND.test(words);
}

/** Ratings of items by users: the only rows of which nothing but a number can be predicted. */
export function isRatings({ kind, targets }: Candidate): boolean {
  return kind === 'table' && targets.every((target) => target === 'number');
}

export function ratingPoints(candidate: Candidate, reading: Reading): number {
  return isRatings(candidate) && asksToRecommend(reading) ? POINTS : 0;
}
