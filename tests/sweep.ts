/**
 * The rows of a test over the whole pool or a whole table: all of them by `npm run test:sweeps`, whose configuration names
 * such tests, and every so many of them in the unit suite.
 */
export function sweep<Row>(rows: readonly Row[], every: number): readonly Row[] {
  const isWhole = process.env['DLCODEGEN_SWEEP'] === 'all';
  return isWhole ? rows : rows.filter((_, at) => at % every === 0);
}
