import { createRandom } from '../core/index.ts';
import { bootstrapMean, type Interval } from '../metrics/index.ts';

export interface PairedTest {
  /** Tasks that both systems have a score for. */
  readonly n: number;
  /** Mean of left minus right with its 95 % bootstrap interval. */
  readonly difference: Interval;
  /** Two-sided, of the sign-flip permutation test. */
  readonly p: number;
}

/** Up to here every flip of signs is counted; beyond, as many at random. */
const MOST_EXACT = 15;
const FLIPS = 20_000;
const SEED = 7;

export const SIGNIFICANCE_SIGNATURE = `paired:sign-flip,exact<=${MOST_EXACT},else-${FLIPS}-flips,seed-${SEED},two-sided|holm`;

/**
 * Compares two systems on the same tasks. Under the null hypothesis the sign of each task's difference is a coin.
 *
 * Shapes: [n], [n], same order of tasks; NaN is "not scored" and takes the pair out. Units: those of the scores.
 */
export function pairedTest(left: readonly number[], right: readonly number[]): PairedTest {
  const differences = left
    .map((value, at) => value - (right[at] ?? Number.NaN))
    .filter((value) => !Number.isNaN(value));
  const n = differences.length;
  return {
    n,
    difference: bootstrapMean(differences),
    p: n === 0 ? Number.NaN : flipSigns(differences),
  };
}

function flipSigns(differences: readonly number[]): number {
  const n = differences.length;
  const observed = Math.abs(differences.reduce((sum, value) => sum + value, 0));
  // Sums of the same numbers in another order differ in their last bits.
  const least = observed - 1e-12 * Math.max(1, observed);
  const isExact = n <= MOST_EXACT;
  const count = isExact ? 2 ** n : FLIPS;
  const random = createRandom(SEED);
  let extreme = 0;
  for (let flip = 0; flip < count; flip += 1) {
    let sum = 0;
    for (let at = 0; at < n; at += 1) {
      const isFlipped = isExact ? (flip >> at) & 1 : random() < 0.5 ? 1 : 0;
      sum += (isFlipped === 1 ? -1 : 1) * (differences[at] ?? 0);
    }
    if (Math.abs(sum) >= least) extreme += 1;
  }
  return isExact ? extreme / count : (extreme + 1) / (count + 1);
}

/** Holm's correction of p-values that are read together, in their order; NaN stays. */
export function holm(values: readonly number[]): readonly number[] {
  const order = [...values.keys()]
    .filter((at) => !Number.isNaN(values[at]))
    .sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
  const corrected = values.map(() => Number.NaN);
  let largest = 0;
  for (const [rank, at] of order.entries()) {
    largest = Math.max(largest, Math.min(1, (order.length - rank) * (values[at] ?? 0)));
    corrected[at] = largest;
  }
  return corrected;
}
