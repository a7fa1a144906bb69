import { execFileSync } from 'node:child_process';
import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readTlsSettings, type TlsSources } from '../../../src/adapters/tls-settings.ts';
import { Failed, type Failure } from '../../../src/core/failure.ts';
import type { PemSource } from '../../../src/core/pem-source.ts';
import { parsePemSource } from '../../../src/inputs/certificate.ts';
import { Problem } from '../../../src/inputs/input.ts';
import { createTlsAuthority } from '../../support/tls-authority.ts';

const authority = createTlsAuthority();
const own = authority.issue({ use: 'clientAuth' });
const other = authority.issue({ use: 'clientAuth' });
const locked = authority.issue({ passphrase: 'hunter2-canary' });
const rsaKey = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
const rsaPem = rsaKey.export({ type: 'pkcs8', format: 'pem' }).toString();

const directory = mkdtempSync(join(tmpdir(), 'vault-oidc-test-'));
afterAll(() => rmSync(directory, { recursive: true }));

function writeFile(name: string, content: string | Buffer): string {
  writeFileSync(join(directory, name), content);
  return join(directory, name);
}

const der = new X509Certificate(authority.certificate).raw;
const broken = authority.certificate.replace(/\n.{8}/, '\nAAAAAAAA');
const legacyKey = execFileSync('openssl', ['ec', '-aes128', '-passout', 'pass:hunter2-canary'], {
  input: own.key,
  stdio: ['pipe', 'pipe', 'ignore'],
}).toString();

function readPem(text: string): PemSource | undefined {
  const parsed = parsePemSource(text);
  if (parsed instanceof Problem) throw new Error(parsed.text);
  return parsed;
}

interface Texts {
  readonly ca?: string;
  readonly certificate?: string;
  readonly key?: string;
}

function read({ ca = '', certificate = '', key = '' }: Texts) {
  const sources: TlsSources = {
    ca_certificate: readPem(ca),
    client_certificate: readPem(certificate),
    client_key: readPem(key),
    tls_server_name: '',
    skip_verify: false,
  };
  return readTlsSettings(sources);
}

function findFailures(texts: Texts): readonly Failure[] {
  try {
    read(texts);
  } catch (error) {
    if (error instanceof Failed) return error.failures;
    throw error;
  }
  return [];
}

describe('the certificates of a connection', () => {
  it('are taken as they are, and none where none is given', () => {
    const both = authority.certificate + own.certificate;
    expect(read({ ca: both }).ca).toBe(both.trim());
    const settings = read({ certificate: own.certificate, key: own.key });
    expect(settings.certificate).toBe(own.certificate.trim());
    expect(settings.key?.reveal()).toBe(own.key.trim());
    expect(read({})).toMatchObject({ ca: undefined, certificate: undefined, key: undefined });
  });

  it('may bring their chain, and stand in files', () => {
    const certificate = writeFile('chain.pem', own.certificate + authority.certificate);
    expect(findFailures({ certificate, key: writeFile('own.key', own.key) })).toEqual([]);
  });

  it.each<[string, string, string]>([
    ['a path that leads nowhere', 'no/such/file.pem', 'no file of that name'],
    ['a directory', directory, 'no file of that name'],
    ['a device', '/dev/null', 'no file of that name'],
    ['words', 'the usual one', 'no file of that name'],
    ['a file of DER', writeFile('ca.der', der), 'holds no PEM'],
    ['base64 of DER', der.toString('base64'), 'no base64 of PEM'],
    ['a key', own.key, 'holds no certificate'],
    ['a request', authority.certificate.replaceAll('CERTIFICATE', 'CERTIFICATE REQUEST'), 'read'],
    ['a broken one', broken, 'cannot be read'],
    ['one that ends early', authority.certificate.slice(0, 300), 'cannot be read'],
    ['a broken one after a good one', own.certificate + broken, 'cannot be read'],
    ['a broken one before a good one', broken + own.certificate, 'cannot be read'],
    ['an empty one', '-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----', 'cannot be read'],
  ])('are refused: %s', (_title, ca, why) => {
    const [failure, ...others] = findFailures({ ca });
    expect(failure).toMatchObject({ code: 'PARAMETER_INVALID', status: 2 });
    expect(failure?.what).toContain('"ca_certificate"');
    expect(failure?.why).toContain(why);
    expect(others).toEqual([]);
  });

  it('are refused all at once', () => {
    const failures = findFailures({ ca: 'nowhere', certificate: broken, key: 'nowhere' });
    expect(failures.map(({ what }) => what)).toEqual([
      expect.stringContaining('"ca_certificate"'),
      expect.stringContaining('"client_certificate"'),
      expect.stringContaining('"client_key"'),
    ]);
  });
});

describe('a client key', () => {
  const garbage = '-----BEGIN PRIVATE KEY-----\ncanary+canary+canary=\n-----END PRIVATE KEY-----';

  it.each<[string, string, string, string]>([
    ['of another certificate', own.certificate, other.key, 'not the key of client_certificate'],
    ['of another kind', own.certificate, rsaPem, 'not the key of client_certificate'],
    ['with a passphrase', locked.certificate, locked.key, 'passphrase'],
    ['with a passphrase, as of old', own.certificate, legacyKey, 'passphrase'],
    ['that is none', own.certificate, garbage, 'client_key cannot be read'],
    ['that is a certificate', own.certificate, own.certificate, 'client_key cannot be read'],
    ['that ends early', own.certificate, own.key.slice(0, 80), 'client_key cannot be read'],
    ['without a certificate', '', own.key, 'client_certificate is missing'],
    ['that is missing', own.certificate, '', 'client_key is missing'],
  ])('%s is refused, and nothing of it is told', (_title, certificate, key, why) => {
    const failures = findFailures({ certificate, key });
    expect(failures).toMatchObject([{ code: 'PARAMETER_INVALID', status: 2 }]);
    expect(failures[0]?.why).toContain(why);
    const told = JSON.stringify(failures);
    for (const line of key.split('\n').filter((text) => !text.includes('-----') && text !== '')) {
      expect(told.includes(line)).toBe(false);
    }
    expect(told).not.toContain('canary');
  });
});
