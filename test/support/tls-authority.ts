import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A certificate and its key, both PEM. */
export interface Certificate {
  readonly certificate: string;
  readonly key: string;
}

/** What a certificate differs in from one for 127.0.0.1 and vault.test that holds today. */
export interface CertificateWish {
  /** As in a subjectAltName: `DNS:vault.test`, `IP:127.0.0.1`. */
  readonly names?: readonly string[];
  /** Days from now on which it begins to hold; negative for the past. */
  readonly fromDay?: number;
  /** Days from now on which it ceases to. */
  readonly untilDay?: number;
  readonly use?: 'serverAuth' | 'clientAuth';
  /** The passphrase that its key is to be protected with. */
  readonly passphrase?: string;
}

/** An authority, with its own certificate and key, that nobody trusts who is not told to. */
export interface TlsAuthority extends Certificate {
  issue(wish?: CertificateWish): Certificate;
}

const configuration = `
[ca]
default_ca = authority
[authority]
dir = .
new_certs_dir = .
database = index.txt
serial = serial.txt
default_md = sha256
policy = any
unique_subject = no
[any]
commonName = supplied
[req]
distinguished_name = subject
[subject]
[root]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign
[leaf]
subjectAltName = $ENV::NAMES
extendedKeyUsage = $ENV::USE
`;

/** Makes an authority with the `openssl` program, in a directory that is gone afterwards. */
export function createTlsAuthority(name = 'test authority'): TlsAuthority {
  const root = signItself(name, 'root');
  return { ...root, issue: (wish = {}) => issueLeaf(root, wish) };
}

/** A certificate that is its own authority, as a server makes it for itself. */
export function createSelfSigned(): Certificate {
  return signItself('self-signed', 'leaf');
}

function signItself(name: string, extensions: 'root' | 'leaf'): Certificate {
  return inDirectory((run, directory) => {
    newKey(run, 'own.key');
    const subject = ['-subj', `/CN=${name}`, '-days', '2', '-extensions', extensions];
    run(['req', '-x509', '-new', '-key', 'own.key', '-out', 'own.pem', ...subject]);
    return readPair(directory, 'own.pem', 'own.key');
  });
}

function issueLeaf(root: Certificate, wish: CertificateWish): Certificate {
  const { fromDay = -1, untilDay = 1, passphrase } = wish;
  return inDirectory((run, directory) => {
    writeFileSync(join(directory, 'root.pem'), root.certificate);
    writeFileSync(join(directory, 'root.key'), root.key);
    newKey(run, 'leaf.key');
    run(['req', '-new', '-key', 'leaf.key', '-subj', '/CN=leaf', '-out', 'leaf.csr']);
    const signer = ['-cert', 'root.pem', '-keyfile', 'root.key', '-extensions', 'leaf'];
    const validity = ['-startdate', formatDay(fromDay), '-enddate', formatDay(untilDay)];
    const files = ['-in', 'leaf.csr', '-out', 'leaf.pem'];
    run(['ca', '-batch', '-notext', '-rand_serial', ...signer, ...validity, ...files], wish);
    if (passphrase === undefined) return readPair(directory, 'leaf.pem', 'leaf.key');
    const protection = ['-passout', `pass:${passphrase}`];
    run(['pkcs8', '-topk8', '-in', 'leaf.key', '-out', 'protected.key', ...protection]);
    return readPair(directory, 'leaf.pem', 'protected.key');
  });
}

type RunOpenSsl = (args: readonly string[], wish?: CertificateWish) => void;

function inDirectory<Value>(use: (run: RunOpenSsl, directory: string) => Value): Value {
  const directory = mkdtempSync(join(tmpdir(), 'vault-oidc-tls-'));
  const config = join(directory, 'openssl.cnf');
  writeFileSync(config, configuration);
  writeFileSync(join(directory, 'index.txt'), '');
  const run: RunOpenSsl = (args, { names, use: purpose = 'serverAuth' } = {}) => {
    execFileSync('openssl', args, {
      cwd: directory,
      stdio: ['ignore', 'ignore', 'pipe'],
      env: {
        PATH: process.env['PATH'],
        OPENSSL_CONF: config,
        NAMES: (names ?? ['DNS:vault.test', 'IP:127.0.0.1']).join(','),
        USE: purpose,
      },
    });
  };
  try {
    return use(run, directory);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function newKey(run: RunOpenSsl, file: string): void {
  run(['genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256', '-out', file]);
}

function readPair(directory: string, certificate: string, key: string): Certificate {
  const read = (file: string): string => readFileSync(join(directory, file), 'utf8');
  return { certificate: read(certificate), key: read(key) };
}

/** A day as `openssl ca` takes it: YYYYMMDDHHMMSSZ. */
function formatDay(days: number): string {
  const date = new Date(Date.now() + days * 86_400_000);
  return date.toISOString().replace(/[-:T]|\.\d+/g, '');
}
