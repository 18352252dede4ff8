import { availableParallelism } from 'node:os';

/** What every run without external programs has in common. */
export const shared = {
  // Test files share their modules: loading cdktf's provider classes once per file took ten times as long.
  pool: 'threads',
  isolate: false,
  // The default leaves one core idle: half of a small machine.
  maxWorkers: availableParallelism(),
  minWorkers: 1,
  // For a machine that does other work at the same time; what hangs is found all the same.
  testTimeout: 60_000,
} as const;

/** Whole command lines over whole estates, and every mutant of a plan set: as many seconds as all other tests together. */
export const wholeCommands = ['test/bin/cli/**/*.test.ts', 'test/bin/outcomes/outcomes.test.ts', 'test/docs/page.test.ts', 'test/docs/run.test.ts', 'test/policies/mutation.test.ts', 'test/policies/mutation/mutation.test.ts'];
