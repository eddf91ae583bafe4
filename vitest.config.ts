import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'tests/**/*.test.ts'],
    exclude: [
      'tests/end-to-end/**',
      'tests/slow/**',
      'tests/attacks/**',
      'tests/local-model/**',
      'tests/cases/**',
      'node_modules/**',
    ],
    testTimeout: 30_000,
    // Files share a worker's modules: the Python parser, the pool's programs and the predictor are loaded once a worker.
    isolate: false,
    // By default Vitest leaves a core to itself, which is half of a machine with two.
    maxWorkers: '100%',
  },
});
