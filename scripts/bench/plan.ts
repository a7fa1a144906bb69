/** One case: how many distinct paths, and how far away the server is. */
export interface BenchCase {
  readonly paths: number;
  readonly roundTripMs: number;
  /** Odd, so that there is a middle one. */
  readonly repetitions: number;
}

/** The fewest and the most paths, and the longest round trip, which the budgets are about. */
export const fewestPaths = 1;
export const mostPaths = 20;
export const longestRoundTripMs = 100;

// Next door, noise is large beside what is measured; far away the network is all.
const full = { pathCounts: [fewestPaths, 5, mostPaths], near: 15, far: 5 };
const quick = { pathCounts: [fewestPaths, mostPaths], near: 3, far: 1 };

/** The cases of a run; a quick one is to see that all works, its figures are rough. */
export function planCases(isQuick: boolean): BenchCase[] {
  const { pathCounts, near, far } = isQuick ? quick : full;
  const roundTrips = isQuick ? [0, longestRoundTripMs] : [0, 40, longestRoundTripMs];
  return pathCounts.flatMap((paths) =>
    roundTrips.map((roundTripMs) => {
      return { paths, roundTripMs, repetitions: roundTripMs === 0 ? near : far };
    }),
  );
}
