import { DLCodeGenError } from '../core/index.ts';

/**
 * Chance that at least one of k samples passes, without bias, from c passing ones of n: 1 - C(n-c, k) / C(n, k).
 *
 * Chen et al. 2021, as other work reports code. Units: 0-1. Errors: BAD_INPUT unless 0 <= c <= n and 1 <= k <= n.
 */
export function passAtK(n: number, c: number, k: number): number {
  const whole = [n, c, k].every(Number.isInteger);
  if (!whole || c < 0 || c > n || k < 1 || k > n) {
    throw new DLCodeGenError(
      'BAD_INPUT',
      `pass@k needs whole numbers 0 <= c <= n and 1 <= k <= n, received n=${n}, c=${c}, k=${k}`,
    );
  }
  if (n - c < k) return 1;
  let failing = 1;
  for (let at = n - c + 1; at <= n; at += 1) failing *= 1 - k / at;
  return 1 - failing;
}
