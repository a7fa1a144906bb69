import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CircleCiIssuer, startCircleCiIssuer } from '../support/circleci-issuer.ts';
import { type OpenBaoServer, startOpenBao } from '../support/openbao/server.ts';
import { claim, makeGoodRole } from '../support/role-fixtures.ts';
import { runAsAdministrator } from '../support/run-as-administrator.ts';
import { type Diagnosed, runDoctor } from '../support/run-doctor.ts';

let server: OpenBaoServer;
let issuer: CircleCiIssuer;

beforeAll(async () => {
  [server, issuer] = await Promise.all([startOpenBao(), startCircleCiIssuer()]);
  await server.write('sys/policies/acl/app', {
    policy: 'path "secret/data/app" { capabilities = ["read"] }',
  });
});
afterAll(() => Promise.all([server.stop(), issuer.stop()]));

const clientSecret = 'client-secret-that-nobody-may-see';
const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();

interface MethodFixture {
  /** Over discovery, issuer and RS256 of the test's issuer. */
  readonly config: (issuer: string) => Readonly<Record<string, unknown>>;
  readonly findings: readonly string[];
  /** Whether it names an issuer of CircleCI's cloud, and none is stated. */
  readonly isOfCloud?: boolean;
  /** What its command leaves, pasted as it is; undefined where it would ask CircleCI itself, or is none. */
  readonly mended?: readonly string[];
}

/** Keys by their address alone, so that any issuer can stand beside them. */
function trustKeys(url: string, issuer?: string) {
  return {
    oidc_discovery_url: undefined,
    jwks_url: `${url}/.well-known/jwks-pub.json`,
    bound_issuer: issuer,
  };
}

const otherOrganization = '99999999-1111-4222-8333-444455556666';

const fixtures: Readonly<Record<string, MethodFixture>> = {
  good: { config: () => ({}), findings: [] },
  'without-algorithms': { config: () => ({ jwt_supported_algs: undefined }), findings: [] },
  'without-an-issuer': {
    config: () => ({ bound_issuer: undefined }),
    findings: ['FAIL ISSUER_UNBOUND'],
    mended: [],
  },
  'keys-without-an-issuer': {
    config: (url) => trustKeys(url),
    findings: ['FAIL ISSUER_UNBOUND'],
  },
  'a-slash-too-many': {
    config: (url) => ({ bound_issuer: `${url}/` }),
    findings: ['FAIL ISSUER_INEXACT'],
    mended: [],
  },
  'a-blank-too-many': {
    config: (url) => ({ bound_issuer: `${url} ` }),
    findings: ['FAIL ISSUER_INEXACT'],
    mended: [],
  },
  'the-name-of-an-organization': {
    config: (url) => trustKeys(url, 'https://oidc.circleci.com/org/acme'),
    isOfCloud: true,
    findings: ['FAIL ISSUER_FOREIGN', 'FAIL ISSUER_INEXACT'],
  },
  'the-issuer-of-all': {
    config: (url) => trustKeys(url, 'https://oidc.circleci.com'),
    isOfCloud: true,
    findings: ['WARN ISSUER_SHARED'],
  },
  'another-organization': {
    config: (url) => trustKeys(url, `https://oidc.circleci.com/org/${otherOrganization}`),
    isOfCloud: true,
    findings: ['FAIL ISSUER_FOREIGN'],
  },
  'keys-of-another': {
    config: (url) => ({ bound_issuer: url.replace('127.0.0.1', 'localhost') }),
    findings: ['FAIL DISCOVERY_DIFFERS', 'FAIL ISSUER_FOREIGN'],
    mended: [],
  },
  'another-algorithm': {
    config: () => ({ jwt_supported_algs: ['ES256'] }),
    findings: ['FAIL ALGORITHM_MISSING'],
    mended: [],
  },
  'keys-written-down': {
    config: () => ({ oidc_discovery_url: undefined, jwt_validation_pubkeys: [pem] }),
    findings: ['WARN KEYS_STATIC'],
  },
  'a-default-role': {
    config: () => ({ default_role: 'deploy' }),
    findings: ['WARN DEFAULT_ROLE'],
    mended: [],
  },
  'for-browsers': {
    config: () => ({ oidc_client_id: 'app', oidc_client_secret: clientSecret }),
    findings: ['WARN METHOD_FOR_BROWSERS'],
  },
};

function judge(mount: string, ...args: readonly string[]): Promise<Diagnosed> {
  return runDoctor({
    server,
    args: [
      ...['--mount', mount, '--organization-id', issuer.organizationId],
      ...(fixtures[mount]?.isOfCloud ? [] : ['--issuer', issuer.issuer]),
      ...args,
    ],
    canaries: [clientSecret],
  });
}

