import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isGranted } from '../../src/core/doctor/match-policy.ts';
import { parsePolicy } from '../../src/core/doctor/parse-policy.ts';
import { type CircleCiIssuer, startCircleCiIssuer } from '../support/circleci-issuer.ts';
import { trustIssuer } from '../support/jwt-trust.ts';
import { type OpenBaoServer, startOpenBao } from '../support/openbao/server.ts';
import { makeGoodRole } from '../support/role-fixtures.ts';
import { runAsAdministrator } from '../support/run-as-administrator.ts';
import { type Diagnosed, runDoctor } from '../support/run-doctor.ts';

let server: OpenBaoServer;
let issuer: CircleCiIssuer;

beforeAll(async () => {
  [server, issuer] = await Promise.all([startOpenBao(), startCircleCiIssuer()]);
  await trustIssuer(server, issuer);
  await server.write('sys/mounts/old', { type: 'kv', options: { version: '1' } });
  await server.write('sys/mounts/team/kv', { type: 'kv', options: { version: '2' } });
});
afterAll(() => Promise.all([server.stop(), issuer.stop()]));

let roles = 0;

/** Judges a role with these policies, given as texts. */
async function judge(
  policies: readonly string[],
  { config, role = {} }: { readonly config?: string; readonly role?: object } = {},
): Promise<Diagnosed & { readonly role: string; readonly policies: readonly string[] }> {
  roles += 1;
  const name = `role-${roles}`;
  const names = policies.map((_text, index) => `policy-${roles}-${index}`);
  for (const [index, policy] of policies.entries()) {
    await server.write(`sys/policies/acl/${names[index]}`, { policy });
  }
  await server.write(`auth/jwt/role/${name}`, {
    ...makeGoodRole(issuer),
    token_policies: names,
    ...role,
  });
  const args = ['--role', name];
  const told = await runDoctor({ server, args, ...(config === undefined ? {} : { config }) });
  return { ...told, role: `role "${name}"`, policies: names.map((one) => `policy "${one}"`) };
}

describe('a doctor judges a policy', () => {
  it.each([
    ['path "secret/data/app/*" { capabilities = ["read", "list"] }', []],
    ['path "secret/*" { capabilities = ["read"] }', []],
    ['path "secret/+/app" { capabilities = ["read"] }', []],
    ['path "secret/metadata/app" { capabilities = ["read"] }', []],
    ['path "old/app" { capabilities = ["read"] }', []],
    ['path "old/app" { policy = "read" }', []],
    ['path "auth/token/lookup-self" { capabilities = ["read"] }', []],
    ['path "sys/*" { capabilities = ["deny"] }', []],
    ['path "secret/app" { capabilities = ["read"] }', ['FAIL POLICY_DATA_MISSING']],
    ['path "/secret/app/*" { capabilities = ["read"] }', ['FAIL POLICY_DATA_MISSING']],
    ['path "team/kv/+/db" { capabilities = ["read"] }', []],
    ['path "team/kv/db" { capabilities = ["read"] }', ['FAIL POLICY_DATA_MISSING']],
    ['path "secret/data/app" { capabilities = ["read", "update"] }', ['WARN POLICY_WRITES']],
    ['path "old/app" { policy = "write" }', ['WARN POLICY_WRITES']],
    ['path "*" { capabilities = ["read"] }', ['WARN POLICY_ADMINISTERS']],
    ['path "+/*" { capabilities = ["read"] }', ['WARN POLICY_ADMINISTERS']],
    ['path "sys/mounts" { capabilities = ["read"] }', ['WARN POLICY_ADMINISTERS']],
    ['path "auth/*" { capabilities = ["update"] }', ['WARN POLICY_ADMINISTERS']],
    ['path "old/app" { capabilities = ["read", "sudo"] }', ['WARN POLICY_ADMINISTERS']],
  ])('%s', async (policy, findings) => {
    const { list, policies } = await judge([policy]);
    expect(list(policies[0] ?? '')).toEqual(findings);
  });

  it('without data/ so that its command mends it', async () => {
    const before = await judge(['path "secret/app/*" {\n  capabilities = ["read"]\n}']);
    const fault = before.findings.find(({ code }) => code === 'POLICY_DATA_MISSING');
    expect(fault?.next[0]).toContain('path "secret/data/app/*" { capabilities = ["read"] }');
    await runAsAdministrator(server, String(fault?.next[1]).replace(/\bbao (?=policy)/g, 'vault '));
    const name = before.policies[0]?.slice(8, -1);
    expect(await server.read(`sys/policies/acl/${name}`)).toMatchObject({
      data: { policy: expect.stringContaining('path "secret/data/app/*"') },
    });
  });
});

