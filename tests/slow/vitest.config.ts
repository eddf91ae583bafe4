import { defineConfig } from 'vitest/config';

/** Sweeps over the whole pool and all layouts, of which the unit suite takes a sample (`tests/sweep.ts`). */
const SWEEPS = [
  'src/generation/pool-programs.test.ts',
  'src/pipeline/pool-requirements.test.ts',
  'src/python/inline-once.test.ts',
  'src/python/specialise.test.ts',
  'tests/layouts/profile-layouts.test.ts',
];

/** Tests that need bubblewrap or the Python environment, and sweeps: `npm run test:slow`. */
export default defineConfig({
  test: {
    include: ['tests/slow/**/*.test.ts', ...SWEEPS],
    env: { DLCODEGEN_SWEEP: 'all' },
    testTimeout: 600_000,
    hookTimeout: 1_200_000,
    fileParallelism: false,
  },
});
