import { describe, expect, it } from 'vitest';
import { type ChosenProxy, chooseProxy } from '../../../src/core/choose-proxy.ts';
import { explainNetworkFault } from '../../../src/core/explain-network.ts';
import { isFailure } from '../../../src/core/failure.ts';

const host = 'vault.example:8200';
const explain = (code: string) => explainNetworkFault({ kind: 'error', code }, host);

// The codes as Node 18 to 24 give them: X509_V_ERR_* without its head, ERR_SSL_ and OpenSSL's
// reason, or EPROTO where not even that is known.
describe('a fault of TLS', () => {
  it.each([
    ['CERT_HAS_EXPIRED', 'has expired', 'renew'],
    ['CERT_NOT_YET_VALID', 'not valid yet', 'clocks'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'for another name', 'tls_server_name'],
    ['ERR_SSL_TLSV1_UNRECOGNIZED_NAME', 'for another name', 'tls_server_name'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'no authority that we trust', 'ca_certificate'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'no authority that we trust', 'ca_certificate'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'no authority that we trust', 'ca_certificate'],
    ['UNABLE_TO_GET_ISSUER_CERT', 'no authority that we trust', 'ca_certificate'],
    ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'no authority that we trust', 'any between'],
    ['CERT_SIGNATURE_FAILURE', 'no authority that we trust', 'ca_certificate'],
    ['CERT_UNTRUSTED', 'no authority that we trust', 'ca_certificate'],
    ['INVALID_PURPOSE', 'not one for servers', 'operators'],
    ['EPROTO', 'does not speak TLS', 'https:// against http://'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'does not speak TLS', 'https:// against http://'],
    ['ERR_SSL_PACKET_LENGTH_TOO_LONG', 'does not speak TLS', 'https:// against http://'],
    ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'asks for a client', 'client_certificate'],
    ['ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE', 'asks for a client', 'client_certificate'],
    ['ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE', 'no cipher in common', 'client_certificate'],
    ['ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE', 'does not accept our', 'sign it'],
    ['ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED', 'does not accept our', 'sign it'],
    ['ERR_SSL_SSLV3_ALERT_CERTIFICATE_UNKNOWN', 'does not accept our', 'sign it'],
    ['ERR_SSL_SSLV3_ALERT_UNSUPPORTED_CERTIFICATE', 'does not accept our', 'sign it'],
    ['ERR_SSL_TLSV1_ALERT_UNKNOWN_CA', 'does not accept our', 'sign it'],
    ['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', 'TLS 1.2 or newer', 'allow TLS 1.2'],
    ['ERR_SSL_UNSUPPORTED_PROTOCOL', 'TLS 1.2 or newer', 'allow TLS 1.2'],
    ['ERR_SSL_TLSV1_ALERT_INTERNAL_ERROR', 'broke off', 'proxy or firewall'],
    ['ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC', 'broke off', 'proxy or firewall'],
    ['ERR_OSSL_UNSUPPORTED', 'broke off', 'proxy or firewall'],
  ])('%s', (code, why, next) => {
    const failure = explain(code);
    expect(failure).toMatchObject({ code: 'TLS_FAILED', status: 5 });
    expect(failure.what).toContain(host);
    expect(failure.why).toContain(why);
    expect(failure.why).toContain(`(${code})`);
    expect(failure.next.join()).toContain(next);
  });
});

describe('a fault beside TLS', () => {
  it.each([
    ['ECONNREFUSED', 'nothing listens'],
    ['ECONNRESET', 'was cut'],
    ['ENOTFOUND', 'is not known'],
    ['HPE_INVALID_CONSTANT', 'does not speak HTTP'],
    ['HPE_HEADER_OVERFLOW', 'does not speak HTTP'],
    ['EWHATEVER', 'the connection failed'],
  ])('%s', (code, why) => {
    const failure = explain(code);
    expect(failure).toMatchObject({ code: 'VAULT_UNREACHABLE', status: 5 });
    expect(failure.why).toBe(`${failure.why.split(' (')[0]} (${code})`);
    expect(failure.why).toContain(why);
  });
});

describe('a fault of a proxy', () => {
  const proxy = requireProxy('http://deploy:hunter2-canary@proxy.example:3128');

  it.each([
    [407, 'user name and password', 'HTTPS_PROXY as http://user:password@host:port'],
    [403, 'its rules forbid it', 'allow CONNECT'],
    [404, 'no proxy', 'allow CONNECT'],
    [500, 'could not reach the server', 'VAULT_ADDR'],
    [504, 'could not reach the server', 'VAULT_ADDR'],
    [200, 'said more', 'HTTPS_PROXY'],
  ])('that answers %i', (status, why, next) => {
    const failure = explainNetworkFault({ kind: 'proxy refused', status, proxy }, host);
    expect(failure).toMatchObject({ code: 'PROXY_REFUSED', status: 5 });
    expect(failure.what).toContain('proxy.example:3128');
    expect(failure.what).toContain(host);
    expect(failure.what).toContain(`(${status})`);
    expect(failure.why).toContain(why);
    expect(failure.next[0]).toContain(next);
    expect(failure.next[1]).toContain('NO_PROXY');
    expect(JSON.stringify(failure)).not.toMatch(/canary|deploy/);
  });

  it.each([
    ['ECONNREFUSED', 'VAULT_UNREACHABLE', 'nothing listens'],
    ['ENOTFOUND', 'VAULT_UNREACHABLE', 'is not known'],
    ['CERT_HAS_EXPIRED', 'TLS_FAILED', 'has expired'],
  ])('that is not reached: %s', (code, failureCode, why) => {
    const failure = explainNetworkFault({ kind: 'error', code, proxy }, host);
    expect(failure).toMatchObject({ code: failureCode, status: 5 });
    expect(failure.what).toContain('proxy.example:3128, the proxy in HTTPS_PROXY,');
    expect(failure.why).toContain(why);
    expect(failure.next.join()).toContain('HTTPS_PROXY');
    expect(failure.next.join()).not.toContain('VAULT_ADDR,');
    expect(JSON.stringify(failure)).not.toMatch(/canary|deploy/);
  });
});

function requireProxy(text: string): ChosenProxy {
  const proxy = chooseProxy(new URL(`https://${host}`), { HTTPS_PROXY: text });
  if (proxy === undefined || isFailure(proxy)) throw new Error('no proxy was chosen');
  return proxy;
}