async function makeMethod(mount: string, { config }: MethodFixture): Promise<void> {
  await server.write(`sys/auth/${mount}`, { type: 'jwt' });
  await server.write(`auth/${mount}/config`, {
    oidc_discovery_url: issuer.issuer,
    bound_issuer: issuer.issuer,
    jwt_supported_algs: ['RS256'],
    ...config(issuer.issuer),
  });
  await server.write(`auth/${mount}/role/deploy`, makeGoodRole(issuer));
}

describe('a doctor judges the configuration', () => {
  it.each(Object.entries(fixtures))('%s', async (mount, fixture) => {
    await makeMethod(mount, fixture);
    const told = await judge(mount);
    expect(told.list(`auth/${mount}`)).toEqual(fixture.findings);
    if (fixture.mended === undefined) return;
    const [command] = told.findings
      .flatMap(({ subject, next }) => (subject === `auth/${mount}` ? next : []))
      .filter((step) => / write /.test(step));
    await runAsAdministrator(server, String(command).replace(/\bbao (?=read|write)/g, 'vault '));
    expect((await judge(mount)).list(`auth/${mount}`)).toEqual(fixture.mended);
  });

  it('that is not there', async () => {
    const { list, status } = await judge('nowhere');
    expect(status).toBe(1);
    expect(list('auth/nowhere')).toEqual(['FAIL METHOD_ABSENT']);
  });

  it('that was never written', async () => {
    await server.write('sys/auth/bare', { type: 'jwt' });
    const { list, findings } = await judge('bare');
    expect(list('auth/bare')).toEqual(['FAIL METHOD_UNSET', 'FAIL ROLE_NONE']);
    const [command = ''] = findings.find(({ code }) => code === 'METHOD_UNSET')?.next ?? [];
    expect(command).toContain(`bound_issuer='${issuer.issuer}' `);
  });

  it('that trusts a host which is not of CircleCI, where nobody states it', async () => {
    const judgeGood = async (...args: readonly string[]) =>
      (await runDoctor({ server, args: ['--mount', 'good', ...args] })).list('auth/good');
    expect(await judgeGood()).toEqual(['WARN ISSUER_FOREIGN']);
    expect(await judgeGood('--organization-id', issuer.organizationId)).toEqual([
      'WARN ISSUER_FOREIGN',
    ]);
    expect(await judgeGood('--organization-id', otherOrganization)).toEqual([
      'FAIL ISSUER_FOREIGN',
    ]);
    expect(await judgeGood('--issuer', 'https://ci.example.com/org/acme')).toEqual([
      'FAIL ISSUER_FOREIGN',
    ]);
  });

  it('and says which CEL roles it does not judge', async () => {
    await server.write('sys/auth/programs', { type: 'jwt' });
    await server.write('auth/programs/config', {
      oidc_discovery_url: issuer.issuer,
      bound_issuer: issuer.issuer,
    });
    await server.write('auth/programs/cel/role/open', { cel_program: { expression: 'true' } });
    const { findings, list } = await judge('programs');
    expect(list('auth/programs')).toEqual(['WARN ROLES_UNJUDGED']);
    expect(findings.find(({ code }) => code === 'ROLES_UNJUDGED')?.next).toContain(
      'bao read auth/programs/cel/role/open',
    );
  });

  it('and a role which leaves the organization to an issuer that all share', async () => {
    await server.write('auth/the-issuer-of-all/role/open', {
      ...makeGoodRole(issuer),
      bound_claims: { [claim('project-id')]: issuer.projectId },
    });
    const { list } = await judge('the-issuer-of-all');
    expect(list('role "open"')).toContain('FAIL ORGANIZATION_UNBOUND');
    expect(list('role "deploy"')).toEqual([]);
  });
});

describe('a doctor that is told whose jobs are to get in', () => {
  it.each([
    ['project', '--project-id', 'PROJECT_FOREIGN'],
    ['organization', '--organization-id', 'ORGANIZATION_FOREIGN'],
  ])(
    'fails a named role of another %s, and only warns where none is named',
    async (_noun, option, code) => {
      const args = [option, otherOrganization];
      const named = await judge('good', ...args, '--role', 'deploy');
      expect(named.list('role "deploy"')).toContain(`FAIL ${code}`);
      const all = await judge('good', ...args);
      expect(all.list('role "deploy"')).toContain(`WARN ${code}`);
    },
  );

  it('fails a role that is named and not there', async () => {
    const { list } = await judge('good', '--role', 'nobody', '--role', 'deploy');
    expect(list('role "nobody"')).toEqual(['FAIL ROLE_MISSING']);
    expect(list('role "deploy"')).toEqual([]);
  });
});
