import type { ChosenProxy } from '../choose-proxy.ts';
import { explainDeadline } from '../explain-deadline.ts';
import { explainNetworkFault, type NetworkFault } from '../explain-network.ts';
import { explainTlsCode } from '../explain-tls.ts';
import { describeFailure, type Failure } from '../failure.ts';
import { describeInstallFailure } from './install-failures.ts';

/** What kept a file from coming. */
export type DownloadFault =
  | NetworkFault
  /** The server's last word, after all tries. */
  | { readonly kind: 'status'; readonly status: number }
  | { readonly kind: 'too many redirects' }
  /** More bytes than were declared, or than any archive has. */
  | { readonly kind: 'too long'; readonly most: number };

const reachIt = 'check that this executor may reach the server (firewall, VPN, HTTPS_PROXY)';
const useMirror = 'or give release_url: the address of a mirror that it may reach';

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ECONNRESET: 'the connection was cut',
  ENOTFOUND: 'the host name is not known',
  EAI_AGAIN: 'the name server did not answer',
  ETIMEDOUT: 'nothing answered',
  EHOSTUNREACH: 'there is no route to it',
  ENETUNREACH: 'there is no route to it',
};

/** The failure that a fault of a download is; `host` is the server's, with its port. */
export function explainDownload(fault: DownloadFault, host: string): Failure {
  switch (fault.kind) {
    case 'error':
      return explainCode(fault.code, host, fault.proxy);
    case 'proxy refused':
      return fault.status >= 500
        ? refuseProxy(`${fault.proxy.host} could not reach ${host} (${fault.status})`)
        : explainNetworkFault(fault, host);
    case 'deadline':
      return explainDeadline(`${host} had sent everything`);
    case 'phase too slow':
      return fail(host, `${fault.phase} took over ${fault.seconds} s`);
    case 'status':
      return explainStatus(fault.status, host);
    case 'redirect':
      return describeFailure('REDIRECT_REFUSED', {
        what: `A redirect to ${fault.host || 'nowhere'} was not followed.`,
        why: 'a download follows redirects to https:// addresses alone',
        next: ["give release_url the mirror's own address", 'or mend the redirect of the mirror'],
      });
    case 'too many redirects':
      return describeFailure('REDIRECT_REFUSED', {
        what: `${host} redirects on and on.`,
        why: 'no more than 5 redirects are followed',
        next: ["give release_url the mirror's own address"],
      });
    case 'too long':
      return fail(host, `it sent more than the ${fault.most} bytes that may come`);
    case 'too large':
    case 'unreadable':
      return fail(host, 'what it sent cannot be read');
    default:
      return fault satisfies never;
  }
}

function fail(host: string, why: string, next = 'run the job again'): Failure {
  const what = `The download from ${host} failed.`;
  return describeInstallFailure('DOWNLOAD_FAILED', { what, why, next: [next, useMirror] });
}

function refuseProxy(why: string): Failure {
  return describeFailure('PROXY_REFUSED', {
    what: 'The proxy did not open the way.',
    why,
    next: ['check that the proxy may reach that host', useMirror],
  });
}

function explainCode(code: string, host: string, proxy: ChosenProxy | undefined): Failure {
  const place = proxy === undefined ? host : `${proxy.host}:${proxy.port} (${proxy.variable})`;
  const tls = explainTlsCode(code);
  if (tls === undefined) {
    const why = reasons[code] ?? 'the connection failed';
    return fail(place, `${why} (${code})`, reachIt);
  }
  return describeFailure('TLS_FAILED', {
    what: `TLS with ${place} failed.`,
    why: `${tls.why} (${code})`,
    next: [
      "where a proxy or mirror has a certificate of the company's own, give its authority as ca_certificate",
      useMirror,
    ],
  });
}

function explainStatus(status: number, host: string): Failure {
  const why = `it answers with status ${status}`;
  if (status === 401 || status === 403 || status === 407) {
    return fail(host, why, 'let the server give these files without credentials');
  }
  return fail(host, why, status >= 500 || status === 429 ? 'run the job again later' : reachIt);
}

/** The server has no such file; `title` is the product and its version. */
export function describeMissing(title: string, file: string, host: string): Failure {
  return describeInstallFailure('RELEASE_MISSING', {
    what: `${host} has no release ${title} for this platform.`,
    why: `there is no ${file}`,
    next: ['check the version', 'or release_url: the files lie below it as below the original'],
  });
}
