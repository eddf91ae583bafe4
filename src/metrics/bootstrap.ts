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
 * The 95 % percentile interval of a statistic over `count` items, by resampling items with replacement.
 * `statistic` gets the indices of one resample; indices are only valid during the call.
 */
export function bootstrap(count: number, statistic: (indices: Uint32Array) => number): Interval {
  const indices = Uint32Array.from({ length: count }, (_, at) => at);
  const value = statistic(indices);
  if (count === 0 || Number.isNaN(value)) return { value, low: value, high: value };
  const random = createRandom(SEED);
  const values = Float64Array.from({ length: RESAMPLES }, () => {
    for (let at = 0; at < count; at += 1) indices[at] = Math.floor(random() * count);
    return statistic(indices);
  })
    .filter((resampled) => !Number.isNaN(resampled))
    .sort();
  return { value, low: quantile(values, 0.025), high: quantile(values, 0.975) };
}

/** Mean of the scored values (NaN is "not scored") with its interval. */
export function bootstrapMean(values: readonly number[]): Interval {
  const scored = Float64Array.from(values.filter((value) => !Number.isNaN(value)));
  return bootstrap(scored.length, (indices) => {
    let sum = 0;
    for (const at of indices) sum += scored[at] ?? 0;
    return sum / indices.length;
  });
}

function quantile(sorted: Float64Array, share: number): number {
  const position = share * (sorted.length - 1);
  const below = sorted[Math.floor(position)] ?? Number.NaN;
  const above = sorted[Math.ceil(position)] ?? Number.NaN;
  return below + (above - below) * (position - Math.floor(position));
}
