import { type AgentOptions, Agent as HttpsAgent } from 'node:https';
import { rootCertificates } from 'node:tls';
import { chooseProxy } from '../core/choose-proxy.ts';
import type { Environment } from '../core/expansion.ts';
import { Failed, isFailure } from '../core/failure.ts';
import type { Report } from '../ports.ts';
import { readPlainFile } from './plain-file.ts';
import { createTunnelAgent } from './proxy-tunnel.ts';

/**
 * Gives what connects to an `https:` address: directly, or through the proxy that
 * counts for its host; that throws `Failed` for a proxy that cannot be used. `own` is
 * PEM of a company's authority, trusted beside those that Node trusts by itself.
 */
export function createDownloadAgents(
  own: string | undefined,
  environment: Environment,
  report: Report,
): (url: URL) => HttpsAgent {
  const options: AgentOptions = {
    // A server that closes at the end of a file may cut the last bytes in a proxy's way.
    keepAlive: true,
    minVersion: 'TLSv1.2',
    rejectUnauthorized: true,
    ...(own === undefined ? {} : { ca: listAuthorities(own, environment) }),
  };
  return (url) => {
    const proxy = chooseProxy(url, environment);
    if (isFailure(proxy)) throw new Failed([proxy]);
    if (proxy === undefined) return new HttpsAgent(options);
    report.conceal(proxy.password);
    return createTunnelAgent(proxy, options);
  };
}

/** Node passes over its own list, and over NODE_EXTRA_CA_CERTS, as soon as it is given any. */
function listAuthorities(own: string, environment: Environment): string[] {
  return [...rootCertificates, own, ...readExtra(environment['NODE_EXTRA_CA_CERTS'] ?? '')];
}

/** Node itself warns of one that it cannot read, and goes on. */
function readExtra(path: string): string[] {
  const text = readPlainFile(path);
  return text === undefined ? [] : [text];
}
