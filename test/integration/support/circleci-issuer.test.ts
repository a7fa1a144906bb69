import { createRemoteJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type CircleCiIssuer,
  startCircleCiIssuer,
  type TokenWish,
} from '../../support/circleci-issuer.ts';
import { trustIssuer, writeRole } from '../../support/jwt-trust.ts';
import { type Answer, type OpenBaoServer, startOpenBao } from '../../support/openbao/server.ts';
import { runJob } from '../../support/runner/run-job.ts';
import { compileSmallConfig } from '../../support/runner/small-config.ts';
import { writeCircleCiCommand } from '../../support/runner/stand-ins.ts';

let issuer: CircleCiIssuer;
let stranger: CircleCiIssuer;
let server: OpenBaoServer;
beforeAll(async () => {
  [issuer, stranger, server] = await Promise.all([
    startCircleCiIssuer(),
    startCircleCiIssuer(),
    startOpenBao(),
  ]);
  await trustIssuer(server, issuer);
  await writeRole(server, issuer);
});
afterAll(() => Promise.all([issuer.stop(), stranger.stop(), server.stop()]));

const uuid = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const anyUuid = expect.stringMatching(new RegExp(`^${uuid}$`));

describe('a token', () => {
  // CircleCI, "Using OpenID Connect tokens in jobs", format of the token.
  it.each([
    [1, ''],
    [2, '/vcs-origin/github.com/acme/app/vcs-ref/refs/heads/main'],
  ] as const)('of form %i has exactly the claims of the documentation', async (form, place) => {
    const { sub, iat = 0, exp, ...claims } = decodeJwt(await issuer.sign({ form }));
    const prefixed = (name: string): string => `oidc.circleci.com/${name}`;
    expect(claims).toEqual({
      iss: issuer.issuer,
      aud: issuer.organizationId,
      [prefixed('context-ids')]: [anyUuid],
      [prefixed('job-id')]: anyUuid,
      [prefixed('org-id')]: issuer.organizationId,
      [prefixed('pipeline-definition-id')]: anyUuid,
      [prefixed('pipeline-id')]: anyUuid,
      [prefixed('project-id')]: issuer.projectId,
      [prefixed('ssh-rerun')]: false,
      [prefixed('vcs-origin')]: 'github.com/acme/app',
      [prefixed('vcs-ref')]: 'refs/heads/main',
      [prefixed('workflow-id')]: anyUuid,
    });
    const { organizationId, projectId } = issuer;
    const user = `org/${organizationId}/project/${projectId}/user/${uuid}`;
    expect(sub).toMatch(new RegExp(`^${user}${place.replaceAll('.', '\\.')}$`));
    expect(exp).toBe(iat + 3600);
    expect(issuer.issuer).toMatch(new RegExp(`/org/${organizationId}$`));
  });

  it('says the same user and project in both forms, the second by default', async () => {
    const [first, second, plain] = await Promise.all([
      issuer.sign({ form: 1 }),
      issuer.sign({ form: 2 }),
      issuer.sign(),
    ]);
    expect(decodeJwt(second).sub?.startsWith(`${decodeJwt(first).sub}/vcs-origin/`)).toBe(true);
    expect(decodeJwt(plain).sub).toBe(decodeJwt(second).sub);
  });

  it('differs as the wish says, in its subject too', async () => {
    const claims = { 'vcs-ref': 'refs/heads/x', 'ssh-rerun': true, 'context-ids': [] };
    const token = decodeJwt(
      await issuer.sign({ claims, audience: ['a', 'b'], expiresInSeconds: -10 }),
    );
    expect(token).toMatchObject({
      aud: ['a', 'b'],
      'oidc.circleci.com/vcs-ref': 'refs/heads/x',
      'oidc.circleci.com/ssh-rerun': true,
      'oidc.circleci.com/context-ids': [],
      sub: expect.stringMatching(/\/vcs-ref\/refs\/heads\/x$/),
    });
    expect(token.exp).toBe((token.iat ?? 0) + 3600);
  });

  it('is signed by the key that discovery leads to', async () => {
    const { issuer: url } = issuer;
    const found = await fetch(`${url}/.well-known/openid-configuration`);
    const { issuer: told, jwks_uri: keys } = Object(await found.json());
    expect(told).toBe(url);
    const token = await issuer.sign();
    expect(decodeProtectedHeader(token)).toMatchObject({ alg: 'RS256', typ: 'JWT' });
    const verified = await jwtVerify(token, createRemoteJWKSet(new URL(keys)), { issuer: url });
    expect(verified.payload.aud).toBe(issuer.organizationId);
    expect(await (await fetch(keys)).text()).not.toMatch(/"(?:d|p|q|dp|dq|qi)":/);
  });

  it('is among those issued', async () => {
    const before = issuer.issued.length;
    const tokens = [await issuer.sign(), await issuer.sign({ form: 1 })];
    expect(issuer.issued.slice(before).map((token) => tokens.indexOf(token))).toEqual([0, 1]);
  });
});

