import type { Comparison } from './report.ts';
import { holm, pairedTest } from './significance.ts';

export interface ScoredRow {
  readonly id: string;
  readonly name: string;
  /** By task, in the same order for every row; NaN where not scored. */
  readonly values: readonly number[];
}

/** The first row against each other one, on the same tasks, with Holm's correction over all of them. */
export function compareRows(metric: string, rows: readonly ScoredRow[]): readonly Comparison[] {
  const [first, ...others] = rows;
  if (first === undefined) return [];
  const tests = others.map((other) => pairedTest(first.values, other.values));
  const corrected = holm(tests.map(({ p }) => p));
  return others.map((other, at) => {
    const { n, difference, p } = tests[at] ?? pairedTest([], []);
    return {
      metric,
      left: first.name,
      right: other.name,
      n,
      difference,
      p,
      pHolm: corrected[at] ?? p,
    };
  });
}
