import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ReleaseKey } from '../../../src/core/releases/release.ts';

/** A key of a test, with the part of it that signs. */
export interface SigningKey extends ReleaseKey {
  /** A detached, binary signature of the bytes. */
  sign(bytes: Buffer): Buffer;
}

/** Keys that were made for this run and are gone with it, the program behind them too. */
export interface SigningKeys extends Disposable {
  /** The directory that all of it is in. */
  readonly home: string;
  readonly good: SigningKey;
  /** As good as the first, and nobody's. */
  readonly other: SigningKey;
  /** Its public part holds its revocation. */
  readonly revoked: SigningKey;
  /** Expired on 2020-01-31; signs as of 2020-01-10. */
  readonly expired: SigningKey;
  /** Expired on 2020-02-01, by a later word; signs as of 2020-02-10. */
  readonly expiredBefore: SigningKey;
}

const longestRunMs = 30_000;

/** Makes the keys with `gpg` in a home of its own. */
export function makeSigningKeys(): SigningKeys {
  const home = mkdtempSync(join(tmpdir(), 'vault-oidc-gpg-'));
  const run = runIn(home);
  try {
    return {
      home,
      good: makeKey(run, 'good'),
      other: makeKey(run, 'other'),
      revoked: makeRevoked(run, home),
      expired: makeKey(run, 'expired', {
        madeAt: '20200101',
        lifetime: '30d',
        signsAt: '20200110',
      }),
      expiredBefore: makeExpiredBefore(run),
      [Symbol.dispose]: () => remove(home),
    };
  } catch (error) {
    remove(home);
    throw error;
  }
}

type RunGpg = (args: readonly string[], input?: Buffer | string) => Buffer;

interface KeyTimes {
  /** Days, as YYYYMMDD. */
  readonly madeAt?: string;
  readonly lifetime?: string;
  readonly signsAt?: string;
}

const settings = ['--batch', '--quiet', '--pinentry-mode', 'loopback', '--passphrase', ''];

function makeKey(run: RunGpg, name: string, times: KeyTimes = {}): SigningKey {
  const { madeAt, lifetime = 'never', signsAt } = times;
  const address = `${name}@vault.test`;
  run([...pretend(madeAt), '--quick-generate-key', address, 'ed25519', 'sign', lifetime]);
  const listed = run(['--list-keys', '--with-colons', address]).toString();
  const fingerprint = /^fpr:+(?<fingerprint>[0-9A-F]{40}):/m.exec(listed)?.groups?.['fingerprint'];
  if (fingerprint === undefined) throw new Error(`gpg made no key ${name}`);
  return {
    fingerprint,
    get key() {
      return run(['--export', fingerprint]).toString('base64');
    },
    sign: (bytes) =>
      run([...pretend(signsAt), '--local-user', fingerprint, '--detach-sign'], bytes),
  };
}

/** The revocation joins the public part in a home of its own: gpg signs with no revoked key. */
function makeRevoked(run: RunGpg, home: string): SigningKey {
  const key = makeKey(run, 'revoked');
  const file = join(home, 'openpgp-revocs.d', `${key.fingerprint}.rev`);
  // A colon there keeps the file from being taken in by mistake.
  const revocation = readFileSync(file, 'utf8').replace(/^:-----BEGIN/m, '-----BEGIN');
  const readers = join(home, 'readers');
  mkdirSync(readers, { mode: 0o700 });
  const runThere = runIn(readers);
  runThere(['--import'], Buffer.from(key.key, 'base64'));
  runThere(['--import'], revocation);
  const revoked = runThere(['--export', key.fingerprint]).toString('base64');
  endAgent(readers);
  return { fingerprint: key.fingerprint, key: revoked, sign: key.sign };
}

function makeExpiredBefore(run: RunGpg): SigningKey {
  const key = makeKey(run, 'expired-before', { madeAt: '20200101', signsAt: '20200210' });
  run([...pretend('20200102'), '--quick-set-expire', key.fingerprint, '30d']);
  const limited = key.key;
  run([...pretend('20200103'), '--quick-set-expire', key.fingerprint, 'never']);
  return { fingerprint: key.fingerprint, key: limited, sign: key.sign };
}

function pretend(day: string | undefined): string[] {
  return day === undefined ? [] : ['--faked-system-time', `${day}T000000`];
}

function runIn(home: string): RunGpg {
  return (args, input = '') =>
    execFileSync('gpg', ['--homedir', home, ...settings, ...args], {
      input,
      stdio: ['pipe', 'pipe', 'pipe'],
      timeout: longestRunMs,
    });
}

function remove(home: string): void {
  endAgent(home);
  rmSync(home, { recursive: true, force: true });
}

/** Ends the agent that gpg started for the home; asked kindly it would take a second. */
function endAgent(home: string): void {
  const agent = findAgent(home);
  if (agent !== undefined) process.kill(agent, 'SIGKILL');
}

function findAgent(home: string): number | undefined {
  const question = ['--homedir', home, '--no-autostart', 'GETINFO pid', '/bye'];
  const answer = execFileSync('gpg-connect-agent', question, { encoding: 'utf8', stdio: 'pipe' });
  const pid = /^D (?<pid>\d+)$/m.exec(answer)?.groups?.['pid'];
  return pid === undefined ? undefined : Number(pid);
}
