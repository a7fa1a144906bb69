import { describeFailure, type Failure } from './failure.ts';

/** What kept an answer from coming. */
export type NetworkFault =
  /** Node's error code, such as ECONNREFUSED or CERT_HAS_EXPIRED. */
  | { readonly kind: 'error'; readonly code: string }
  /** A phase of the exchange took longer than it may. */
  | { readonly kind: 'phase too slow'; readonly phase: string; readonly seconds: number }
  /** The command's own time was up. */
  | { readonly kind: 'deadline' }
  | { readonly kind: 'redirect'; readonly host: string | undefined }
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
  EPROTO: ['it does not speak TLS there', 'check the port, and https:// against http://'],
};

const certificateReasons: Readonly<Record<string, readonly [why: string, next: string]>> = {
  CERT_HAS_EXPIRED: ['its certificate has expired', 'ask the operators of Vault to renew it'],
  CERT_NOT_YET_VALID: ['its certificate is not valid yet', 'compare the clocks'],
  ERR_TLS_CERT_ALTNAME_INVALID: [
    'its certificate is for another name',
    'use the name in the certificate, or give it as tls_server_name',
  ],
};
const unknownAuthority: readonly [string, string] = [
  'no authority that we trust has signed its certificate',
  "give the authority's certificate as ca_certificate (or VAULT_CACERT)",
];

const isTlsCode = (code: string): boolean =>
  code in certificateReasons ||
  /CERT|SELF_SIGNED|ISSUER|SIGNATURE|^ERR_SSL|^ERR_TLS|^ERR_OSSL/.test(code);

/** The failure that a fault is; `host` is the server's, with its port. */
export function explainNetworkFault(fault: NetworkFault, host: string): Failure {
  switch (fault.kind) {
    case 'error':
      return explainCode(fault.code, host);
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
      return describeFailure('TIMED_OUT', {
        what: `The command's time was up before ${host} had answered.`,
        why: 'the parameter "timeout" bounds the whole command',
        next: ['run the job again', 'give timeout a longer time if the server is known to be slow'],
      });
    case 'redirect':
      return describeFailure('REDIRECT_REFUSED', {
        what: `${host} redirects to ${fault.host ?? 'nowhere'}, and nothing was sent there.`,
        why: 'a redirect is followed once, and to the same server alone: it would get the token',
        next: [
          "give the server's own address as VAULT_ADDR",
          'or mend its api_addr, or the balancer',
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
  if (isTlsCode(code)) {
    const [why, next] = certificateReasons[code] ?? unknownAuthority;
    const what = `The TLS connection to ${host} cannot be trusted.`;
    return describeFailure('TLS_FAILED', { what, why: `${why} (${code})`, next: [next] });
  }
  const [why, next] = reasons[code] ?? ['the connection failed', 'run the job again'];
  const what = `${host} cannot be reached.`;
  return describeFailure('VAULT_UNREACHABLE', { what, why: `${why} (${code})`, next: [next] });
}
