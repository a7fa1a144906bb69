import { isIP } from 'node:net';
import { connect } from 'node:tls';
import type { ServerProbe } from '../administration-ports.ts';
import type { ServerFacts } from '../core/doctor/server-rules.ts';
import { explainNetworkFault } from '../core/explain-network.ts';
import { getMember, getText, parseJson } from '../core/json.ts';
import { type HttpAnswer, NetworkFailure, type TlsSettings } from './http-transport.ts';
import { exchangeWithinOrigin } from './same-origin-redirect.ts';
import type { VaultConnection } from './vault-exchange.ts';

// A standby serves jobs too; HashiCorp, "/sys/health".
const healthPath = '/v1/sys/health?standbyok=true&perfstandbyok=true';
const certificateMs = 5000;

/**
 * Asks a server once how it is. `direct` is what TLS needs where no proxy stands
 * between, so that its certificate can be looked at; undefined otherwise.
 */
export function createServerProbe(
  address: string,
  { transport, deadline, userAgent }: VaultConnection,
  direct: TlsSettings | undefined,
): ServerProbe {
  const url = new URL(address + healthPath);
  return {
    look: async () => {
      const headers = { Accept: 'application/json', 'User-Agent': userAgent };
      const request = { method: 'GET', url, headers, body: undefined };
      const sentAt = Date.now();
      try {
        const answer = await exchangeWithinOrigin(transport, request, deadline);
        const certificateEndsAt =
          direct === undefined || url.protocol === 'http:'
            ? undefined
            : await readCertificateEnd(url, direct, deadline);
        return { ...readAnswer(answer, (sentAt + Date.now()) / 2), certificateEndsAt };
      } catch (error) {
        if (!(error instanceof NetworkFailure)) throw error;
        return { isReached: false, failure: explainNetworkFault(error.fault, url.host) };
      }
    },
  };
}

function readAnswer(
  { status, headers, text }: HttpAnswer,
  askedAt: number,
): Omit<Extract<ServerFacts, { isReached: true }>, 'certificateEndsAt'> {
  const body = readBody(text);
  const version = getText(body, 'version') ?? '';
  // Vault has told its edition here since 1.17; OpenBao has none.
  const isOpenBao = /^[2-9]/.test(version) && getMember(body, 'enterprise') === undefined;
  // The header has whole seconds, cut off: half of one is nearer.
  const serverTime = Date.parse(headers['date'] ?? '') + 500;
  return {
    isReached: true,
    status: version === '' && status === 200 ? 0 : status,
    version,
    program: isOpenBao ? 'bao' : 'vault',
    clockAheadMs: Number.isNaN(serverTime) ? undefined : serverTime - askedAt,
  };
}

function readBody(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

/** Milliseconds since 1970 at which the certificate ends; undefined when it does not come. */
function readCertificateEnd(
  { hostname, port }: URL,
  { ca, serverName }: TlsSettings,
  deadline: AbortSignal,
): Promise<number | undefined> {
  const host = hostname.replace(/[[\]]/g, '');
  const name = serverName || (isIP(host) === 0 ? host : '');
  return new Promise((resolve) => {
    // The request before has checked it; nothing is sent here.
    const socket = connect({
      host,
      port: Number(port || 443),
      rejectUnauthorized: false,
      timeout: certificateMs,
      ...(name === '' ? {} : { servername: name }),
      ...(ca === undefined ? {} : { ca }),
    });
    const end = (value: number | undefined): void => {
      deadline.removeEventListener('abort', stop);
      socket.destroy();
      resolve(value);
    };
    const stop = (): void => end(undefined);
    deadline.addEventListener('abort', stop);
    socket.once('secureConnect', () => {
      const endsAt = Date.parse(socket.getPeerCertificate().valid_to);
      end(Number.isNaN(endsAt) ? undefined : endsAt);
    });
    socket.once('timeout', stop);
    socket.once('error', stop);
  });
}
