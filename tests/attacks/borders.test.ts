import { expect, test } from 'vitest';
import { attackBorders } from './attack-borders.ts';

/** How many inputs; 100,000 take hours where cores are shared. */
const INPUTS = Number(process.env['DLCODEGEN_ATTACKS'] ?? 2000);
const SEED = Number(process.env['DLCODEGEN_ATTACK_SEED'] ?? 17);
const MOST_MEMORY = 2 ** 30;
/** Milliseconds for an input, on a machine with much else to do. */
const MOST_MS = 2000;

test(
  `${INPUTS} changed inputs are read or refused, in time and in memory`,
  async () => {
    const { crashes, hangs, memory } = await attackBorders(INPUTS, SEED);
    expect(crashes).toEqual([]);
    expect(hangs).toEqual([]);
    expect(memory).toBeLessThan(MOST_MEMORY);
  },
  60_000 + INPUTS * MOST_MS,
);
