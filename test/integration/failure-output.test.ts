import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectFailure } from '../support/expect-failure.ts';
import {
  answerErrors,
  type Fault,
  type FaultyServer,
  startFaultyServer,
  staySilent,
} from '../support/faulty-server.ts';
import { loadSecrets, startVaultJobs, type VaultJobs } from '../support/vault-jobs.ts';

const load = loadSecrets('secret/app key | APP_KEY');

let jobs: VaultJobs;
beforeAll(async () => {
  jobs = await startVaultJobs();
  await jobs.server.write('secret/data/app', { data: { key: 'told-to-nobody', other: 'b' } });
});
afterAll(() => jobs.stop());

/** The real server, but for the requests of one path. */
function startFaultyAt(path: string, fault: Fault): Promise<FaultyServer> {
  const findFault = (asked: string) => (asked === path ? fault : undefined);
  return startFaultyServer({ origin: jobs.server.address, findFault });
}

describe('a failure', () => {
  it('is told in five parts: what, why, next and code, and by the exit status', async () => {
    const { step } = await expectFailure(
      jobs,
      { steps: [loadSecrets('secret/app nothing | APP_KEY')] },
      { status: 4, codes: ['KEY_MISSING'] },
    );
    expect(step.stderr).toBe(`vault-oidc: The secret secret/app has no key "nothing".
  why   line 1 "secret/app nothing | APP_KEY"; its keys are: key, other
  next  name one of its keys
  next  or let it be missing: add ", optional", or ", default" with a text
  code  KEY_MISSING
`);
  });

  it('is told together with all others of the input, before anything is asked', async () => {
    const before = jobs.server.listRequests().length;
    const parameters = { address: '', role: 'not a role', timeout: '9h', audience: 'a\nb' };
    const secrets = 'secret/app\nsecret/app key | PATH\nsecret/../app key';
    const { told } = await expectFailure(
      jobs,
      { steps: [loadSecrets(secrets, parameters)] },
      {
        status: 2,
        codes: [
          ...Array(4).fill('PARAMETER_INVALID'),
          'REFERENCE_INVALID',
          'NAME_REFUSED',
          'REFERENCE_INVALID',
        ],
      },
    );
    const named = ['address', 'role', 'timeout', 'audience'];
    expect(new Set(told.slice(0, 4).map(({ what }) => what))).toEqual(
      new Set(named.map((name) => `The parameter "${name}" cannot be used.`)),
    );
    expect(jobs.server.listRequests()).toHaveLength(before);
  });

  it('is told together with all others of the reads', async () => {
    await expectFailure(
      jobs,
      { steps: [loadSecrets('secret/a a; secret/data/b b; secret/app c; secret/app key')] },
      { status: 4, codes: ['SECRET_MISSING', 'SECRET_MISSING'] },
    );
    await expectFailure(
      jobs,
      {
        steps: [
          loadSecrets('secret/app a; secret/app key; secret/app b, default "x"; secret/app c'),
        ],
      },
      { status: 4, codes: ['KEY_MISSING', 'KEY_MISSING'] },
    );
  });
});

describe('the words of a server', () => {
  it('lose their control characters', async () => {
    const said = 'red \u001b[31mtext\u0007 \u009b2J \r\u0000and\u007f a line\nof its own';
    await using server = await startFaultyAt('auth/jwt/login', answerErrors(400, said));
    const { told, step } = await expectFailure(
      jobs,
      { environment: { VAULT_ADDR: server.address }, steps: [load] },
      { status: 3, codes: ['LOGIN_REFUSED'] },
    );
    expect(told[0]?.why).toContain('red [31mtext 2J and a line\n        of its own');
    expect(step.output).not.toMatch(/(?!\n)\p{Cc}/u);
  });

  const spoilings = [
    ['as it is', (secret: string) => secret],
    ['with control characters inside', (secret: string) => secret.split('').join('\u0000')],
    ['where its end is cut off', (secret: string) => `${'so it says '.repeat(45)}${secret}`],
    ['twice', (secret: string) => `${secret}${secret}`],
  ] as const;

  // One that is whole within what is quoted, and one that is longer than that.
  const shortToken = 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJzaG9ydCJ9.c2lnbmF0dXJl';
  const cases = spoilings.flatMap(([title, spoil]) => [
    ['short', title, spoil, { token: shortToken }] as const,
    ['long', title, spoil, {}] as const,
  ]);

  it.each(cases)('lose the OIDC token, a %s one, %s', async (_length, _title, spoil, given) => {
    const fault: Fault = async (response, request) => {
      const { jwt } = JSON.parse(await text(request));
      answerErrors(400, spoil(jwt))(response, request);
    };
    await using server = await startFaultyAt('auth/jwt/login', fault);
    const { step } = await expectFailure(
      jobs,
      { ...given, environment: { VAULT_ADDR: server.address }, steps: [load] },
      { status: 3, codes: ['LOGIN_REFUSED'] },
    );
    expect(step.output).not.toContain('eyJ');
  });

  it.each(spoilings)('lose the Vault token, %s', async (_title, spoil) => {
    const tokens: string[] = [];
    const fault: Fault = (response, request) => {
      tokens.push(String(request.headers['x-vault-token']));
      answerErrors(400, spoil(tokens.join()))(response, request);
    };
    await using server = await startFaultyAt('secret/data/app', fault);
    const { step } = await expectFailure(
      jobs,
      { environment: { VAULT_ADDR: server.address }, steps: [load] },
      { status: 6, codes: ['ANSWER_UNEXPECTED'] },
    );
    const beginnings = tokens.map((token) => token.slice(0, 8));
    expect(beginnings.filter((text) => step.output.includes(text)).length).toBe(0);
    expect(tokens).toHaveLength(1);
  });
});

describe('success', () => {
  it('tells names, paths, versions and counts, and nothing of the values', async () => {
    const tell = async (key: string): Promise<string> => {
      await jobs.server.remove('secret/metadata/told');
      await jobs.server.write('secret/data/told', { data: { key, other: key } });
      const secrets = 'secret/told key | A; secret/told other; secret/app key | LONGER';
      return (await jobs.run({ steps: [loadSecrets(secrets)] })).step(0).output;
    };
    const told = await tell('short');
    expect(told).toBe(`vault-oidc: logged in to ${jobs.server.address} as role "deploy" (auth/jwt)
vault-oidc: loaded 3 variables from 2 paths
  A       secret/told key (version 1)
  OTHER   secret/told other (version 1)
  LONGER  secret/app key (version 1)
vault-oidc: revoked the token
`);
    expect(await tell('x'.repeat(5000))).toBe(told);
  });
});

describe('waiting', () => {
  it('is told after three seconds', async () => {
    await using server = await startFaultyAt('auth/jwt/login', staySilent);
    const { step } = await expectFailure(
      jobs,
      {
        environment: { VAULT_ADDR: server.address },
        steps: [loadSecrets('secret/app key', { timeout: '4s' })],
      },
      { status: 5, codes: ['TIMED_OUT'] },
    );
    expect(step.stdout).toBe(`vault-oidc: still logging in to ${server.address} (3 s)\n`);
  });
});
