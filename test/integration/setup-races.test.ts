import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTransport } from '../../src/adapters/open-transport.ts';
import { createVaultAdministration } from '../../src/adapters/vault-administration.ts';
import type { ApplyPorts } from '../../src/commands/apply-steps.ts';
import { applySetup, planSetup, type SetupRequest } from '../../src/commands/setup.ts';
import { referToPath } from '../../src/core/administration/refer-to-path.ts';
import { Failed } from '../../src/core/failure.ts';
import { Secret } from '../../src/core/secret.ts';
import { readField } from '../support/setup-runs.ts';
import { makeVaultSide } from '../support/setup-wish.ts';
import { createSilentReport } from '../support/silent-report.ts';
import { startVaultJobs, type VaultJobs } from '../support/vault-jobs.ts';

let jobs: VaultJobs;
let ports: ApplyPorts;
let close: () => void;
beforeAll(async () => {
  jobs = await startVaultJobs({ isBare: true });
  const { address, rootToken } = jobs.server;
  const report = createSilentReport();
  const sources = {
    ca_certificate: undefined,
    client_certificate: undefined,
    client_key: undefined,
    tls_server_name: '',
    skip_verify: false,
  };
  const transport = openTransport(address, sources, {}, report);
  close = () => transport.close();
  const connection = {
    transport,
    deadline: AbortSignal.timeout(20_000),
    userAgent: 'test',
    onDelay: () => {},
  };
  const administration = createVaultAdministration(
    { address, namespace: '' },
    new Secret(rootToken),
    connection,
  );
  ports = { administration, report, isStopped: () => false };
});
afterAll(async () => {
  close();
  await jobs.stop();
});

function wish(role: string, password: string, tokenTtl = 900): SetupRequest {
  const { issuer } = jobs.issuer;
  const trust = { role, policy: role, mount: role, issuer, tokenTtl };
  const { policyText: _text, ...side } = makeVaultSide(trust, {
    engine: `${role}-kv`,
    demoPassword: new Secret(password),
  });
  const path = { segments: ['secret', 'data', role], version: undefined };
  return { side, references: [referToPath(path, 0)], replaces: false };
}

describe('two setups that saw the same empty server', () => {
  it('both succeed when they wish the same, and the first secret stays', async () => {
    const [first, second] = [wish('same', 'the first password'), wish('same', 'the second one')];
    const plans = [await planSetup(first, ports), await planSetup(second, ports)] as const;
    expect(plans.map(({ steps }) => steps.map(({ state }) => state))).toEqual([
      Array(6).fill('make'),
      Array(6).fill('make'),
    ]);
    await applySetup(plans[0], first, ports);
    await applySetup(plans[1], second, ports);
    expect(await readField(jobs, 'same-kv/data/circleci-demo/demo-secrets', 'data')).toMatchObject({
      password: 'the first password',
    });
    const after = await planSetup(first, ports);
    expect(after.steps.map(({ state }) => state)).toEqual(Array(6).fill('as it is'));
  });

  it('do not pass over a mount of another type that came meanwhile', async () => {
    const request = wish('taken', 'a password');
    const plan = await planSetup(request, ports);
    await jobs.server.write('sys/auth/taken', { type: 'approle' });
    const failed = await applySetup(plan, request, ports).catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(Failed);
    const codes = failed instanceof Failed ? failed.failures.map(({ code }) => code) : [];
    expect(codes.at(-1)).toBe('SETUP_UNFINISHED');
  });
});
