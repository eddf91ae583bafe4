/**
 * Least squares with a penalty on the squared weights: solves (X'X + penalty I) w = X'y by elimination with pivots.
 *
 * Shapes: rows [n, features], values [n]; returns [features].
 */
export function fitRidge(
  rows: readonly (readonly number[])[],
  values: readonly number[],
  penalty: number,
): number[] {
  const width = rows[0]?.length ?? 0;
  const system = Array.from({ length: width }, (_, at) => {
    const line = new Float64Array(width + 1);
    for (const [row, features] of rows.entries()) {
      const feature = features[at] ?? 0;
      for (const [other, value] of features.entries()) line[other]! += feature * value;
      line[width]! += feature * (values[row] ?? 0);
    }
    line[at]! += penalty;
    return line;
  });
  for (let column = 0; column < width; column += 1) {
    const pivot = pivotRow(system, column);
    const line = system[pivot]!;
    system[pivot] = system[column]!;
    system[column] = line;
    for (const [row, other] of system.entries()) {
      if (row === column) continue;
      const factor = other[column]! / line[column]!;
      for (let at = column; at <= width; at += 1) other[at]! -= factor * line[at]!;
    }
  }
  return system.map((line, at) => line[width]! / line[at]!);
}

function pivotRow(system: readonly Float64Array[], column: number): number {
  let best = column;
  for (let row = column + 1; row < system.length; row += 1) {
    if (Math.abs(system[row]![column]!) > Math.abs(system[best]![column]!)) best = row;
  }
  return best;
}
