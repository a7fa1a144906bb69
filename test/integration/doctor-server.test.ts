import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CircleCiIssuer, startCircleCiIssuer } from '../support/circleci-issuer.ts';
import { startFaultyServer } from '../support/faulty-server.ts';
import { trustIssuer } from '../support/jwt-trust.ts';
import { createNamespace } from '../support/openbao/namespace.ts';
import { type OpenBaoServer, startOpenBao } from '../support/openbao/server.ts';
import { fixturePolicy, makeGoodRole, ownAudience } from '../support/role-fixtures.ts';
import { runDoctor, runDoctorText } from '../support/run-doctor.ts';
import { createTlsAuthority } from '../support/tls-authority.ts';
import { startTlsFront } from '../support/tls-front.ts';

let server: OpenBaoServer;
let issuer: CircleCiIssuer;

beforeAll(async () => {
  [server, issuer] = await Promise.all([startOpenBao(), startCircleCiIssuer()]);
  await trustIssuer(server, issuer);
  await server.write(`sys/policies/acl/${fixturePolicy.name}`, { policy: fixturePolicy.text });
  await server.write('auth/jwt/role/deploy', makeGoodRole(issuer));
});
afterAll(() => Promise.all([server.stop(), issuer.stop()]));

describe('a doctor that nobody answers', () => {
  it('says so, and judges nothing else', async () => {
    const { findings, status } = await runDoctor({
      server: { address: 'http://127.0.0.1:1', rootToken: server.rootToken },
    });
    expect(status).toBe(1);
    expect(findings).toEqual([
      expect.objectContaining({ level: 'FAIL', code: 'SERVER_UNREACHABLE' }),
    ]);
  });

  it('says that the server is sealed', async () => {
    await using sealed = await startOpenBao();
    await sealed.write('sys/seal', {});
    const { list } = await runDoctor({ server: sealed });
    expect(list('server')).toEqual(['FAIL SERVER_STATE']);
  });

  it('says that the address is none of Vault', async () => {
    await using other = await startFaultyServer({
      findFault: () => (response) => response.end('{}'),
    });
    const { list } = await runDoctor({ server: { ...server, address: other.address } });
    expect(list('server')).toEqual(['FAIL SERVER_STATE']);
  });
});

describe('a doctor on TLS', () => {
  const authority = createTlsAuthority();
  const judge = async (untilDay: number, environment: Readonly<Record<string, string>>) => {
    const shown = authority.issue({ untilDay });
    const settings = { cert: shown.certificate, key: shown.key };
    await using front = await startTlsFront(server.address, settings);
    return await runDoctor({ server: { ...server, address: front.address }, environment });
  };
  const trusting = { VAULT_CACERT: authority.certificate };

  it.each([
    ['is content with a certificate that holds', 30, trusting, []],
    ['warns of one that ends soon', 3, trusting, ['WARN CERTIFICATE_ENDS']],
    ['fails one of an authority that nobody knows', 30, {}, ['FAIL SERVER_TLS']],
    [
      'warns where it is not checked',
      30,
      { VAULT_SKIP_VERIFY: 'true' },
      ['WARN CERTIFICATE_UNCHECKED'],
    ],
  ])('%s', async (_title, untilDay, environment, findings) => {
    expect((await judge(untilDay, environment)).list('server')).toEqual(findings);
  });
});

