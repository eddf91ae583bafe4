import { describe, expect, test } from 'vitest';
import { krippendorffAlpha, weightedKappa } from './agreement.ts';
import { holm, pairedTest } from './significance.ts';

describe('paired test', () => {
  test.each([
    ['all three differences one way', [3, 2, 1], [0, 0, 0], 2 / 8],
    ['no difference', [1, 1], [1, 1], 1],
    ['one of eight flips is as extreme on each side', [5, 4, -1], [0, 0, 0], 4 / 8],
  ])('%s', (_name, left, right, p) => {
    expect(pairedTest(left, right).p).toBeCloseTo(p, 12);
  });

  test('what is not scored is no pair', () => {
    expect(pairedTest([1, Number.NaN, 2], [0, 1, Number.NaN])).toMatchObject({ n: 1, p: 1 });
    expect(pairedTest([], []).p).toBeNaN();
  });

  test('many pairs: a constant shift is significant, noise is not, twice the same', () => {
    const left = Array.from({ length: 40 }, (_, at) => Math.sin(at * 12.9898) * 10);
    const shifted = left.map((value, at) => value - 1 - (at % 3));
    const noisy = left.map((value, at) => value + (at % 2 === 0 ? 1 : -1));
    expect(pairedTest(left, shifted).p).toBeLessThan(0.001);
    expect(pairedTest(left, noisy).p).toBeGreaterThan(0.5);
    expect(pairedTest(left, noisy)).toEqual(pairedTest(left, noisy));
  });

  test('Holm', () => {
    expect(holm([0.01, 0.04, Number.NaN, 0.03])).toEqual([0.03, 0.06, Number.NaN, 0.06]);
  });
});

describe('agreement', () => {
  // Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability", data C: interval alpha 0.849.
  const DATA = [
    [1, 1, null, 1],
    [2, 2, 3, 2],
    [3, 3, 3, 3],
    [3, 3, 3, 3],
    [2, 2, 2, 2],
    [1, 2, 3, 4],
    [4, 4, 4, 4],
    [1, 1, 2, 1],
    [2, 2, 2, 2],
    [null, 5, 5, 5],
    [null, null, 1, 1],
    [null, null, 3, null],
  ];

  test.each([
    ['the published example', DATA, 0.849],
    [
      'perfect',
      [
        [1, 1],
        [2, 2],
      ],
      1,
    ],
    [
      'everybody says the same of everything',
      [
        [4, 4],
        [4, 4],
      ],
      1,
    ],
    [
      'opposed',
      [
        [0, 10],
        [10, 0],
      ],
      -0.5,
    ],
  ])('alpha: %s', (_name, units, alpha) => {
    expect(krippendorffAlpha(units)).toBeCloseTo(alpha, 3);
  });

  test.each([
    ['perfect', [1, 2, 3], [1, 2, 3], 1],
    ['opposed', [0, 10], [10, 0], -1],
    ['a constant rater agrees by chance', [1, 2, 3], [2, 2, 2], 0],
    ['by hand: 1 - (1 / 3) / (14 / 9)', [1, 2, 3], [1, 2, 2], 1 - 1 / 3 / (9 / 9)],
  ])('kappa: %s', (_name, left, right, kappa) => {
    expect(weightedKappa(left, right)).toBeCloseTo(kappa, 9);
  });

  test('nothing to compare', () => {
    expect(krippendorffAlpha([[1, null]])).toBeNaN();
    expect(weightedKappa([1], [null])).toBeNaN();
  });
});
