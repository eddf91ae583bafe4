import { defineConfig } from 'vitest/config';

/** Tests that need bubblewrap or the Python environment: `npm run test:slow`. */
export default defineConfig({
  test: {
    include: ['tests/slow/**/*.test.ts'],
    testTimeout: 600_000,
    hookTimeout: 1_200_000,
    fileParallelism: false,
  },
});
