import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectFailure } from '../support/expect-failure.ts';
import { grantReading, writeRole } from '../support/jwt-trust.ts';
import { loadVariables } from '../support/load-variables.ts';
import { auth } from '../support/session-steps.ts';
import { loadSecrets, startVaultJobs, type VaultJobs } from '../support/vault-jobs.ts';
import { writeCubbyhole } from '../support/write-cubbyhole.ts';

const numbers =
  '{"long": 12345678901234567890, "decimal": 1.10, "power": 1e3, "zero": -0, "small": 0.00000000000000000001}';

let jobs: VaultJobs;
beforeAll(async () => {
  jobs = await startVaultJobs();
  const { server, issuer } = jobs;
  await writeRole(server, issuer, { policy: grantReading('secret/*', 'plain/*') });
  await server.write('sys/mounts/plain', { type: 'kv' });
  await server.write('plain/numbers', numbers);
  await server.write('secret/data/numbers', `{"data": ${numbers}}`);
  await server.write('secret/data/kinds', {
    data: {
      yes: true,
      no: false,
      nothing: null,
      list: ['list-canary', 1, null, { deep: [] }],
      object: { b: 'object-canary', a: { c: '' } },
    },
  });
});
afterAll(() => jobs.stop());

describe('a number', () => {
  const kept = {
    LONG: '12345678901234567890',
    DECIMAL: '1.10',
    POWER: '1e3',
    ZERO: '-0',
    SMALL: '0.00000000000000000001',
  };

  it('of KV version 1 keeps its digits', async () => {
    const { variables } = await loadVariables(jobs, 'plain/numbers *\nplain/numbers . | ALL');
    const all =
      '{"decimal":1.10,"long":12345678901234567890,"power":1e3,"small":0.00000000000000000001,"zero":-0}';
    expect(variables).toEqual({ ...kept, ALL: all });
  });

  it('of the cubbyhole keeps its digits', async () => {
    const { variables } = await loadVariables(jobs, 'cubbyhole/numbers *', {
      before: [auth(), writeCubbyhole('numbers', numbers)],
    });
    expect(variables).toEqual(kept);
  });

  it('of KV version 2 is what its server made of it', async () => {
    const { variables } = await loadVariables(jobs, 'secret/numbers *');
    expect(variables).toEqual({
      LONG: '12345678901234567000',
      DECIMAL: '1.1',
      POWER: '1000',
      ZERO: '-0',
      SMALL: '1e-20',
    });
  });
});

describe('a value of another kind', () => {
  it.each([
    ['yes', { YES: 'true' }],
    ['no', { NO: 'false' }],
    ['list', { LIST: '["list-canary",1,null,{"deep":[]}]' }],
    ['object', { OBJECT: '{"a":{"c":""},"b":"object-canary"}' }],
    ['object.a | INNER', { INNER: '{"c":""}' }],
    ['list.3.deep | INNER', { INNER: '[]' }],
    [
      '*',
      {
        YES: 'true',
        NO: 'false',
        LIST: '["list-canary",1,null,{"deep":[]}]',
        OBJECT: '{"a":{"c":""},"b":"object-canary"}',
      },
    ],
    ['. | ALL', { ALL: expect.stringContaining('"nothing":null') }],
    ['nothing, optional', {}],
    ['nothing, default "none"', { NOTHING: 'none' }],
  ])('becomes text: %s', async (key, expected) => {
    expect((await loadVariables(jobs, `secret/kinds ${key}`)).variables).toEqual(expected);
  });

  it('is told in a note where every key was asked for, and it is null', async () => {
    const { step } = await loadVariables(jobs, 'secret/kinds *\nsecret/kinds yes | SECOND');
    expect(step.stderr).toBe('vault-oidc: note: null in secret/kinds is left out: nothing\n');
  });

  it.each(['nothing', 'list.2 | INNER'])('counts as missing when it is null: %s', async (key) => {
    await expectFailure(
      jobs,
      { steps: [loadSecrets(`secret/kinds ${key}`)] },
      { status: 4, codes: ['KEY_MISSING'] },
    );
  });
});
