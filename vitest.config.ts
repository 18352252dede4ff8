import { configDefaults, defineConfig } from 'vitest/config';
import { shared, wholeCommands } from './vitest.shared.js';

export default defineConfig({
  test: { ...shared, include: ['test/**/*.test.ts'], exclude: [...configDefaults.exclude, ...wholeCommands] },
});
