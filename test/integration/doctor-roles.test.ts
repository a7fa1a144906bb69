import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Admission } from '../../src/core/doctor/judge-admission.ts';
import {
  type CircleCiIssuer,
  startCircleCiIssuer,
  type TokenWish,
} from '../support/circleci-issuer.ts';
import { trustIssuer } from '../support/jwt-trust.ts';
import { type OpenBaoServer, startOpenBao } from '../support/openbao/server.ts';
import {
  claim,
  contextId,
  definitionId,
  fixturePolicy,
  listRoleFixtures,
  makeGoodRole,
  ownAudience,
  type RoleFixture,
} from '../support/role-fixtures.ts';
import { runAsAdministrator } from '../support/run-as-administrator.ts';
import { type Diagnosed, runDoctor } from '../support/run-doctor.ts';

let server: OpenBaoServer;
let issuer: CircleCiIssuer;
let diagnosed: Diagnosed;

const names = Object.keys(listRoleFixtures({ organizationId: '', projectId: '' }));

beforeAll(async () => {
  [server, issuer] = await Promise.all([startOpenBao(), startCircleCiIssuer()]);
  await trustIssuer(server, issuer);
  await server.write(`sys/policies/acl/${fixturePolicy.name}`, { policy: fixturePolicy.text });
  await Promise.all(
    Object.entries(listRoleFixtures(issuer)).map(([name, { role }]) =>
      server.write(`auth/jwt/role/${name}`, { ...makeGoodRole(issuer), ...role }),
    ),
  );
  diagnosed = await runDoctor({ server, args: ['--issuer', issuer.issuer] });
});
afterAll(() => Promise.all([server.stop(), issuer.stop()]));

function findFixture(name: string): RoleFixture {
  const fixture = listRoleFixtures(issuer)[name];
  if (fixture === undefined) throw new Error(`there is no fixture ${name}`);
  return fixture;
}

describe('a doctor judges', () => {
  it.each(names)('the role %s', (name) => {
    expect(diagnosed.list(`role "${name}"`)).toEqual([...findFixture(name).findings].sort());
  });

  it('the mount and its policy as well', () => {
    expect(diagnosed.list('auth/jwt')).toEqual([]);
    expect(diagnosed.list(`policy "${fixturePolicy.name}"`)).toEqual([]);
    expect(diagnosed.list('server')).toEqual([]);
  });

  it('by its exit status', async () => {
    expect(diagnosed.status).toBe(1);
    const { status } = await runDoctor({ server, args: ['--role', 'as-it-should-be'] });
    expect(status).toBe(0);
  });
});

/** A token of the project's own kind, and what it may differ in. */
function sign({ claims = {}, ...wish }: TokenWish = {}): Promise<string> {
  return issuer.sign({
    audience: ownAudience,
    ...wish,
    claims: {
      'context-ids': [contextId],
      'pipeline-definition-id': definitionId,
      ...claims,
    },
  });
}

const seconds = (offset: number): number => Math.floor(Date.now() / 1000) + offset;

// What the server says of each, in its order.
const reasons: readonly (readonly [RegExp, string])[] = [
  [/^granted$/, 'granted'],
  [/oidc role_type/, 'ROLE_TYPE'],
  [/invalid issuer/, 'TOKEN_ISSUER'],
  [/invalid subject/, 'TOKEN_SUBJECT'],
  [/audience claim does not match|no audiences bound/, 'TOKEN_AUDIENCE'],
  [/no issued at/, 'TOKEN_TIMELESS'],
  [/token is expired/, 'TOKEN_EXPIRED'],
  [/not yet valid|in the future/, 'TOKEN_TOO_NEW'],
  [/groups claim|failed to fetch groups/, 'TOKEN_GROUPS'],
  [/error converting claim/, 'TOKEN_MAPPING'],
  [/claim "[^"]+" is missing/, 'TOKEN_CLAIM_MISSING'],
  [/claim "[^"]+" does not match/, 'TOKEN_CLAIM_DIFFERS'],
  [/claim "[^"]+" (not found|could not)/, 'TOKEN_USER_CLAIM'],
  [/root tokens/, 'POLICY_ROOT'],
];

function nameReason(said: string): string {
  return reasons.find(([pattern]) => pattern.test(said))?.[1] ?? said;
}

/** What the server may say first: it goes through bound claims in any order. */
function listReasons({ isAdmitted, checks }: Admission): string[] {
  if (isAdmitted) return ['granted'];
  const codes = checks.filter(({ isMet }) => !isMet).map(({ code }) => code);
  const isBound = (code: string): boolean => code.startsWith('TOKEN_CLAIM_');
  const [first = ''] = codes;
  return isBound(first) ? codes.filter(isBound) : [first];
}

