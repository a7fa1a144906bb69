import type { OpenBaoServer } from '../../test/support/openbao/server.ts';

/** One secret of the bench: a path of its own, one key, one variable. */
export interface BenchSecret {
  /** Below the KV version 2 mount at `secret/`. */
  readonly path: string;
  readonly variable: string;
  /** Plain, for the tutorial's template breaks on much else. */
  readonly value: string;
}

/** The key that each of the secrets has. */
export const benchKey = 'value';

/** The first secrets of the bench; the same count gives the same ones. */
export function listBenchSecrets(count: number): BenchSecret[] {
  return Array.from({ length: count }, (_, index) => {
    const number = index + 1;
    return { path: `bench/path-${number}`, variable: `BENCH_${number}`, value: `value-${number}` };
  });
}

/** Stores them on the server. */
export async function storeBenchSecrets(
  server: OpenBaoServer,
  secrets: readonly BenchSecret[],
): Promise<void> {
  for (const { path, value } of secrets) {
    await server.write(`secret/data/${path}`, { data: { [benchKey]: value } });
  }
}
