import type { FaultCase } from './fault-case.ts';

const canary = 'hunter2-canary';

const refused = (
  title: string,
  parameters: Readonly<Record<string, string>>,
  why: string,
  environment: FaultCase['environment'] = {},
): FaultCase => ({
  title,
  parameters,
  environment,
  status: 2,
  code: 'PARAMETER_INVALID',
  words: [why],
  requests: 0,
  canaries: [canary],
});

/** Parameters that hold what they must not; none of it is told, and nothing is asked. */
export const wrongParameters: readonly FaultCase[] = [
  refused(
    'a password in the address',
    { address: `https://user:${canary}@vault.example.com` },
    'a user name or password',
  ),
  refused(
    'a token in the address',
    { address: `https://vault.example.com/?token=${canary}` },
    '"?" or "#"',
  ),
  refused('an address of another kind', { address: `ldap://${canary}` }, 'https://'),
  refused(
    'an address that is not encrypted',
    { address: `http://${canary}.example` },
    'unencrypted',
  ),
  refused('a token for an address', { address: `${canary}` }, 'does not begin with https://'),
  refused('a header in the namespace', { namespace: `a\r\nX-Vault-Token: ${canary}` }, 'namespace'),
  refused('a header in the role', { role: `a\r\nHost: ${canary}` }, 'role'),
  refused('a way out of the mount', { auth_mount: 'jwt/../../sys' }, 'auth_mount'),
  refused('a certificate for a name', { tls_server_name: `a b ${canary}` }, 'tls_server_name'),
  refused(
    'a key without its certificate',
    { client_key: `-----BEGIN PRIVATE KEY-----\n${canary}\n-----END PRIVATE KEY-----\n` },
    'client_certificate is missing',
  ),
  refused('a password for a certificate', { ca_certificate: canary }, 'no file of that name'),
  refused('a directory for a certificate', { ca_certificate: '/' }, 'no file of that name'),
  refused('a secret in a variable', { timeout: '${SECRET}' }, 'timeout', { SECRET: canary }),
];
