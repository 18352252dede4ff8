import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Test files share their modules: loading cdktf's provider classes once per file took ten times as long.
    pool: 'threads',
    isolate: false,
    // The default leaves one core idle: half of a small machine.
    maxWorkers: availableParallelism(),
    minWorkers: 1,
    testTimeout: 20_000,
  },
});