describe('a policy with a name that a shell would run', () => {
  it('is mended as it is, and nothing is run', async () => {
    const name = '$(exit 3); exit 4';
    const path = `sys/policies/acl/${encodeURIComponent(name)}`;
    await server.write(path, { policy: 'path "secret/app" { capabilities = ["read"] }' });
    await server.write('auth/jwt/role/odd', { ...makeGoodRole(issuer), token_policies: [name] });
    const { findings } = await runDoctor({ server, args: ['--role', 'odd'] });
    const fault = findings.find(({ code }) => code === 'POLICY_DATA_MISSING');
    await runAsAdministrator(server, String(fault?.next[1]).replace(/\bbao (?=policy)/g, 'vault '));
    expect(await server.read(path)).toMatchObject({
      data: { policy: expect.stringContaining('"secret/data/app"') },
    });
  });
});

describe('the policy default, which every job has', () => {
  it.each([
    ['as the server has it', '', []],
    [
      'with more than its own',
      'path "auth/*" { capabilities = ["update"] }\npath "secret/data/x" { capabilities = ["update"] }',
      ['WARN POLICY_ADMINISTERS', 'WARN POLICY_WRITES'],
    ],
  ])('%s', async (_title, more, findings) => {
    const path = 'sys/policies/acl/default';
    const own = Object(await server.read(path)).data.policy;
    await server.write(path, { policy: `${own}\n${more}` });
    try {
      const told = await judge(['path "secret/data/app" { capabilities = ["read"] }']);
      expect(told.list('policy "default"')).toEqual(findings);
      expect(told.findings.filter(({ subject }) => subject === 'policy "default"')).toHaveLength(
        findings.length,
      );
    } finally {
      await server.write(path, { policy: own });
    }
  });
});

/** A config whose one job reads this. */
function writeConfig(secrets: string): string {
  const lines = secrets.split('\n').map((line) => `            ${line}`);
  return [
    'version: 2.1',
    'orbs: { vault-oidc: org/vault-oidc@1 }',
    'jobs:',
    '  deploy:',
    '    docker: [{ image: cimg/base:current }]',
    '    steps:',
    '      - vault-oidc/load-secrets:',
    '          secrets: |',
    ...lines,
    'workflows: { main: { jobs: [deploy] } }',
    '',
  ].join('\n');
}