describe('a doctor on clocks', () => {
  const judge = async (seconds: number) => {
    await using front = await startFaultyServer({
      origin: server.address,
      findFault: (path) => {
        if (!path.startsWith('sys/health')) return undefined;
        return (response) => {
          response.writeHead(200, { Date: new Date(Date.now() + seconds * 1000).toUTCString() });
          response.end(JSON.stringify({ initialized: true, sealed: false, version: '2.7.2' }));
        };
      },
    });
    const jwt = await issuer.sign({ audience: ownAudience });
    return await runDoctor({ server: { ...server, address: front.address }, jwt });
  };

  it.each([
    ['a few seconds are nothing', 5, []],
    ['ahead, it warns', 120, ['WARN CLOCK_SKEWED']],
    ['a little behind, it warns', -40, ['WARN CLOCK_SKEWED']],
    ['behind by more than Vault grants, it fails', -120, ['FAIL CLOCK_SKEWED']],
  ])('%s', async (_title, seconds, findings) => {
    expect((await judge(seconds)).list('server')).toEqual(findings);
  });

  it.each([
    ['would be too new there', -120, 'TOKEN_TOO_NEW'],
    ['would have ended there', 3700, 'TOKEN_EXPIRED'],
  ])("holds the token against the server's clock: it %s", async (_title, seconds, code) => {
    const { admissions } = await judge(seconds);
    const failed = admissions[0]?.checks.filter((check) => !check.isMet) ?? [];
    expect(failed.map((check) => check.code)).toContain(code);
  });
});

describe('a doctor that may not see all', () => {
  it('names the rights that it needs, and is content with them', async () => {
    const blind = await server.write('auth/token/create', { policies: ['default'] });
    const token: string = Object(blind).auth.client_token;
    const args = ['--issuer', issuer.issuer];
    const first = await runDoctor({
      server,
      args,
      environment: { VAULT_TOKEN: token },
      canaries: [token],
    });
    expect(first.status).toBe(1);
    expect(first.list('not judged')).toEqual(['FAIL UNREAD']);
    const rights = ['default'];
    let told = first;
    for (let round = 1; told.list('not judged').length > 0 && round < 5; round += 1) {
      const lines = told.findings.find(({ code }) => code === 'UNREAD')?.next ?? [];
      await server.write(`sys/policies/acl/right-${round}`, { policy: lines.join('\n') });
      rights.push(`right-${round}`);
      const made = Object(await server.write('auth/token/create', { policies: rights }));
      const environment = { VAULT_TOKEN: made.auth.client_token };
      told = await runDoctor({ server, args, environment, canaries: [made.auth.client_token] });
    }
    expect(told.findings.filter(({ level }) => level !== 'OK')).toEqual([]);
    expect(told.status).toBe(0);
  });

  it.each([
    ['the roles of a mount', []],
    ['one role', ['--role', 'deploy']],
  ])(
    'is told to log in again first when Vault does not know its token: %s',
    async (_title, args) => {
      const token = 's.aTokenThatNobodyGaveOut';
      const environment = { VAULT_TOKEN: token };
      const told = await runDoctor({ server, args, environment, canaries: [token] });
      expect(told.status).toBe(1);
      expect(told.list('not judged')).toEqual(['FAIL VAULT_TOKEN_REFUSED']);
      const next = told.findings.find(({ subject }) => subject === 'not judged')?.next ?? [];
      expect(next[0]).toContain('log in again: vault login');
      expect(next).toContain('path "auth/jwt/config" { capabilities = ["read"] }');
    },
  );

  it('is not told so when the token may read something, if not what it is', async () => {
    const list = 'path "auth/jwt/role" { capabilities = ["list"] }';
    await server.write('sys/policies/acl/lister', { policy: list });
    const wish = { policies: ['lister'], no_default_policy: true };
    const made = Object(await server.write('auth/token/create', wish));
    const token: string = made.auth.client_token;
    const environment = { VAULT_TOKEN: token };
    const told = await runDoctor({ server, environment, canaries: [token] });
    expect(told.list('not judged')).toEqual(['FAIL UNREAD']);
  });

  it('is content to warn where a job looks', async () => {
    const { list } = await runDoctor({
      server,
      environment: { VAULT_TOKEN: '', CIRCLECI: 'true' },
    });
    expect(list('not judged')).toEqual(['WARN UNREAD']);
  });
});