/** The token with its payload changed, or its signature, but looking whole. */
function alter(token: string, part: 'payload' | 'signature'): string {
  const [head = '', payload = '', signature = ''] = token.split('.');
  if (part === 'signature')
    return [head, payload, signature.replace(/^./, swapCharacter)].join('.');
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
  const changed = JSON.stringify({ ...claims, 'oidc.circleci.com/ssh-rerun': true });
  return [head, Buffer.from(changed).toString('base64url'), signature].join('.');
}

function swapCharacter(character: string): string {
  return character === 'A' ? 'B' : 'A';
}

/** The token with `alg: none` and no signature. */
function unsign(token: string): string {
  const head = Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url');
  return `${head}.${token.split('.')[1]}.`;
}

describe('a server that verifies', () => {
  const logIn = (jwt: string): Promise<Answer> =>
    server.request('POST', 'auth/jwt/login', '', { role: 'deploy', jwt });

  it.each([[1], [2]] as const)('accepts a good token of form %i', async (form) => {
    const { status, body } = await logIn(await issuer.sign({ form }));
    expect(status).toBe(200);
    expect(body).toMatchObject({ auth: { client_token: expect.any(String) } });
  });

  const sign = (wish: TokenWish) => (): Promise<string> => issuer.sign(wish);
  it.each([
    ['an altered payload', async () => alter(await issuer.sign(), 'payload')],
    ['an altered signature', async () => alter(await issuer.sign(), 'signature')],
    ['no signature', async () => unsign(await issuer.sign())],
    ['another issuer', () => stranger.sign({ audience: issuer.organizationId })],
    ['its time over', sign({ expiresInSeconds: -3600 })],
    ['another audience', sign({ audience: 'somebody-else' })],
    ['another project', sign({ claims: { 'project-id': 'other' } })],
  ])('refuses a token with %s', async (_title, make) => {
    expect(await logIn(await make())).toMatchObject({ status: 400 });
  });
});

describe('minting', () => {
  const mint = (body: string): Promise<Response> => fetch(issuer.mintUrl, { method: 'POST', body });

  it('honours the audience, and keeps what was asked for', async () => {
    const before = issuer.mints.length;
    const answers = [await mint('{"aud":"https://vault.example.com"}'), await mint('{}')];
    const tokens = await Promise.all(answers.map((answer) => answer.text()));
    expect(tokens.map((token) => decodeJwt(token).aud)).toEqual([
      'https://vault.example.com',
      issuer.organizationId,
    ]);
    expect(issuer.mints.slice(before)).toEqual([{ aud: 'https://vault.example.com' }, {}]);
  });

  it.each(['', '[', '{"aud":["a"]}', '{"aud":7}', '{"sub":"root"}', '{"aud":"a","exp":1}'])(
    'gives no token for %j',
    async (body) => {
      const before = issuer.issued.length;
      expect((await mint(body)).status).toBe(400);
      expect(issuer.issued).toHaveLength(before);
    },
  );

  it('is done by the stand-in for "circleci" in a job', async () => {
    const get = 'circleci run oidc get';
    const commands = [
      get,
      `${get} --claims '{"aud":"a \\"b\\""}'`,
      `${get} --claims '{"sub":"root"}'`,
      `${get} --ttl 5h`,
      'circleci version',
    ];
    const { steps } = await runJob(
      compileSmallConfig({
        steps: commands.map((command) => ({ run: { command, when: 'always' } })),
      }),
      { standIns: { circleci: writeCircleCiCommand(issuer.mintUrl) } },
    );
    const [plain, chosen, ...refused] = steps;
    expect(decodeJwt(plain?.stdout.trim() ?? '').aud).toBe(issuer.organizationId);
    expect(decodeJwt(chosen?.stdout.trim() ?? '').aud).toBe('a "b"');
    expect(refused.map(({ exitStatus, stdout }) => [exitStatus, stdout])).toEqual([
      [1, ''],
      [1, ''],
      [1, ''],
    ]);
  });
});
