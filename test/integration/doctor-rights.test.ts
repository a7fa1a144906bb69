import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../../scripts/bundle-helper.ts';
import { type CircleCiIssuer, startCircleCiIssuer } from '../support/circleci-issuer.ts';
import { trustIssuer } from '../support/jwt-trust.ts';
import { type OpenBaoServer, startOpenBao } from '../support/openbao/server.ts';
import { fixturePolicy, makeGoodRole } from '../support/role-fixtures.ts';
import { type Diagnosed, runDoctor } from '../support/run-doctor.ts';

const page = readFileSync(`${root}docs/administration.md`, 'utf8');
const [ofSetup = '', ofDoctor = ''] = [...page.matchAll(/^```hcl\n(.*?)^```/gms)].map(
  ([, lines]) => lines,
);
const [, besideSetup = ''] = ofDoctor.split('\n\n');

let server: OpenBaoServer;
let issuer: CircleCiIssuer;
beforeAll(async () => {
  [server, issuer] = await Promise.all([startOpenBao(), startCircleCiIssuer()]);
  await trustIssuer(server, issuer);
  await server.write('sys/policies/acl/deploy', { policy: fixturePolicy.text });
  const role = { ...makeGoodRole(issuer), token_policies: ['deploy'] };
  await server.write('auth/jwt/role/deploy', role);
});
afterAll(() => Promise.all([server.stop(), issuer.stop()]));

/** What a token is told that has a policy of those lines, and no other. */
async function judgeWith(policy: string): Promise<Diagnosed> {
  await server.write('sys/policies/acl/onlooker', { policy });
  const wish = { policies: ['onlooker'], no_default_policy: true };
  const token: string = Object(await server.write('auth/token/create', wish)).auth.client_token;
  const environment = { VAULT_TOKEN: token };
  return await runDoctor({ server, environment, canaries: [token] });
}

describe('the rights that docs/administration.md lists for a doctor', () => {
  it.each([
    ['are all that it needs', ofDoctor],
    ["are named where setup's are not enough", `${ofSetup}\n${besideSetup}`],
  ])('%s', async (_title, policy) => {
    const { findings, list } = await judgeWith(policy);
    expect(list('not judged')).toEqual([]);
    expect(findings.map(({ subject }) => subject)).toContain('role "deploy"');
  });

  it.each(ofDoctor.match(/^path .*$/gm) ?? [])('are needed, each one: %s', async (line) => {
    const { findings } = await judgeWith(ofDoctor.replace(line, ''));
    const unread = findings.find(({ code }) => code === 'UNREAD')?.next ?? [];
    expect(unread).toEqual([line.replace('/*', '/deploy')]);
  });
});
