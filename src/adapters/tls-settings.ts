import { readFileSync } from 'node:fs';
import { describeFailure, Failed } from '../core/failure.ts';
import type { PemSource } from '../core/pem-source.ts';
import { Secret } from '../core/secret.ts';
import type { TlsSettings } from './http-transport.ts';

/** The sources of a connection's certificates; each may be left out. */
export interface TlsSources {
  readonly ca_certificate: PemSource | undefined;
  readonly client_certificate: PemSource | undefined;
  readonly client_key: PemSource | undefined;
  readonly tls_server_name: string;
}

/** Reads the certificates. Throws `Failed` when a file cannot be read or half of a pair is missing. */
export function readTlsSettings(sources: TlsSources): TlsSettings {
  const { client_certificate: certificate, client_key: key } = sources;
  if ((certificate === undefined) !== (key === undefined)) {
    throw new Failed([
      describeFailure('PARAMETER_INVALID', {
        what: 'The client certificate cannot be used.',
        why: `${certificate === undefined ? 'client_certificate' : 'client_key'} is missing; each needs the other`,
        next: ['give both client_certificate and client_key, or neither'],
      }),
    ]);
  }
  return {
    ca: readPem('ca_certificate', sources.ca_certificate)?.reveal(),
    certificate: readPem('client_certificate', certificate)?.reveal(),
    key: readPem('client_key', key),
    serverName: sources.tls_server_name,
  };
}

function readPem(input: string, source: PemSource | undefined): Secret<string> | undefined {
  if (source === undefined || source.kind === 'text') return source?.pem;
  const text = readText(source.path);
  if (text?.includes('-----BEGIN ')) return new Secret(text);
  throw new Failed([
    describeFailure('PARAMETER_INVALID', {
      what: `The parameter "${input}" cannot be used.`,
      why:
        text === undefined
          ? 'it is no PEM, no base64 of PEM, and no file of that name can be read'
          : 'the file that it names holds no PEM',
      next: [`give ${input} PEM text, base64 of PEM, or the path of a PEM file`],
    }),
  ]);
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