describe('the verdict on a token is that of the server', () => {
  const tokens: Readonly<Record<string, () => TokenWish>> = {
    'of the project': () => ({}),
    'with the audience that all share': () => ({ audience: issuer.organizationId }),
    'with several audiences': () => ({ audience: ['another', ownAudience] }),
    'without a branch in sub': () => ({ form: 1 }),
    'of another project': () => ({ claims: { 'project-id': contextId } }),
    'of another organization': () => ({ claims: { 'org-id': contextId } }),
    'of a fork': () => ({ claims: { 'vcs-origin': 'github.com/mallory/app' } }),
    'of a release branch': () => ({ claims: { 'vcs-ref': 'refs/heads/release/1' } }),
    'of a job with SSH': () => ({ claims: { 'ssh-rerun': true } }),
    'without a context': () => ({ claims: { 'context-ids': [] } }),
    'with several contexts': () => ({ claims: { 'context-ids': [definitionId, contextId] } }),
    'of a custom webhook': () => ({
      payload: {
        'oidc.circleci.com/vcs-origin': undefined,
        'oidc.circleci.com/vcs-ref': undefined,
      },
    }),
    'of another issuer': () => ({ payload: { iss: 'https://oidc.circleci.com/org/x' } }),
    'that has ended': () => ({ expiresInSeconds: -90 }),
    'that has ended, within the leeway': () => ({ expiresInSeconds: -30 }),
    'of the future': () => ({ payload: { nbf: seconds(90) } }),
    'of the near future': () => ({ payload: { nbf: seconds(30), iat: seconds(30) } }),
    'without an end': () => ({ payload: { exp: undefined, iat: seconds(-300) } }),
    'without any time': () => ({ payload: { exp: undefined, iat: undefined } }),
    'of a service that has these claims': () => ({
      payload: { repository: 'acme/app', groups: ['acme'], repository_owner: 'acme' },
    }),
  };

  it.each(Object.entries(tokens))('%s', async (_title, makeWish) => {
    const jwt = await sign(makeWish());
    const { admissions } = await runDoctor({ server, jwt });
    const told = Object.fromEntries(admissions.map((one) => [one.role, listReasons(one)]));
    const answers = await Promise.all(
      names.map(async (role) => {
        const { status, body } = await server.request('POST', 'auth/jwt/login', '', { role, jwt });
        const said = status === 200 ? 'granted' : Object(body).errors.join();
        return [role, nameReason(said)] as const;
      }),
    );
    const wrong = answers.filter(([role, reason]) => !told[role]?.includes(reason));
    expect(wrong).toEqual([]);
    expect(Object.keys(told).sort()).toEqual([...names].sort());
  });

  it('and it tells every reason, claim by claim in the order of the server', async () => {
    const jwt = await sign({
      audience: 'another',
      claims: { 'project-id': contextId, 'ssh-rerun': true },
    });
    const { admissions, list, status } = await runDoctor({
      server,
      jwt,
      args: ['--role', 'as-it-should-be'],
    });
    expect(status).toBe(1);
    expect(list('role "as-it-should-be"')).toEqual([
      'FAIL TOKEN_AUDIENCE',
      'FAIL TOKEN_CLAIM_DIFFERS',
      'FAIL TOKEN_CLAIM_DIFFERS',
    ]);
    const refused = admissions[0]?.checks.filter(({ isMet }) => !isMet);
    expect(refused).toEqual([
      expect.objectContaining({ claim: 'aud', got: '"another"', wanted: `"${ownAudience}"` }),
      expect.objectContaining({
        claim: 'oidc.circleci.com/project-id',
        got: `"${contextId}"`,
        wanted: `"${issuer.projectId}"`,
      }),
      expect.objectContaining({
        claim: 'oidc.circleci.com/ssh-rerun',
        got: 'true',
        wanted: 'false',
      }),
    ]);
  });
});

describe('the commands that a doctor tells', () => {
  it('mend what it found, pasted as they are', async () => {
    const jwt = await sign();
    const before = await runDoctor({ server, jwt });
    const ofRoles = before.findings.filter(
      ({ subject, code }) => subject.startsWith('role') && !code.startsWith('TOKEN_C'),
    );
    // Each command starts two processes: of what is a WARN alone, one of each code is enough.
    const codes = ofRoles.map(({ level, code }) => `${level} ${code}`);
    const wrong = ofRoles.filter(
      ({ level, code }, index) => level === 'FAIL' || codes.indexOf(`${level} ${code}`) === index,
    );
    const commands = wrong.flatMap(({ next }) => next.filter((step) => / \| jq /.test(step)));
    const whole = commands.filter((command) => !/<[^>]+>/.test(command));
    expect(whole.length).toBeGreaterThan(35);
    for (let from = 0; from < whole.length; from += 10) {
      const lines = whole
        .slice(from, from + 10)
        .map((line) => line.replace(/\bbao (?=read|write)/g, 'vault '));
      await runAsAdministrator(server, lines.join('\n'));
    }
    const after = await runDoctor({ server });
    // What was bound too broadly is bound, and not let go.
    expect(await server.read('auth/jwt/role/project-by-a-pattern')).toMatchObject({
      data: { bound_claims: { [claim('project-id')]: [issuer.projectId] } },
    });
    expect(await server.read('auth/jwt/role/context-by-its-beginning')).toMatchObject({
      data: { bound_claims: { [claim('context-ids')]: [contextId] } },
    });
    const left = after.findings.filter(({ level }) => level === 'FAIL');
    // Those have a place for somebody to fill in.
    expect(left.map(({ subject, code }) => `${subject} ${code}`)).toEqual([
      'role "branch-by-its-name" VALUE_SHAPE',
      'role "origin-as-a-url" VALUE_SHAPE',
      'role "pattern-as-text" GLOB_LITERAL',
      'role "project-by-its-name" VALUE_SHAPE',
      'role "repository-of-any-owner" VALUE_ANY',
    ]);
  }, 120_000);
});