describe('a doctor for people', () => {
  it('tells what each thing is about together, the worst first, and the score', async () => {
    await server.write('auth/jwt/role/odd', {
      ...makeGoodRole(issuer),
      token_period: '1h',
      token_explicit_max_ttl: 0,
      bound_claims: { 'a\u001B[2Jb': 'x', 'oidc.circleci.com/vcs-ref': 'refs/heads/main' },
    });
    const { stdout, status } = await runDoctorText({ server, args: ['--role', 'odd'] });
    expect(status).toBe(1);
    const levels = [...stdout.matchAll(/^(FAIL|WARN|OK) +role "odd": /gm)].map(
      ([, level]) => level,
    );
    expect([...new Set(levels)]).toEqual(['FAIL', 'WARN', 'OK']);
    expect(levels.join()).toMatch(/^(FAIL,)+(WARN,)+OK(,OK)*$/);
    expect(stdout).toMatch(/\n\n\d+ FAIL, \d+ WARN, \d+ OK\n$/);
    expect(stdout).toMatch(
      /^FAIL {2}role "odd": binds no project, .* — .*\n {6}next {2}bao read /m,
    );
    expect(stdout).not.toContain('\u001B');
  });

  it('shows the claims of one role, in order', async () => {
    const jwt = await issuer.sign({ audience: 'another' });
    const { stdout } = await runDoctorText({ server, jwt, args: ['--role', 'deploy'] });
    const [, table = ''] = stdout.split('role "deploy" would not let the token in:\n');
    expect(table.split('\n').slice(0, 4)).toEqual([
      '  yes  role_type is "jwt"',
      '  yes  alg is "RS256"',
      `  yes  iss is "${issuer.issuer}"`,
      `  no   aud is "another", wanted is "${ownAudience}"`,
    ]);
  });

  it('shows a claim once, whatever it is looked at for', async () => {
    const vcsRef = 'oidc.circleci.com/vcs-ref';
    const project = 'oidc.circleci.com/project-id';
    const good = makeGoodRole(issuer);
    await server.write('auth/jwt/role/often', {
      ...good,
      user_claim: project,
      claim_mappings: { [project]: 'project', [vcsRef]: 'ref' },
      bound_claims: { [project]: issuer.projectId, [vcsRef]: 'refs/heads/other' },
    });
    const jwt = await issuer.sign({ audience: ownAudience });
    const { stdout } = await runDoctorText({ server, jwt, args: ['--role', 'often'] });
    const lines = stdout.split('\n').filter((line) => /^ {2}(yes|no) /.test(line));
    const shown = lines.filter((line) => line.includes('oidc.circleci.com/'));
    expect(shown).toEqual([
      `  yes  ${project} is "${issuer.projectId}"`,
      `  no   ${vcsRef} is "refs/heads/main", wanted is "refs/heads/other"`,
    ]);
  });

  it('names the namespace in its commands', async () => {
    const acme = await createNamespace(server, 'acme');
    await trustIssuer(acme, issuer);
    await acme.write('auth/jwt/role/deploy', {
      ...makeGoodRole(issuer),
      token_period: '1h',
      token_explicit_max_ttl: 0,
    });
    const { findings } = await runDoctor({ server, args: ['--namespace', 'acme'] });
    const fault = findings.find(({ code }) => code === 'PERIOD_SET');
    expect(fault?.next).toEqual([
      expect.stringMatching(
        /^bao read .* -namespace=acme auth\/jwt\/role\/deploy \| jq .* \| bao write -namespace=acme auth\/jwt\/role\/deploy -$/,
      ),
    ]);
  });

  it.each([
    ['a token that is none', { jwt: 'a masked ****' }, 1, 'TOKEN_MALFORMED'],
    [
      'a file that is not there',
      { args: ['--token-file', '/nowhere'] },
      7,
      'TOKEN_FILE_UNREADABLE',
    ],
    ['a config that is not there', { args: ['--config', '/nowhere'] }, 7, 'CONFIG_UNREADABLE'],
    ['a mount that is none', { args: ['--mount', '../x'] }, 2, 'PARAMETER_INVALID'],
    ['an id that is none', { args: ['--project-id', 'acme/app'] }, 2, 'PARAMETER_INVALID'],
  ])('refuses %s', async (_title, wish, status, code) => {
    const outcome = await runDoctorText({
      server,
      ...wish,
      args: [...('args' in wish ? wish.args : []), '--json'],
    });
    expect(outcome.status).toBe(status);
    expect(outcome.stdout).toContain(`"${code}"`);
  });
});
