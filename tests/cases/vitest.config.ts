import { defineConfig } from 'vitest/config';

/** Wishes with data from beside the project: `npm run test:cases`. */
export default defineConfig({
  test: {
    include: ['tests/cases/**/*.test.ts'],
    testTimeout: 60_000,
    maxWorkers: 1,
  },
});
