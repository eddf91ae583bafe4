/**
 * How alike two sequences are: twice the items in matching blocks over all items, blocks found longest first, as
 * `SequenceMatcher.ratio` of Python's difflib without its junk heuristic.
 *
 * Range 0-1, higher is nearer; two empty sequences are alike. Ties go to the block that begins first on the left, then on
 * the right.
 */
export function matchingRatio(left: readonly string[], right: readonly string[]): number {
  const total = left.length + right.length;
  return total === 0 ? 1 : (2 * matching(left, right)) / total;
}

function matching(left: readonly string[], right: readonly string[]): number {
  let [start, other, size] = [0, 0, 0];
  for (let i = 0; i < left.length; i += 1) {
    for (let j = 0; j < right.length; j += 1) {
      let length = 0;
      while (i + length < left.length && left[i + length] === right[j + length]) length += 1;
      if (length > size) [start, other, size] = [i, j, length];
    }
  }
  if (size === 0) return 0;
  return (
    size +
    matching(left.slice(0, start), right.slice(0, other)) +
    matching(left.slice(start + size), right.slice(other + size))
  );
}
