/** A multiple, short: one decimal below 10. */
export function formatMultiple(value: number): string {
  return `${value.toFixed(value < 10 ? 1 : 0)} ×`;
}

/** A whole number with a comma between thousands. */
export function formatCount(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

/** Where the server is, as a reader sees it. */
export function formatDistance(roundTripMs: number): string {
  return roundTripMs === 0 ? 'next door' : `${roundTripMs} ms away`;
}

export function formatPaths(paths: number): string {
  return `${paths} path${paths === 1 ? '' : 's'}`;
}
