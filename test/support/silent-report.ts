import type { Report } from '../../src/ports.ts';

/** A report that nobody reads, for what is tested by what it does. */
export function createSilentReport(): Report {
  return {
    tell: () => {},
    note: () => {},
    fail: () => {},
    conceal: () => {},
    explainDelay: () => {},
    during: (_activity, work) => work,
  };
}
