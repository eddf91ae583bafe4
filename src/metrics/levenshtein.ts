import { textDistance } from './text-distance.ts';

/**
 * Fewest insertions, deletions and replacements that turn one sequence into the other; texts by UTF-16 units.
 *
 * Paper: IV-C, MLD. Shapes: [n], [m] compared with `===`. Units: edits. Time n x m after common ends are cut off, for
 * texts a thirty-second of it.
 */
export function levenshtein(left: ArrayLike<unknown>, right: ArrayLike<unknown>): number {
  return typeof left === 'string' && typeof right === 'string'
    ? textDistance(left, right)
    : editsBetween(left, right);
}

function editsBetween(left: ArrayLike<unknown>, right: ArrayLike<unknown>): number {
  let start = 0;
  let leftEnd = left.length;
  let rightEnd = right.length;
  while (start < leftEnd && start < rightEnd && left[start] === right[start]) start += 1;
  while (leftEnd > start && rightEnd > start && left[leftEnd - 1] === right[rightEnd - 1]) {
    leftEnd -= 1;
    rightEnd -= 1;
  }
  const columns = rightEnd - start;
  const row = new Uint32Array(columns + 1);
  for (let column = 1; column <= columns; column += 1) row[column] = column;
  for (let at = start; at < leftEnd; at += 1) {
    let diagonal = row[0] ?? 0;
    row[0] = diagonal + 1;
    for (let column = 1; column <= columns; column += 1) {
      const above = row[column] ?? 0;
      const replaced = diagonal + (left[at] === right[start + column - 1] ? 0 : 1);
      row[column] = Math.min(replaced, above + 1, (row[column - 1] ?? 0) + 1);
      diagonal = above;
    }
  }
  return row[columns] ?? 0;
}
