import { configDefaults, defineConfig } from 'vitest/config';

/** Tests that need more than this process, by what they start; whatever lies in no such folder is a unit test. */
const COSTLY = {
  contracts: 'test/contracts/**/*.test.ts',
  functions: 'test/functions/**/*.test.ts',
  lib: 'test/lib/**/*.test.ts',
  sim: 'test/sim/**/*.test.ts',
  twin: 'test/twin/**/*.test.ts',
  browser: 'test/browser/**/*.test.ts',
};

export default defineConfig({
  test: {
    // A test that forgets to restore a mock or a variable must not change the next one.
    restoreMocks: true,
    unstubEnvs: true,
    // What functions log is of interest only where a test fails.
    silent: 'passed-only',
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: [...configDefaults.exclude, ...Object.values(COSTLY)],
        },
      },
      // Port suites: each is run by the memory adapter and by the real emulator.
      {
        extends: true,
        test: { name: 'contracts', include: [COSTLY.contracts], testTimeout: 15_000, hookTimeout: 20_000 },
      },
      { extends: true, test: { name: 'functions', include: [COSTLY.functions] } },
      // Synthesising bundles every function.
      {
        extends: true,
        test: { name: 'lib', include: [COSTLY.lib], testTimeout: 30_000, hookTimeout: 60_000 },
      },
      // Many runs of the whole pipeline.
      { extends: true, test: { name: 'sim', include: [COSTLY.sim], testTimeout: 120_000 } },
      // Real processes: after all others and one file at a time, so that they have the cores they are timed on.
      {
        extends: true,
        test: {
          name: 'twin',
          include: [COSTLY.twin],
          setupFiles: ['test/twin/no-leaks.ts'],
          fileParallelism: false,
          testTimeout: 30_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 1 },
        },
      },
      // A real Chromium before a whole twin; all files start from one synthesis.
      {
        extends: true,
        test: {
          name: 'browser',
          include: [COSTLY.browser],
          globalSetup: 'test/browser/synthesis.ts',
          setupFiles: ['test/twin/no-leaks.ts'],
          fileParallelism: false,
          testTimeout: 30_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
