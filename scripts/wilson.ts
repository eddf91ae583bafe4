/** 95 % interval of a share of `n` (Wilson), both 0-1. */
export function wilson(share: number, n: number): readonly [number, number] {
  const z = 1.96;
  const centre = share + (z * z) / (2 * n);
  const spread = z * Math.sqrt((share * (1 - share)) / n + (z * z) / (4 * n * n));
  const scale = 1 + (z * z) / n;
  return [(centre - spread) / scale, (centre + spread) / scale];
}

/** `98.3 % [94.0, 99.5] of 117`. */
export function renderShare(hits: number, n: number): string {
  if (n === 0) return 'none';
  const [low, high] = wilson(hits / n, n).map((bound) => (100 * bound).toFixed(1));
  return `${((100 * hits) / n).toFixed(1)} % [${low}, ${high}] of ${n}`;
}
