import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/availability/**'],
    globalSetup: 'test/support/build-orb.ts',
    // Two more than vitest takes on two cores: most tests wait for processes.
    maxWorkers: 3,
    testTimeout: 30_000,
    hookTimeout: 120_000,
  },
});
