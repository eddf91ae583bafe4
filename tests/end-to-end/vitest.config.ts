import { defineConfig } from 'vitest/config';

/** Tests of the whole way as its user takes it, of child processes and threads: `npm run test:end-to-end`. */
export default defineConfig({
  test: {
    include: ['tests/end-to-end/**/*.test.ts'],
    testTimeout: 120_000,
    isolate: false,
    maxWorkers: '100%',
  },
});
