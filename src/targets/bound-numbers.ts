import type { DataSpec, Hyperparameters, Sample } from '../artifacts/index.ts';

/** The numbers of a plan that are predicted. */
const NUMBERS = ['learningRate', 'batchSize', 'epochs'] as const;
export type BoundedNumber = (typeof NUMBERS)[number];

/**
 * So many times the most, or such a part of the least, that programs of the kind use is still a number that people
 * choose: of 3,220 training plans 96 % of the epochs and rates and 94 % of the batch sizes lie below. What lies beyond was
 * meant for something else: steps of a generator for epochs, all rows for a batch.
 */
const REACH = 10;

export interface BoundedNumbers {
  readonly hyperparameters: Hyperparameters;
  /** What was predicted, where it was bounded. */
  readonly predicted: Readonly<Partial<Record<BoundedNumber, number>>>;
}

/**
 * Predicted numbers, those out of the reach of the kind's programs bounded to what these use: programs for the same data and
 * target, else for the target, else all. Units: learning rate a float; batch size in items.
 */
export function boundNumbers(
  hyperparameters: Hyperparameters,
  { kind, target }: Pick<DataSpec, 'kind' | 'target'>,
  samples: readonly Sample[],
): BoundedNumbers {
  const [programs = []] = [
    samples.filter(({ data }) => data.kind === kind && data.target === target),
    samples.filter(({ data }) => data.target === target),
    samples,
  ].filter((found) => found.length > 0);
  const bounded = NUMBERS.flatMap((name) => {
    const value = hyperparameters[name];
    const used = programs
      .map(({ plan }) => plan.hyperparameters[name])
      .filter((other) => other !== null);
    if (value === null || used.length === 0) return [];
    const [least, most] = [Math.min(...used), Math.max(...used)];
    if (value > most * REACH) return [{ name, value, bound: most }];
    return value < least / REACH ? [{ name, value, bound: least }] : [];
  });
  return {
    hyperparameters: {
      ...hyperparameters,
      ...Object.fromEntries(bounded.map(({ name, bound }) => [name, bound])),
    },
    predicted: Object.fromEntries(bounded.map(({ name, value }) => [name, value])),
  };
}
