import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { expectFailure } from '../support/expect-failure.ts';
import { grantReading, writeRole } from '../support/jwt-trust.ts';
import { loadVariables } from '../support/load-variables.ts';
import {
  type RabbitMqManagement,
  startRabbitMqManagement,
} from '../support/rabbitmq-management.ts';
import { loadSecrets, startVaultJobs, type VaultJobs } from '../support/vault-jobs.ts';

const policy = grantReading('rabbitmq/creds/*', 'secret/*');

let jobs: VaultJobs;
let rabbitMq: RabbitMqManagement;
beforeAll(async () => {
  [jobs, rabbitMq] = await Promise.all([startVaultJobs(), startRabbitMqManagement()]);
  const { server, issuer } = jobs;
  await writeRole(server, issuer, { policy });
  await server.write('sys/mounts/rabbitmq', { type: 'rabbitmq' });
  await server.write('rabbitmq/config/connection', {
    connection_uri: rabbitMq.address,
    username: 'admin',
    password: 'rabbitmq-admin-canary',
    verify_connection: false,
  });
  await server.write('rabbitmq/config/lease', { ttl: 300, max_ttl: 600 });
  await server.write('rabbitmq/roles/publish', {
    vhosts: JSON.stringify({ '/': { write: '.*', read: '.*' } }),
  });
});
beforeEach(async () => {
  await jobs.server.write('sys/leases/revoke-force/rabbitmq', {});
});
afterAll(() => Promise.all([jobs.stop(), rabbitMq.stop()]));

const login = `
  rabbitmq/creds/publish username | BROKER_USERNAME
  rabbitmq/creds/publish password | BROKER_PASSWORD`;

describe('a secret that is made for the job', () => {
  it('comes from one request, so that its parts belong together', async () => {
    const before = jobs.server.listRequests().length;
    const { variables, step } = await loadVariables(jobs, login);
    expect(rabbitMq.listUsers()).toEqual([variables['BROKER_USERNAME']]);
    expect(step.output).not.toContain(variables['BROKER_PASSWORD']);
    expect(step.output).not.toContain(variables['BROKER_USERNAME']);
    expect(jobs.server.listRequests().slice(before)).toEqual([
      { operation: 'update', path: 'auth/jwt/login', failed: false },
      { operation: 'read', path: 'sys/internal/ui/mounts/rabbitmq/creds/publish', failed: false },
      { operation: 'read', path: 'rabbitmq/creds/publish', failed: false },
    ]);
  });

  it('keeps the token that its lease hangs on, and says so', async () => {
    const { step } = await loadVariables(jobs, login);
    expect(step.stderr).toMatch(/note: the token is kept, .*lease.* \(300 s\)/);
    expect(rabbitMq.listUsers()).toHaveLength(1);
  });

  it('ends with the token when the step fails after all', async () => {
    await expectFailure(
      jobs,
      { steps: [loadSecrets(`${login}\nrabbitmq/creds/publish nothing`)] },
      { status: 4, codes: ['KEY_MISSING'] },
    );
    expect(rabbitMq.listUsers()).toEqual([]);
    expect(jobs.server.listRequests().at(-1)?.path).toBe('auth/token/revoke-self');
  });

  it('is told as odd when the engine refuses a plain read', async () => {
    const { told } = await expectFailure(
      jobs,
      { steps: [loadSecrets('rabbitmq/creds/nobody username | BROKER, optional')] },
      { status: 6, codes: ['ANSWER_UNEXPECTED'] },
    );
    expect(told[0]?.why).toContain('unknown role');
  });
});
