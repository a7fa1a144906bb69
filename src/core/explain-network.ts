import { avoidProxy, type ChosenProxy } from './choose-proxy.ts';
import { explainDeadline } from './explain-deadline.ts';
import { explainTlsCode } from './explain-tls.ts';
import { describeFailure, type Failure } from './failure.ts';

/** What kept an answer from coming. */
export type NetworkFault =
  /** Node's error code, such as ECONNREFUSED or CERT_HAS_EXPIRED; the proxy, if it met that. */
  | { readonly kind: 'error'; readonly code: string; readonly proxy?: ChosenProxy }
  /** What a proxy answered instead of opening the way; with 2xx, bytes of its own came along. */
  | { readonly kind: 'proxy refused'; readonly status: number; readonly proxy: ChosenProxy }
  /** A phase of the exchange took longer than it may. */
  | { readonly kind: 'phase too slow'; readonly phase: string; readonly seconds: number }
  /** The command's own time was up. */
  | { readonly kind: 'deadline' }
  /** Refused; temporary when a standby server sends to a leader that it cannot reach itself. */
  | { readonly kind: 'redirect'; readonly host: string | undefined; readonly isTemporary: boolean }
  | { readonly kind: 'too large'; readonly mebibytes: number }
  /** No JSON, or what no Vault sends; nothing of the body is told. */
  | { readonly kind: 'unreadable'; readonly status: number; readonly contentType: string };

const reasons: Readonly<Record<string, readonly [why: string, next: string]>> = {
  ECONNREFUSED: ['nothing listens there', 'check the port, and that Vault runs'],
  ECONNRESET: ['the connection was cut', 'run the job again; look for a proxy or firewall between'],
  ENOTFOUND: ['the host name is not known', 'check the host name in VAULT_ADDR'],
  EAI_AGAIN: ['the name server did not answer', 'run the job again; check the DNS of the executor'],
  ETIMEDOUT: ['nothing answered', 'check that this executor may reach the server (firewall, VPN)'],
  EHOSTUNREACH: ['there is no route to it', 'check that this executor may reach the server'],
  ENETUNREACH: ['there is no route to it', 'check that this executor may reach the server'],
  HPE: ['it does not speak HTTP', 'check the host and the port'],
};

/** The failure that a fault is; `host` is the server's, with its port. */
export function explainNetworkFault(fault: NetworkFault, host: string): Failure {
  switch (fault.kind) {
    case 'error':
      return fault.proxy === undefined
        ? explainCode(fault.code, host)
        : explainProxyCode(fault.code, fault.proxy);
    case 'proxy refused':
      return explainProxyRefusal(fault.status, fault.proxy, host);
    case 'phase too slow':
      return describeFailure('TIMED_OUT', {
        what: `${host} was too slow.`,
        why: `${fault.phase} took over ${fault.seconds} s`,
        next: [
          'check that this executor may reach the server (firewall, VPN)',
          'run the job again',
        ],
      });
    case 'deadline':
      return explainDeadline(`${host} had answered`);
    case 'redirect':
      return describeFailure('REDIRECT_REFUSED', {
        what: `${host} redirects to ${fault.host || 'nowhere'}, and nothing was sent there.`,
        why: 'a redirect is followed once, and to the same server alone: it would get the token',
        next: [
          "give the server's own address as VAULT_ADDR",
          'or mend its api_addr, the balancer, or a cluster that has no leader',
        ],
      });
    case 'too large':
      return describeFailure('ANSWER_TOO_LARGE', {
        what: `${host} sent more than ${fault.mebibytes} MiB.`,
        why: 'no secret is that large; it was not read to its end',
        next: ['check that VAULT_ADDR is the address of Vault itself'],
      });
    case 'unreadable':
      return describeFailure('ANSWER_UNREADABLE', {
        what: `${host} sent what no Vault sends.`,
        why: `status ${fault.status}, type ${fault.contentType || 'unknown'}: it is not the JSON of Vault's API`,
        next: [
          'check that VAULT_ADDR is the address of Vault itself, not of a login page or proxy',
        ],
      });
    default:
      return fault satisfies never;
  }
}

function explainCode(code: string, host: string): Failure {
  const tls = explainTlsCode(code);
  if (tls !== undefined) {
    const what = `TLS with ${host} failed.`;
    return describeFailure('TLS_FAILED', { what, why: `${tls.why} (${code})`, next: [tls.next] });
  }
  const [why, next] = reasons[code.startsWith('HPE_') ? 'HPE' : code] ?? [
    'the connection failed',
    'run the job again',
  ];
  const what = `${host} cannot be reached.`;
  return describeFailure('VAULT_UNREACHABLE', { what, why: `${why} (${code})`, next: [next] });
}

const nameProxy = ({ host, port, variable }: ChosenProxy): string =>
  `${host}:${port}, the proxy in ${variable},`;

function explainProxyCode(code: string, proxy: ChosenProxy): Failure {
  const failure = explainCode(code, nameProxy(proxy));
  const next = `check host and port in ${proxy.variable}, and http:// against https://`;
  return { ...failure, next: [next, avoidProxy] };
}

function explainProxyRefusal(status: number, proxy: ChosenProxy, host: string): Failure {
  const [why, next] = explainProxyStatus(status, proxy.variable);
  return describeFailure('PROXY_REFUSED', {
    what: `${nameProxy(proxy)} did not open the way to ${host} (${status}).`,
    why,
    next: [next, avoidProxy],
  });
}

function explainProxyStatus(status: number, variable: string): readonly [string, string] {
  if (status === 407) {
    return [
      'it asks for a user name and password, or for others',
      `write ${variable} as http://user:password@host:port, percent-encoded`,
    ];
  }
  if (status >= 500) {
    return ['it could not reach the server', 'check VAULT_ADDR, and that the proxy may reach it'];
  }
  return status < 300
    ? ['it said more than that', `check that a proxy is at the address in ${variable}`]
    : ['its rules forbid it, or it is no proxy', 'ask its operators to allow CONNECT to that host'];
}
