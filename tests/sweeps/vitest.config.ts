import { defineConfig } from 'vitest/config';

/** Whole sweeps over the pool and the layouts, of which the unit suite takes a sample (`tests/sweep.ts`): `npm run test:sweeps`. */
export default defineConfig({
  test: {
    include: [
      'src/generation/pool-programs.test.ts',
      'src/generation/stated-settings.test.ts',
      'src/pipeline/pool-requirements.test.ts',
      'src/python/inline-once.test.ts',
      'src/python/specialise.test.ts',
      'tests/layouts/profile-layouts.test.ts',
    ],
    env: { DLCODEGEN_SWEEP: 'all' },
    testTimeout: 600_000,
    isolate: false,
    maxWorkers: '100%',
  },
});
