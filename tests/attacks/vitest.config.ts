import { defineConfig } from 'vitest/config';

/** Tests that run an attack against the real sandbox, the real files or a real queue: `npm run test:attacks`. */
export default defineConfig({
  test: {
    include: ['tests/attacks/**/*.test.ts'],
    testTimeout: 600_000,
    hookTimeout: 1_200_000,
    fileParallelism: false,
  },
});
