import type { DataKind } from '../kinds/index.ts';

/**
 * Updates of the weights that a network is planned at least, whatever the batch. With 300 in all, forecasts of 144 months
 * were best at the last epoch, and twice the error of ridge regression (`npm run bench:learn -- --only airline`).
 */
const LEAST_STEPS = 2000;
const MOST_EPOCHS = 200;
/** An update costs little here; training stops by itself. */
const QUICK: ReadonlySet<DataKind> = new Set(['table', 'series', 'series-table']);

/** The fewest epochs for so many items; 0 where an update is dear. */
export function leastEpochsOf(kind: DataKind, count: number, batchSize: number): number {
  if (!QUICK.has(kind)) return 0;
  const steps = Math.max(1, Math.ceil(count / batchSize));
  return Math.min(MOST_EPOCHS, Math.ceil(LEAST_STEPS / steps));
}
