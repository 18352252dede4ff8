import { defineConfig } from 'vitest/config';
import { shared, wholeCommands } from './vitest.shared.js';

export default defineConfig({ test: { ...shared, include: [...wholeCommands] } });
