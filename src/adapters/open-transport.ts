import { chooseProxy } from '../core/choose-proxy.ts';
import type { Environment } from '../core/expansion.ts';
import { Failed, isFailure } from '../core/failure.ts';
import type { Report } from '../ports.ts';
import { createHttpTransport, type HttpTransport } from './http-transport.ts';
import { createTunnelAgent } from './proxy-tunnel.ts';
import { readTlsSettings, type TlsSources } from './tls-settings.ts';

/**
 * A transport to the server of an address, through the proxy if it needs one; what
 * is secret of that is concealed. Throws `Failed` for a proxy or a certificate that
 * cannot be used.
 */
export function openTransport(
  address: string,
  sources: TlsSources,
  environment: Environment,
  report: Report,
): HttpTransport {
  const url = new URL(address);
  const proxy = chooseProxy(url, environment);
  if (isFailure(proxy)) throw new Failed([proxy]);
  if (proxy !== undefined) report.conceal(proxy.password);
  return createHttpTransport(
    url.protocol,
    readTlsSettings(sources),
    proxy && ((options) => createTunnelAgent(proxy, options)),
  );
}
