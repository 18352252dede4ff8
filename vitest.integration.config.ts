import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/integration/**/*.itest.ts'],
    globalSetup: ['test/integration/setup.ts'],
    setupFiles: ['test/integration/canary-search.ts'],
    pool: 'forks',
    // The journeys share one machine's cores with three control planes each: one file after another.
    fileParallelism: false,
    testTimeout: 600_000,
    hookTimeout: 1_200_000,
    teardownTimeout: 60_000,
    reporters: ['verbose'],
  },
});
