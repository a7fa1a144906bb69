import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { trustIssuer, writeRole } from '../support/jwt-trust.ts';
import { createNamespace } from '../support/openbao/namespace.ts';
import { expectMended, expectRefusal, type Refusal } from '../support/refused-login.ts';
import { startVaultJobs, type VaultJobs } from '../support/vault-jobs.ts';

const claim = (name: string): string => `oidc.circleci.com/${name}`;
const now = (): number => Math.floor(Date.now() / 1000);

let jobs: VaultJobs;
beforeAll(async () => {
  jobs = await startVaultJobs();
});
afterAll(() => jobs.stop());

describe('a log-in by a role that', () => {
  it('binds several other values is told all, whichever Vault names', async () => {
    const { told } = await expectRefusal(jobs, {
      code: 'LOGIN_CLAIMS_REFUSED',
      role: {
        bound_claims: {
          [claim('vcs-ref')]: 'x',
          [claim('ssh-rerun')]: true,
          [claim('org-id')]: 'x',
        },
      },
      why: ['vcs-ref', 'vcs-origin', 'ssh-rerun', 'org-id', 'project-id', 'context-ids'].map(
        (name) => `${claim(name)} = `,
      ),
      next: 'if this job may log in: ',
    });
    expect(told?.why.match(/<- Vault names this one/g)).toHaveLength(1);
  });

  it('binds a claim of another kind tells nothing of its value', async () => {
    const { told } = await expectRefusal(jobs, {
      code: 'LOGIN_CLAIMS_REFUSED',
      role: { bound_claims: { email: 'x' } },
      token: { payload: { email: 'value-of-an-unknown-claim' } },
      why: ['binds email to other values'],
      next: '.bound_claims["email"] |= ([., "…"] | flatten)',
    });
    expect(JSON.stringify(told)).not.toContain('value-of-an-unknown-claim');
  });

  it("is mended, and runs no command of a branch's name", async () => {
    const mark = `/tmp/vault-oidc-branch-${process.pid}`;
    const refused = await expectRefusal(jobs, {
      code: 'LOGIN_CLAIMS_REFUSED',
      role: { bound_claims: { [claim('vcs-ref')]: 'refs/heads/main' } },
      token: { claims: { 'vcs-ref': `refs/heads/';touch\${IFS}${mark};'$(touch\${IFS}${mark})"` } },
      why: [],
      next: 'if this job may log in: ',
    });
    await expectMended(jobs, refused);
    expect(existsSync(mark)).toBe(false);
  });

  const told: Record<string, Refusal> = {
    'admits other addresses': {
      code: 'LOGIN_DENIED',
      role: { token_bound_cidrs: ['10.0.0.0/8'] },
      why: ["or the role does not admit this machine's address", 'Vault says "permission denied"'],
      next: 'check token_bound_cidrs: vault read auth/jwt/role/role-',
    },
    'is not there': {
      code: 'LOGIN_ROLE_WRONG',
      parameters: { role: 'nobody' },
      why: ['auth/jwt has no role "nobody" in this namespace'],
      next: 'check "role", "auth_mount" and "namespace": vault list auth/jwt/role',
    },
    'is not named': {
      code: 'LOGIN_ROLE_WRONG',
      parameters: { role: '$NO_ROLE' },
      why: ['the job names no role, and auth/jwt has no default_role'],
      next: 'set "role" or VAULT_ROLE',
    },
    'is sought where no method is': {
      code: 'LOGIN_DENIED',
      parameters: { auth_mount: 'nowhere' },
      why: ['there is no auth method at auth/nowhere in this namespace'],
      next: 'vault auth list',
    },
    'wants a token of another issuer': {
      code: 'LOGIN_SIGNATURE_REFUSED',
      token: { isForged: true },
      why: ['auth/jwt does not have the key that signed this token of http://127.0.0.1'],
      next: 'vault write auth/jwt/config oidc_discovery_url=',
    },
    'gets a token whose time is over': {
      code: 'LOGIN_TIME_REFUSED',
      token: { payload: { exp: undefined, iat: now() - 7200 } },
      why: ["by Vault's clock it is not the token's time", 'token is expired'],
      next: 'run the job again for a new token',
    },
    'gets a token whose time is to come': {
      code: 'LOGIN_TIME_REFUSED',
      token: { payload: { nbf: now() + 600 } },
      why: ["by Vault's clock it is not the token's time", 'token not yet valid'],
      next: 'set the clock that is wrong (NTP)',
    },
    'gets a token issued in the future': {
      code: 'LOGIN_TIME_REFUSED',
      token: { payload: { nbf: now(), iat: now() + 600 } },
      why: ['token issued in the future'],
      next: 'set the clock that is wrong (NTP)',
    },
    'gets a token without any time': {
      code: 'TOKEN_MALFORMED',
      token: { payload: { exp: undefined, iat: undefined } },
      why: ['what arrived there is no token of CircleCI', 'no issued at (iat)'],
      next: 'look for a proxy',
    },
    'gets a token with a claim that looks like another': {
      code: 'TOKEN_MALFORMED',
      token: { payload: { Aud: 'another' } },
      why: ['ambiguous claim'],
      next: 'look for a proxy',
    },
  };
  it.each(Object.entries(told))('%s is refused and told', async (_title, refusal) => {
    await expectRefusal(jobs, refusal);
  });

  it('is for people with a browser is refused, told and mended', async () => {
    await jobs.server.write('auth/jwt/role/browser', {
      role_type: 'oidc',
      user_claim: 'sub',
      allowed_redirect_uris: ['http://localhost:8250/oidc/callback'],
      bound_audiences: [jobs.issuer.organizationId],
    });
    const refused = await expectRefusal(jobs, {
      code: 'LOGIN_ROLE_WRONG',
      parameters: { role: 'browser' },
      why: ['the role "browser" has not role_type=jwt'],
      next: '.role_type = "jwt"',
    });
    await expectMended(jobs, refused);
  });

  it('lies in a namespace is mended there', async () => {
    const { server, issuer } = jobs;
    const acme = await createNamespace(server, 'acme');
    await trustIssuer(acme, issuer);
    await writeRole(acme, issuer, { name: 'inner', role: { bound_audiences: ['another'] } });
    const refused = await expectRefusal(jobs, {
      code: 'LOGIN_AUDIENCE_REFUSED',
      parameters: { role: 'inner', namespace: 'acme' },
      why: [],
      next: 'vault write -namespace=acme auth/jwt/role/inner -',
    });
    await expectMended(jobs, refused);
  });
});
