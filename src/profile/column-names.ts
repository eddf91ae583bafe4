/** `Sale Price`, `sale_price` and `SalePrice` become `sale price`. */
export function nameWords(name: string): string {
  return name
    .replaceAll(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** Levenshtein distance with swaps of neighbours counted once, given up above `limit`. */
export function editDistance(a: string, b: string, limit = 3): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      let best = Math.min(change, (previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, (before[j - 2] ?? 0) + 1);
      current.push(best);
    }
    before = previous;
    previous = current;
  }
  return previous[b.length] ?? 0;
}

/** The nearest name for a "did you mean", or null where nothing is near. */
export function nearestName(wanted: string, names: readonly string[]): string | null {
  const key = nameWords(wanted);
  const scored = names.map((name) => {
    const other = nameWords(name);
    const distance = other.includes(key) || key.includes(other) ? 1 : editDistance(key, other, 4);
    return { name, distance };
  });
  const best = scored.reduce((a, b) => (b.distance < a.distance ? b : a), {
    name: '',
    distance: Math.max(2, Math.floor(key.length / 2)) + 1,
  });
  return best.name === '' ? null : best.name;
}
