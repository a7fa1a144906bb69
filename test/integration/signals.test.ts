import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectFailure, expectNoCanary } from '../support/expect-failure.ts';
import { listAccessors } from '../support/openbao/tokens.ts';
import { auth, revoke } from '../support/session-steps.ts';
import {
  type JobWish,
  loadSecrets,
  startVaultJobs,
  type VaultJobs,
} from '../support/vault-jobs.ts';
import { watchServer } from '../support/watched-server.ts';

/** Each with the exit status of the step that it ends. */
const signals = [
  ['SIGTERM', 143],
  ['SIGINT', 130],
  ['SIGHUP', 129],
] as const;
type SignalName = (typeof signals)[number][0];

const load = loadSecrets('secret/app key | APP_KEY');
const revocation = 'auth/token/revoke-self';

let jobs: VaultJobs;
beforeAll(async () => {
  jobs = await startVaultJobs();
  await jobs.server.write('secret/data/app', { data: { key: 'never-handed-over' } });
});
afterAll(() => jobs.stop());

/** A program that sends the signal to the helper that asks it, and never answers. */
function writeSignalling(signal: SignalName): string {
  return `#!/bin/sh\nkill -s ${signal.slice(3)} "$PPID"\nexec sleep 60\n`;
}

/** The real server, which sends a signal and says nothing once a path is asked for. */
function startStalling(signal: SignalName, stage: string) {
  return watchServer(jobs.server.address, (path, step) => {
    if (path !== stage) return undefined;
    step.send(signal);
    return 'silent';
  });
}

describe.each(signals)('%s before anything was granted ends the step at once', (signal, status) => {
  const nothing = { status, codes: [] };
  const note = `vault-oidc: note: stopping on ${signal}\n`;

  it('while a token is minted', async () => {
    const standIns = { circleci: writeSignalling(signal) };
    const { step } = await expectFailure(jobs, { token: '', standIns, steps: [load] }, nothing);
    expect(step).toMatchObject({ stdout: '', stderr: note });
  });

  it('while Vault is asked to log in', async () => {
    await using stalling = await startStalling(signal, 'auth/jwt/login');
    const { step } = await expectFailure(jobs, { ...stalling.wish, steps: [load] }, nothing);
    expect(step).toMatchObject({ stdout: '', stderr: note });
    expect(stalling.server.paths).toEqual(['auth/jwt/login']);
  });
});

describe.each(signals)('%s once a token was granted revokes it', (signal, status) => {
  const expectRevoked = async (wish: JobWish): Promise<void> => {
    const before = await listAccessors(jobs.server);
    const { step } = await expectFailure(jobs, wish, { status, codes: [] });
    expect(step.stderr).toBe(`vault-oidc: note: stopping on ${signal}\n`);
    expect(step.stdout).toMatch(/\nvault-oidc: revoked the token\n$/);
    expect(await listAccessors(jobs.server)).toEqual(before);
  };

  it.each([
    ['a path is looked up', 'sys/internal/ui/mounts/secret/app'],
    ['a secret is read', 'secret/data/app'],
  ])('while %s', async (_title, stage) => {
    await using stalling = await startStalling(signal, stage);
    await expectRevoked({ ...stalling.wish, steps: [load] });
  });

  it.each([
    ['the values are proved', load],
    ['the session is handed over', auth()],
  ])('while %s', async (_title, step) => {
    await expectRevoked({ standIns: { bash: writeSignalling(signal) }, steps: [step] });
  });

  it('while the lines of earlier steps are proved', async () => {
    // The shell that proves them has no file of its own to begin with.
    const bashEnv = `[ "$BASH_ENV" ] || { kill -s ${signal.slice(3)} "$PPID"; sleep 60; }\n`;
    await expectRevoked({ bashEnv, steps: [load] });
  });
});

describe('a signal while the token is revoked', () => {
  const stalled = [revocation, 'secret/data/app'];
  const note = (text: string): string => `vault-oidc: note: ${text}\n`;

  it('does not keep the step from its end', async () => {
    await using stalling = await watchServer(jobs.server.address, (path, step) => {
      if (path === 'secret/data/app') step.send('SIGTERM');
      return stalled.includes(path) ? 'silent' : undefined;
    });
    const wish = { ...stalling.wish, steps: [load] };
    const { step } = await expectFailure(jobs, wish, { status: 143, codes: [] });
    expect(step.stderr).toContain(note('stopping on SIGTERM'));
    expect(step.stderr).toContain('note: the token was not revoked, and ends with its TTL');
    expect(stalling.server.paths.filter((path) => path === revocation)).toHaveLength(1);
  });

  it('after another ends the step at once', async () => {
    await using stalling = await watchServer(jobs.server.address, (path, step) => {
      if (path === 'secret/data/app') step.send('SIGTERM');
      if (path === revocation) step.send('SIGINT');
      return stalled.includes(path) ? 'silent' : undefined;
    });
    const wish = { ...stalling.wish, steps: [load] };
    const { step } = await expectFailure(jobs, wish, { status: 130, codes: [] });
    expect(step.stderr).toBe(note('stopping on SIGTERM'));
  });

  it('ends a step in five seconds that has more than that to end', async () => {
    const sessions = Array.from({ length: 5 }, () => auth());
    await using stalling = await watchServer(jobs.server.address, (path, step) => {
      if (path !== revocation) return undefined;
      if (stalling.server.paths.filter((other) => other === revocation).length === 1) {
        step.send('SIGTERM');
      }
      return 'silent';
    });
    const outcome = await jobs.run({ ...stalling.wish, steps: [...sessions, revoke()] });
    expect(outcome.step(sessions.length).exitStatus).toBe(143);
    // It had no time left to tell the later steps.
    expect(outcome.environment).toHaveProperty('VAULT_TOKEN');
    expectNoCanary(jobs, outcome);
  });

  it.each([
    ['by load-secrets takes nothing back', [load]],
    ['by revoke lets it end the session', [auth(), revoke()]],
  ])('%s', async (_title, steps) => {
    const before = await listAccessors(jobs.server);
    await using watched = await watchServer(jobs.server.address, (path, step) => {
      if (path === revocation) step.send('SIGTERM');
      return undefined;
    });
    const outcome = await jobs.run({ ...watched.wish, steps });
    expect(outcome.succeeded).toBe(true);
    expectNoCanary(jobs, outcome);
    expect(await listAccessors(jobs.server)).toEqual(before);
    expect('VAULT_TOKEN' in outcome.environment).toBe(false);
  });
});
