export interface Judged {
  /** What was believed, 0-1. */
  readonly confidence: number;
  readonly right: boolean;
}

/**
 * Expected calibration error: by how much belief and share of right answers differ, over bins of equal width, each
 * weighed by how many answers lie in it.
 *
 * Units: 0-1, 0 is best; NaN where nothing was judged.
 */
export function expectedCalibrationError(judged: readonly Judged[], bins = 10): number {
  if (judged.length === 0) return Number.NaN;
  const binOf = ({ confidence }: Judged): number =>
    Math.min(bins - 1, Math.max(0, Math.floor(confidence * bins)));
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  return Array.from({ length: bins }, (_, bin) => judged.filter((one) => binOf(one) === bin))
    .filter((members) => members.length > 0)
    .reduce((sum, members) => {
      const belief = mean(members.map(({ confidence }) => confidence));
      const share = mean(members.map(({ right }) => Number(right)));
      return sum + (members.length / judged.length) * Math.abs(belief - share);
    }, 0);
}
