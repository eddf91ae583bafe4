import { expect, test } from 'vitest';
import { estimateTraining } from './estimate.ts';
import { PRESETS } from './presets.ts';

const example = { line: 0, ids: Array.from({ length: 160 }, () => 1), promptLength: 60 };
const train = Array.from({ length: 100 }, () => example);

test.each([
  ['default', 4096, 5_918_720, 63],
  ['paper', 50_257, 774_030_080, 56],
] as const)(
  '%s: parameters and steps are exact, memory and time in proportion',
  async (name, vocabulary, parameters, steps) => {
    const preset = PRESETS[name];
    const estimate = await estimateTraining(
      { config: { vocabulary, ...preset.model }, train },
      preset,
      1,
    );
    expect(estimate).toMatchObject({ parameters, steps });
    expect(estimate.memoryBytes).toBeGreaterThan(28 * parameters);
    expect(estimate.seconds).toBeGreaterThan(0);
  },
);
