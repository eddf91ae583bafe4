import { createRandom } from '../core/index.ts';

/** A value with its 95 % percentile bootstrap interval; NaN where nothing was scored. */
export interface Interval {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

export const RESAMPLES = 1000;
export const SEED = 20;

/**
 * 95 % percentile intervals of statistics over `count` items, by resampling items with replacement.
 * `statistics` gets the indices of one resample, valid only during the call, and gives the same keys each time.
 */
export function bootstrap<K extends string>(
  count: number,
  statistics: (indices: Uint32Array) => Readonly<Record<K, number>>,
): Record<K, Interval> {
  const indices = Uint32Array.from({ length: count }, (_, at) => at);
  const values = statistics(indices);
  const random = createRandom(SEED);
  const resampled = Array.from({ length: count === 0 ? 0 : RESAMPLES }, () => {
    for (let at = 0; at < count; at += 1) indices[at] = Math.floor(random() * count);
    return statistics(indices);
  });
  const intervals = Object.entries<number>(values).map(([key, value]) => {
    const sorted = Float64Array.from(resampled, (row) => row[key as K])
      .filter((one) => !Number.isNaN(one))
      .sort();
    const interval = { value, low: quantile(sorted, 0.025), high: quantile(sorted, 0.975) };
    return [key, interval] as const;
  });
  return Object.fromEntries(intervals) as Record<K, Interval>;
}

/** Mean of the scored values (NaN is "not scored") with its interval. */
export function bootstrapMean(values: readonly number[]): Interval {
  const scored = Float64Array.from(values.filter((value) => !Number.isNaN(value)));
  return bootstrap(scored.length, (indices) => {
    let sum = 0;
    for (const at of indices) sum += scored[at] ?? 0;
    return { mean: sum / indices.length };
  }).mean;
}

function quantile(sorted: Float64Array, share: number): number {
  const position = share * (sorted.length - 1);
  const below = sorted[Math.floor(position)] ?? Number.NaN;
  const above = sorted[Math.ceil(position)] ?? Number.NaN;
  return below + (above - below) * (position - Math.floor(position));
}
