import { createPrivateKey, X509Certificate } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import { describeFailure, type Failure, isFailure, throwFailures } from '../core/failure.ts';
import type { PemSource } from '../core/pem-source.ts';
import { Secret } from '../core/secret.ts';
import type { TlsSettings } from './http-transport.ts';
import { readErrorCode } from './network-error-code.ts';
import { readPlainFile } from './plain-file.ts';

/** The sources of a connection's certificates, each of which may be left out, and what to check. */
export interface TlsSources {
  readonly ca_certificate: PemSource | undefined;
  readonly client_certificate: PemSource | undefined;
  readonly client_key: PemSource | undefined;
  readonly tls_server_name: string;
  readonly skip_verify: boolean;
}

/**
 * Reads the certificates and tries them. Throws `Failed` with every one that
 * cannot be read or used; nothing of a key is told.
 */
export function readTlsSettings(sources: TlsSources): TlsSettings {
  const ca = readCertificates('ca_certificate', sources.ca_certificate);
  const certificate = readCertificates('client_certificate', sources.client_certificate);
  const key = readPem('client_key', sources.client_key);
  throwFailures([ca, certificate, key].filter(isFailure));
  const pair = { certificate: reveal(certificate), key: isFailure(key) ? undefined : key };
  throwFailures([findPairFailure(pair)].filter(isFailure));
  return {
    ca: reveal(ca),
    ...pair,
    serverName: sources.tls_server_name,
    isVerified: !sources.skip_verify,
  };
}

/** The authorities of the tokens' issuer as PEM text; undefined when none are given. Throws `Failed`. */
export function readIssuerCertificates(source: PemSource | undefined): string | undefined {
  const certificates = readCertificates('issuer-ca', source);
  throwFailures([certificates].filter(isFailure));
  return reveal(certificates);
}

type ReadPem = Secret<string> | Failure | undefined;

function reveal(pem: ReadPem): string | undefined {
  return isFailure(pem) ? undefined : pem?.reveal();
}

function readCertificates(input: string, source: PemSource | undefined): ReadPem {
  const pem = readPem(input, source);
  if (pem === undefined || isFailure(pem)) return pem;
  // Node passes over what it cannot read, and would trust fewer authorities than were given.
  const blocks = pem.reveal().match(/-----BEGIN [A-Z0-9 ]*CERT[\s\S]*?(?=-----BEGIN|$)/g) ?? [
    'none',
  ];
  return blocks.every(isCertificate)
    ? pem
    : refuse(input, 'it holds no certificate, or one that cannot be read');
}

function isCertificate(block: string): boolean {
  try {
    return new X509Certificate(block).serialNumber !== '';
  } catch {
    return false;
  }
}

function readPem(input: string, source: PemSource | undefined): ReadPem {
  if (source === undefined || source.kind === 'text') return source?.pem;
  const text = readPlainFile(source.path);
  if (text?.includes('-----BEGIN ')) return new Secret(text);
  return refuse(
    input,
    text === undefined
      ? 'it is no PEM, no base64 of PEM, and no file of that name can be read'
      : 'the file that it names holds no PEM',
  );
}

type Pair = Pick<TlsSettings, 'certificate' | 'key'>;

function findPairFailure({ certificate, key }: Pair): Failure | undefined {
  if (certificate === undefined && key === undefined) return undefined;
  if (certificate === undefined || key === undefined) {
    const missing = certificate === undefined ? 'client_certificate' : 'client_key';
    return refusePair(`${missing} is missing; each needs the other`);
  }
  const pem = key.reveal();
  if (/ENCRYPTED/.test(pem)) {
    return refusePair('client_key is protected by a passphrase');
  }
  try {
    // OpenSSL itself does not mind a key of another kind.
    const isOwnKey = new X509Certificate(certificate).checkPrivateKey(createPrivateKey(pem));
    if (!isOwnKey) return refusePair('client_key is not the key of client_certificate');
    createSecureContext({ cert: certificate, key: pem });
    return undefined;
  } catch (error) {
    return refusePair(`client_key cannot be read, or is too weak (${readErrorCode(error)})`);
  }
}

function refusePair(why: string): Failure {
  return describeFailure('PARAMETER_INVALID', {
    what: 'The client certificate cannot be used.',
    why,
    next: ['give client_certificate and its own client_key without a passphrase, or neither'],
  });
}

function refuse(input: string, why: string): Failure {
  return describeFailure('PARAMETER_INVALID', {
    what: `The parameter "${input}" cannot be used.`,
    why,
    next: [`give ${input} PEM text, base64 of PEM, or the path of a PEM file`],
  });
}