describe('a doctor that is given a config', () => {
  const config = writeConfig('secret/app/db password | A\nold/app key | B\nteam/kv/x y | C');
  const covers = ['secret/data/app/db', 'old/app', 'team/kv/data/x'].map(
    (path) => `path "${path}" { capabilities = ["read"] }`,
  );

  it('is content with a policy that grants all that its steps read', async () => {
    const { findings, list, role } = await judge([covers.join('\n')], { config });
    expect(list(role)).toEqual([]);
    expect(findings).toContainEqual(
      expect.objectContaining({ level: 'OK', code: 'POLICY_UNCOVERED' }),
    );
  });

  it('is content with several policies that do so together', async () => {
    const { list, role } = await judge(covers, { config });
    expect(list(role)).toEqual([]);
  });

  it.each(covers.map((line) => [line]))(
    'fails a role that lacks %s, and mends it',
    async (line) => {
      const granted = covers.filter((one) => one !== line).join('\n');
      const { findings, role } = await judge([granted], { config });
      const [fault] = findings.filter(({ level }) => level === 'FAIL');
      expect(fault).toMatchObject({ code: 'POLICY_UNCOVERED', subject: role });
      expect(fault?.what).toBe(`may not read ${/"([^"]+)"/.exec(line)?.[1]}`);
      await runAsAdministrator(
        server,
        String(fault?.next[0]).replace(/\bbao (?=policy)/g, 'vault '),
      );
      const args = ['--role', role.slice(6, -1)];
      expect((await runDoctor({ server, args, config })).list(role)).toEqual([]);
    },
  );

  it.each([
    ['every path of an engine', 'path "secret/*" { capabilities = ["read"] }'],
    ['a path that nothing reads', 'path "secret/data/app/other" { capabilities = ["read"] }'],
    ['any name in the place of one', 'path "secret/data/+/db" { capabilities = ["read"] }'],
  ])('warns of a policy that grants %s beside', async (_title, line) => {
    const { findings, list, role } = await judge([...covers, line], { config });
    expect(list(role)).toEqual(['WARN POLICY_BROAD']);
    const fault = findings.find(({ code }) => code === 'POLICY_BROAD');
    expect(fault?.what).toBe(`may read more than the config reads: ${/"([^"]+)"/.exec(line)?.[1]}`);
    expect(fault?.next.slice(1, 4)).toEqual(covers);
  });

  it('does not say what is covered where claims choose the policies', async () => {
    const role = { token_policies: ['app-{{ .sub }}'], token_policies_template_claims: true };
    const told = await judge([], { config, role });
    expect(told.list(told.role)).toEqual(['WARN POLICY_TEMPLATE']);
  });

  it('fails a role whose policy denies what another grants', async () => {
    const deny = 'path "secret/data/app/db" { capabilities = ["deny"] }';
    const { list, role } = await judge([...covers, deny], { config });
    expect(list(role)).toEqual(['FAIL POLICY_UNCOVERED']);
  });

  it('judges the others where one path is in no engine, and says what only a job knows', async () => {
    const { findings, list, role } = await judge([covers[1] ?? ''], {
      config: writeConfig(
        'nowhere/x y | A\nold/app key | B\nsecret/${WHICH} z | C\nsecret/q r | D',
      ),
    });
    expect(list(role)).toEqual([
      'FAIL POLICY_UNCOVERED',
      'FAIL REFERENCE_UNUSABLE',
      'WARN REFERENCE_UNJUDGED',
    ]);
    const fault = findings.find(({ code }) => code === 'POLICY_UNCOVERED');
    expect(fault?.what).toBe('may not read secret/data/q');
  });

  it('passes over steps that log in as another role', async () => {
    const other = writeConfig('secret/x y | A').replace(
      'secrets: |',
      'role: other\n          secrets: |',
    );
    const { findings } = await judge([covers.join('\n')], { config: other });
    expect(findings.filter(({ code }) => code === 'POLICY_UNCOVERED')).toEqual([]);
  });

  it('lets a policy revoke in the place of the policy default', async () => {
    const revoke = 'path "auth/token/revoke-self" { capabilities = ["update"] }';
    const { list, role } = await judge([revoke], { role: { token_no_default_policy: true } });
    expect(list(role)).toEqual([]);
  });
});

describe('what a policy grants', () => {
  const segment = fc.constantFrom('a', 'ab');
  const path = fc
    .array(segment, { minLength: 1, maxLength: 3 })
    .map((parts) => `x/${parts.join('/')}`);
  const pattern = fc
    .tuple(
      fc.array(fc.constantFrom('a', 'ab', '+', '+'), { minLength: 1, maxLength: 4 }),
      fc.constantFrom('', '*', '/*'),
    )
    .map(([parts, end]) => `x/${parts.join('/')}${end}`)
    .filter((text) => !text.includes('+*'));
  const capabilities = fc.oneof(
    {
      weight: 4,
      arbitrary: fc.subarray(['create', 'read', 'update', 'delete', 'list'], { minLength: 1 }),
    },
    { weight: 1, arbitrary: fc.constant(['deny']) },
  );
  const rules = fc.array(fc.record({ path: pattern, capabilities }), {
    minLength: 1,
    maxLength: 5,
  });

  it('is what the server says of it', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(rules, { minLength: 1, maxLength: 2 }),
        fc.uniqueArray(path, { minLength: 4, maxLength: 12 }),
        async (texts, paths) => {
          const policies = texts.map((_rules, index) => `random-${index}`);
          const written = texts.map((one) =>
            one
              .map(
                (rule) =>
                  `path "${rule.path}" { capabilities = ${JSON.stringify(rule.capabilities)} }`,
              )
              .join('\n'),
          );
          for (const [index, policy] of written.entries()) {
            await server.write(`sys/policies/acl/random-${index}`, { policy });
          }
          const { auth } = Object(
            await server.write('auth/token/create', {
              policies,
              no_default_policy: true,
              ttl: '1m',
            }),
          );
          const { data } = Object(
            await server.write('sys/capabilities', { token: auth.client_token, paths }),
          );
          const parsed = written.flatMap((text) => parsePolicy(text) ?? []);
          for (const one of paths) {
            const granted = ['create', 'delete', 'list', 'read', 'update'].filter((capability) =>
              isGranted(parsed, one, capability),
            );
            expect([one, granted.length === 0 ? ['deny'] : granted]).toEqual([
              one,
              [...data[one]].sort(),
            ]);
          }
        },
      ),
      { numRuns: 150 },
    );
  }, 60_000);
});
