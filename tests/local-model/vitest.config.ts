import { defineConfig } from 'vitest/config';

/** Tests with a real language model on this machine: `npm run test:local-model`. */
export default defineConfig({
  test: {
    include: ['tests/local-model/**/*.test.ts'],
    testTimeout: 3_600_000,
    hookTimeout: 600_000,
    fileParallelism: false,
  },
});
