import { describe, expect, it } from 'vitest';
import { audienceRules } from '../../../../src/core/doctor/audience-rules.ts';
import { executorRules } from '../../../../src/core/doctor/executor-rules.ts';
import { applyRules, type Finding } from '../../../../src/core/doctor/finding.ts';
import { identityRules } from '../../../../src/core/doctor/identity-rules.ts';
import { readMethod } from '../../../../src/core/doctor/method-facts.ts';
import { methodRules } from '../../../../src/core/doctor/method-rules.ts';
import { policyRules } from '../../../../src/core/doctor/policy-rules.ts';
import { rolePolicyRules } from '../../../../src/core/doctor/role-policy-rules.ts';
import { type ServerFacts, serverRules } from '../../../../src/core/doctor/server-rules.ts';
import { tokenRules } from '../../../../src/core/doctor/token-rules.ts';
import { trustRules } from '../../../../src/core/doctor/trust-rules.ts';
import { valueRules } from '../../../../src/core/doctor/value-rules.ts';
import type { JsonObject } from '../../../../src/core/json.ts';

const all = [
  audienceRules,
  executorRules,
  identityRules,
  methodRules,
  policyRules,
  rolePolicyRules,
  serverRules,
  tokenRules,
  trustRules,
  valueRules,
].flatMap((rules) => rules.map(({ code }) => code));

describe('the rules', () => {
  it('have a code of their own each', () => {
    expect([...new Set(all)]).toEqual(all);
    expect(all.filter((code) => !/^[A-Z]+(_[A-Z]+)+$/.test(code))).toEqual([]);
  });
});

function list(findings: readonly Finding[]): string[] {
  return findings
    .filter(({ level }) => level !== 'OK')
    .map(({ level, code }) => `${level} ${code}`);
}

function judgeMethod(
  data: JsonObject,
  program: 'vault' | 'bao' = 'vault',
  organizationId?: string,
): Finding[] {
  const parties = { issuer: undefined, organizationId, projectId: undefined };
  return applyRules('auth/jwt', methodRules, {
    method: readMethod(data),
    asked: parties,
    known: parties,
    place: { program, namespace: '', mount: 'jwt' },
  });
}

const issuer = 'https://oidc.circleci.com/org/99999999-1111-4222-8333-444455556666';

// Of Vault alone, which the tests with a server do not have.
describe('the configuration of a mount', () => {
  it.each([
    [
      'of a log-in with a browser',
      { oidc_client_id: 'x', bound_issuer: issuer },
      ['FAIL METHOD_FOR_BROWSERS'],
    ],
    ['with jwks_pairs', { jwks_pairs: [{ jwks_url: 'https://x' }] }, ['WARN ISSUER_UNBOUND']],
    ['as it should be', { bound_issuer: issuer, oidc_discovery_url: issuer }, []],
    ['of an issuer that is no URL', { bound_issuer: 'circleci' }, ['FAIL ISSUER_INEXACT']],
    [
      'of an organization in upper case',
      { bound_issuer: issuer.replace(/9{8}/, 'ABCDEF01') },
      ['FAIL ISSUER_INEXACT'],
    ],
  ])('%s', (_title, data, findings) => {
    expect(list(judgeMethod(data))).toEqual(findings);
  });

  it.each([
    ['of CircleCI', issuer, ['OK']],
    ['with another path there', issuer.replace('/org/', '/x/org/'), ['FAIL']],
    ['of another host', 'https://ci.example.com/org/acme', ['WARN']],
    ['of a host that looks like it', issuer.replace('.com', '.com.example.com'), ['WARN']],
    ['that all organizations share', 'https://oidc.circleci.com', ['WARN']],
  ])('with an issuer %s is called well only where it is known to be', (_title, url, levels) => {
    const judged = judgeMethod({ bound_issuer: url }).filter(({ code }) =>
      /^ISSUER_(?!UNBOUND)/.test(code),
    );
    expect(judged.map(({ level }) => level)).toEqual(levels);
  });

  it.each([
    ['none', 'https://ci.example.com'],
    ['another', issuer.replace(/9{8}/, '88888888')],
  ])('fails where the issuer names %s of the organizations asked for', (_title, url) => {
    const id = issuer.slice(-36);
    const [fault] = judgeMethod({ bound_issuer: url }, 'vault', id).filter(
      ({ code }) => code === 'ISSUER_FOREIGN',
    );
    expect(fault).toMatchObject({ level: 'FAIL', why: `the organization is ${id}` });
    expect(fault?.next[0]).toContain(`bound_issuer='${issuer}' `);
  });

  it('is quoted where a command repeats it', () => {
    const url = 'https://ci.example.com/$(id)';
    const next = judgeMethod({ bound_issuer: url }).flatMap((finding) => finding.next);
    expect(next.filter((line) => line.includes('--issuer'))).toEqual([
      expect.stringContaining(`--issuer '${url}'`),
    ]);
  });

  it('is mended with the program that the server has', () => {
    const next = (program: 'vault' | 'bao') =>
      judgeMethod({ oidc_discovery_url: issuer }, program).flatMap((finding) => finding.next);
    expect(next('vault')[0]).toMatch(/^vault read .* \| vault write auth\/jwt\/config -$/);
    expect(next('bao')[0]).toMatch(/^bao read .* \| bao write auth\/jwt\/config -$/);
  });
});

describe('a server', () => {
  it.each([
    [200, []],
    [429, ['FAIL SERVER_STATE']],
    [472, ['FAIL SERVER_STATE']],
    [474, ['FAIL SERVER_STATE']],
    [501, ['FAIL SERVER_STATE']],
    [503, ['FAIL SERVER_STATE']],
  ])('that answers %i', (status, findings) => {
    const server: ServerFacts = {
      isReached: true,
      status,
      version: '1.21.0',
      program: 'vault',
      clockAheadMs: undefined,
      certificateEndsAt: undefined,
    };
    expect(list(applyRules('server', serverRules, { server, isVerified: true, now: 0 }))).toEqual(
      findings,
    );
  });
});
