import { defineConfig } from 'vitest/config';

// Its tests take minutes of both cores, so that they are no part of the others.
export default defineConfig({
  test: {
    include: ['test/availability/**/*.test.ts'],
    globalSetup: 'test/support/build-orb.ts',
    testTimeout: 120_000,
  },
});
