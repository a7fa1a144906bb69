import { type DelayingProxy, startDelayingProxy } from './delaying-proxy.ts';

/** One server as if at several distances; disposal takes the network between away. */
export interface Distances extends AsyncDisposable {
  /** The server's address by the round trip to it, in milliseconds. */
  readonly addresses: ReadonlyMap<number, string>;
}

/** Puts a network before the server for each round trip; for 0 there is none. */
export async function openDistances(
  target: string,
  roundTripsMs: Iterable<number>,
): Promise<Distances> {
  const addresses = new Map<number, string>();
  const proxies: DelayingProxy[] = [];
  for (const roundTripMs of new Set(roundTripsMs)) {
    if (roundTripMs === 0) {
      addresses.set(roundTripMs, target);
      continue;
    }
    const proxy = await startDelayingProxy(target, roundTripMs);
    proxies.push(proxy);
    addresses.set(roundTripMs, proxy.address);
  }
  return {
    addresses,
    [Symbol.asyncDispose]: async () => {
      await Promise.all(proxies.map((proxy) => proxy.stop()));
    },
  };
}
