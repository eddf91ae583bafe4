/**
 * Krippendorff's alpha of interval data: 1 where raters agree, 0 where they agree as chance would have it.
 *
 * alpha = 1 - D_o / D_e; D_o is the mean squared difference within units, D_e over all pairs of values.
 * Shapes: [units][raters], null where a rater gave nothing; units with one value do not count. NaN without pairs.
 */
export function krippendorffAlpha(units: readonly (readonly (number | null)[])[]): number {
  const counted = units
    .map((unit) => unit.filter((value) => value !== null))
    .filter((unit) => unit.length > 1);
  const values = counted.flat();
  const n = values.length;
  const within = counted.reduce((sum, unit) => sum + squaredPairs(unit) / (unit.length - 1), 0) / n;
  const expected = squaredPairs(values) / (n * (n - 1));
  if (n < 2) return Number.NaN;
  return expected === 0 ? 1 : 1 - within / expected;
}

/**
 * Cohen's kappa of two raters with quadratic weights, from the units both judged.
 *
 * kappa = 1 - sum (a_i - b_i)^2 / n over sum (a_i - b_j)^2 / n^2. NaN without common units; 1 where all values are equal.
 */
export function weightedKappa(
  left: readonly (number | null)[],
  right: readonly (number | null)[],
): number {
  const pairs = left.flatMap((value, at) => {
    const other = right[at] ?? null;
    return value === null || other === null ? [] : [[value, other] as const];
  });
  const n = pairs.length;
  if (n === 0) return Number.NaN;
  const observed = pairs.reduce((sum, [a, b]) => sum + (a - b) ** 2, 0) / n;
  let expected = 0;
  for (const [a] of pairs) for (const [, b] of pairs) expected += (a - b) ** 2;
  expected /= n * n;
  return expected === 0 ? 1 : 1 - observed / expected;
}

/** Sum of squared differences over ordered pairs: 2 (n sum x^2 - (sum x)^2). */
function squaredPairs(values: readonly number[]): number {
  const sum = values.reduce((total, value) => total + value, 0);
  const squares = values.reduce((total, value) => total + value * value, 0);
  return 2 * (values.length * squares - sum * sum);
}
