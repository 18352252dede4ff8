import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Two forks reuse the loaded provider classes across files; the default would load them once per file.
    pool: 'threads',
    testTimeout: 20_000,
  },
});
